import type { FastifyInstance } from 'fastify'
import type { Ctx } from './context.ts'
import { serveDocs } from './platform/http/docs-page.ts'
import { allRoutes, describeApi } from './routes.ts'
import { version } from './version.ts'

/** Everything that is a page and not an endpoint. */
export async function mountPages(server: FastifyInstance, ctx: Ctx): Promise<void> {
  serveDocs(
    server,
    allRoutes.map((route) => route.endpoint),
    describeApi(version, ctx.config.PUBLIC_URL ?? '/'),
  )
}
