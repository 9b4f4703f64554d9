import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Ctx } from '../../context.ts'
import type { Endpoint, RateClass } from '../../platform/http/endpoint.ts'
import type { RateLimits } from '../../platform/http/rate-limit.ts'
import { openRateLimits } from '../../platform/http/rate-limit.ts'
import { apiHeaders } from '../../platform/http/server.ts'
import { validate } from '../../platform/http/validate.ts'
import { Problem } from '../../platform/problem.ts'
import { loadSession } from './authenticate-caller.ts'
import { getSession, signInEmail, signOut } from './contract.ts'
import type { SessionCookie } from './credential.ts'
import { isByCookie, readCredential, sessionCookieOf } from './credential.ts'
import { originOf } from './origin.ts'
import { crossSiteRequest } from './problems.ts'
import { deleteSession } from './sessions.sql.ts'
import { signIn } from './sign-in.ts'
import type { SessionAnswer, StaffSessions } from './staff-session.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

type Parts = Pick<Ctx, 'db' | 'config' | 'log'>

/** Puts the sign-in on a server, and what guards every request that comes with its cookie. */
export function mountGate(server: FastifyInstance, parts: Parts): void {
  const cookie = sessionCookieOf(parts.config)
  server.addHook('onRequest', async (request) => refuseForgery(request, cookie, parts.config.PUBLIC_URL))
  server.addHook('onSend', async (request, reply) => answerRefusedCredential(request, reply, cookie))

  const sessions = openWhenNeeded(parts)
  const rateLimits = openRateLimits(parts.config.RATE_LIMIT_FACTOR)
  const serve = (endpoint: Endpoint, run: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>) =>
    server.route({
      method: endpoint.method,
      url: endpoint.path,
      handler: async (request, reply) => {
        reply.headers(apiHeaders).headers(await countCall(rateLimits, endpoint.rate, request))
        return run(request, reply)
      },
    })

  serve(signInEmail, async (request, reply) => {
    const { body } = validate(signInEmail, request) as { body: Parameters<typeof signIn>[3] }
    const cookies = await signIn(parts, await sessions(), request, body)
    const token = tokenIn(cookies, cookie)
    const view = token && (await viewSession(parts, token))
    parts.log.info({ userId: view ? view.user.id : undefined, address: request.ip }, 'signed in')
    return reply.header('set-cookie', cookies).send(view)
  })
  serve(getSession, async (request, reply) => {
    const credential = readCredential(request.headers, cookie)
    const session = credential.kind === 'session' ? await viewSession(parts, credential.token) : null
    if (session) handOn(reply, await (await sessions()).refresh(request))
    else if (credential.kind !== 'none') reply.header('set-cookie', emptied(cookie))
    return reply.send({ session })
  })
  serve(signOut, async (request, reply) => {
    const credential = readCredential(request.headers, cookie)
    // Ended by us first: better-auth would say "signed out" although the database is gone and the session alive.
    if (credential.kind === 'session') await parts.db.run(deleteSession, credential.token)
    return handOn(reply, await (await sessions()).signOut(request))
      .code(204)
      .send()
  })
}

/** better-auth takes 100 ms to load and 18 MB: a server nobody signs in to does without. */
function openWhenNeeded(parts: Parts): () => Promise<StaffSessions> {
  let opening: Promise<StaffSessions> | undefined
  return () => {
    opening ??= import('./staff-session.ts').then(({ openStaffSessions }) => openStaffSessions(parts))
    return opening
  }
}

/** A request whose authority is a cookie must come from our own pages; other sites can make browsers send it too. */
function refuseForgery(
  { method, headers }: FastifyRequest,
  cookie: SessionCookie,
  publicUrl: string | undefined,
): void {
  if (safeMethods.has(method) || !isByCookie(headers, cookie) || originOf(headers, publicUrl) === 'own') return
  const own = publicUrl ? ` This installation is at ${publicUrl}.` : ''
  throw new Problem(
    crossSiteRequest,
    `With a session cookie, changes are taken from our own pages only.${own} Programs use an API key.`,
  )
}

/** A cookie that was refused is taken back, or the browser would show it, and be refused, for ever. */
function answerRefusedCredential({ headers }: FastifyRequest, reply: FastifyReply, cookie: SessionCookie): void {
  if (reply.statusCode !== 401) return
  reply.header('www-authenticate', 'Bearer realm="holdfast"')
  if (!isByCookie(headers, cookie) || reply.hasHeader('set-cookie')) return
  reply.header('set-cookie', emptied(cookie))
}

function emptied({ name, isSecure }: SessionCookie): string {
  return `${name}=; Max-Age=0; Path=/; HttpOnly${isSecure ? '; Secure' : ''}; SameSite=Lax`
}

async function countCall(
  rateLimits: RateLimits,
  rate: RateClass,
  { ip }: FastifyRequest,
): Promise<Record<string, string>> {
  return rateLimits(rate, { isAnonymous: true, id: ip })
}

async function viewSession({ db }: Parts, token: string) {
  const session = await loadSession(db, token)
  if (!session) return null
  const { user_id: id, name, email, must_change_password: mustChangePassword, expires_at: expiresAt } = session
  return { user: { id, name, email, mustChangePassword }, expiresAt: expiresAt.toString() }
}

function tokenIn(cookies: readonly string[], cookie: SessionCookie): string | undefined {
  const credential = readCredential({ cookie: cookies.map((set) => set.split(';')[0]).join('; ') }, cookie)
  return credential.kind === 'session' ? credential.token : undefined
}

function handOn(reply: FastifyReply, { cookies }: SessionAnswer): FastifyReply {
  return cookies.length > 0 ? reply.header('set-cookie', cookies) : reply
}
