import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { Config } from '../../../config.ts'
import { Problem } from '../../../platform/problem.ts'
import type { Actor } from '../../identity/actor.ts'

export type Identify = (headers: IncomingHttpHeaders, ip: string) => Promise<Actor>

/**
 * Whether somebody may read everybody's messages: whoever sits at this machine, where nobody else comes by, and an ADMIN of
 * the whole installation who is signed in. To others the pages do not exist.
 */
export async function mayLook(
  request: FastifyRequest,
  identify: Identify,
  config: Pick<Config, 'TRUST_PROXY' | 'PUBLIC_URL'>,
): Promise<boolean> {
  if (!standsBehindProxy(config) && isFromThisMachine(request)) return true
  try {
    return isAdminOfAll(await identify(request.headers, request.ip))
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}

/** A program's key may be read out of a script; it is no person who looks. */
function isAdminOfAll({ kind, memberships, mustChangePassword }: Actor): boolean {
  if (kind !== 'user' || mustChangePassword) return false
  return memberships.some(({ unitId, role }) => unitId === null && role === 'ADMIN')
}

/** A proxy on this machine may add nothing to what it hands on, so that everybody seems to sit here: settings tell. */
function standsBehindProxy({ TRUST_PROXY, PUBLIC_URL }: Pick<Config, 'TRUST_PROXY' | 'PUBLIC_URL'>): boolean {
  return TRUST_PROXY !== false || (PUBLIC_URL !== undefined && !isLoopback(new URL(PUBLIC_URL).host))
}

function isLoopback(host: string): boolean {
  return /^(([a-z0-9-]+\.)*localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(host)
}

/** What a proxy adds: then somebody else's request comes from our own address. */
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/**
 * By the socket itself, not by what a header claims. The name it was asked under counts too: a page from elsewhere can have
 * its own name resolve to 127.0.0.1 and would then read along in the developer's browser.
 */
export function isFromThisMachine({ socket, headers }: Pick<FastifyRequest, 'socket' | 'headers'>): boolean {
  if (!/^(::ffff:)?127(\.\d+){3}$|^::1$/.test(socket.remoteAddress ?? '')) return false
  if (proxyHeaders.some((name) => headers[name] !== undefined)) return false
  return isLoopback(headers.host ?? '')
}
