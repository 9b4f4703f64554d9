import type { FastifyInstance } from 'fastify'
import type { Ctx } from './context.ts'
import { system } from './features/identity/actor.ts'
import { openIdentity } from './features/identity/identity.ts'
import { mountPages } from './pages.ts'
import { openRateLimits } from './platform/http/rate-limit.ts'
import { createServer } from './platform/http/server.ts'
import { allRoutes } from './routes.ts'

/** The HTTP side of a process: every endpoint and page. Not listening yet; also what tests call without a socket. */
export async function openServer(ctx: Ctx): Promise<FastifyInstance> {
  const { config, log, metrics } = ctx
  const identity = openIdentity(ctx)
  const background = { actor: system, channel: 'system', correlationId: 'server' }
  return createServer({
    routes: allRoutes,
    log,
    metrics,
    rateLimits: openRateLimits(config.RATE_LIMIT_FACTOR),
    trustProxy: config.TRUST_PROXY,
    identify: identity.identify,
    authorize: identity.authorize,
    contextFor: (cause, keyed) => ctx.as(cause, keyed),
    extend: async (server) => {
      identity.mount(server)
      await mountPages(server, ctx.as(background))
    },
  })
}
