import type { FastifyInstance } from 'fastify'
import type { Ctx } from './context.ts'
import { system } from './features/identity/actor.ts'
import { type Identity, openIdentity } from './features/identity/identity.ts'
import { remindersHealthRoute } from './features/notifications/routes.ts'
import { watchOutbox } from './features/notifications/watch-outbox.ts'
import { mountPages } from './pages.ts'
import type { Route } from './platform/http/endpoint.ts'
import { openRateLimits } from './platform/http/rate-limit.ts'
import { createServer } from './platform/http/server.ts'
import { operationRoutes } from './platform/operations/operations.ts'
import { allRoutes } from './routes.ts'
import { version } from './version.ts'

/** What watches over a worker asks for: health, readiness and figures, nothing else. */
export function openHealthServer(ctx: Ctx): Promise<FastifyInstance> {
  return openServerWith(ctx, [...operationRoutes<Ctx>(version), remindersHealthRoute], () => {})
}

/** The HTTP side of a process: every endpoint and page. Not listening yet; also what tests call without a socket. */
export function openServer(ctx: Ctx): Promise<FastifyInstance> {
  const background = { actor: system, channel: 'system', correlationId: 'server' }
  return openServerWith(ctx, allRoutes, async (server, identity) => {
    identity.mount(server)
    await mountPages(server, ctx.as(background), identity.identify)
  })
}

function openServerWith(
  ctx: Ctx,
  routes: readonly Route<Ctx>[],
  extend: (server: FastifyInstance, identity: Identity) => Promise<void> | void,
): Promise<FastifyInstance> {
  const { config, log, metrics } = ctx
  const identity = openIdentity(ctx)
  watchOutbox(ctx)
  return createServer({
    routes,
    log,
    metrics,
    rateLimits: openRateLimits(config.RATE_LIMIT_FACTOR),
    trustProxy: config.TRUST_PROXY,
    identify: identity.identify,
    authorize: identity.authorize,
    contextFor: (cause, keyed) => ctx.as(cause, keyed),
    extend: (server) => extend(server, identity),
  })
}
