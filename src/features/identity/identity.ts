import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { Ctx } from '../../context.ts'
import type { Access } from '../../platform/http/endpoint.ts'
import { Problem, tooManyRequests, unauthenticated } from '../../platform/problem.ts'
import type { Actor } from './actor.ts'
import { anonymous } from './actor.ts'
import { authenticateCaller } from './authenticate-caller.ts'
import { authoriseCall } from './authorise-call.ts'
import type { Credential } from './credential.ts'
import { readCredential, sessionCookieOf } from './credential.ts'
import { mountGate } from './gate.ts'

/** Refused credentials a minute from one address; then it gets no look-up any more until the minute is over. */
const refusalsPerMinute = 60

export type Identity = {
  /** Who is calling. No credential: anonymous, at no cost. @throws Problem `unauthenticated` for one that is no good. */
  identify: (headers: IncomingHttpHeaders, ip: string) => Promise<Actor>
  /** @throws Problem `unauthenticated`, `forbidden` or `password-change-required`. */
  authorize: (actor: Actor, access: Access) => void
  /** Adds sign-in, sign-out and session under /api/auth, and the guard against forged requests to every route. */
  mount: (server: FastifyInstance) => void
}

/** The identity of everybody who calls this server. */
export function openIdentity(parts: Pick<Ctx, 'db' | 'config' | 'log'>): Identity {
  const cookie = sessionCookieOf(parts.config)
  const points = Math.ceil(refusalsPerMinute * parts.config.RATE_LIMIT_FACTOR)
  const refusals = new RateLimiterMemory({ points, duration: 60 })

  async function identify(headers: IncomingHttpHeaders, ip: string): Promise<Actor> {
    const credential = readCredential(headers, cookie)
    if (credential.kind === 'none') return anonymous
    const state = await refusals.get(ip)
    if (state && state.consumedPoints >= points) {
      throw new Problem(
        tooManyRequests,
        'Too many refused credentials from this address.',
        {},
        Math.ceil(state.msBeforeNext / 1000),
      )
    }
    const actor = await authenticateCaller(parts.db, credential)
    if (actor) return actor
    await refusals.penalty(ip)
    throw new Problem(unauthenticated, whyRefused(credential))
  }

  return { identify, authorize: authoriseCall, mount: (server) => mountGate(server, parts) }
}

function whyRefused(credential: Credential): string {
  const isKey = credential.kind === 'api-key' || (credential.kind === 'bad' && credential.from === 'api-key')
  return isKey ? 'This API key is unknown, expired or revoked.' : 'Your session is over. Sign in again.'
}
