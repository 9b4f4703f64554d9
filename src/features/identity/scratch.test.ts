import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { pino } from 'pino'
import { z } from 'zod'
import { readConfig, withSecret } from '../../config.ts'
import { Ctx, openContext } from '../../context.ts'
import type { UnitId } from '../../lib/ids.ts'
import { newId } from '../../lib/ids.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { defineEndpoint, routesFor } from '../../platform/http/endpoint.ts'
import { openRateLimits } from '../../platform/http/rate-limit.ts'
import { idOf } from '../../platform/http/schemas.ts'
import { createServer } from '../../platform/http/server.ts'
import { requireRole } from './actor.ts'
import type { Identity } from './identity.ts'
import { openIdentity } from './identity.ts'
import { identityRoutes } from './routes.ts'

const postgres = process.env.HOLDFAST_TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

export type Scratch = {
  ctx: Ctx
  identity: Identity
  server: FastifyInstance
  /** Every line that was logged. */
  logged: string[]
  addUnit: () => Promise<UnitId>
  query: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>
  close: () => Promise<void>
}

/** A migrated database of its own with a server on it. Makes way for test/world.ts. */
export async function openScratch(settings: Record<string, string> = {}): Promise<Scratch> {
  const name = `scratch_identity_${randomBytes(6).toString('hex')}`
  await administer(`create database ${name}`)
  const url = new URL(postgres)
  url.pathname = `/${name}`
  await migrate(url.href)
  const given = readConfig({
    NODE_ENV: 'test',
    DATABASE_URL: url.href,
    AUTH_SECRET: 'the secret of a test, long enough to be one',
    RATE_LIMIT_FACTOR: '1000',
    ...settings,
  })
  const config = withSecret(given)
  const logged: string[] = []
  const opened = openContext({ ...config, LOG_LEVEL: 'silent' }, url.href, 'test')
  const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) })
  const ctx = new Ctx({ config, log, ...pick(opened) })
  const identity = openIdentity(ctx)
  const server = await createServer({
    routes: [...identityRoutes, lookIntoUnit],
    log,
    metrics: ctx.metrics,
    rateLimits: openRateLimits(config.RATE_LIMIT_FACTOR),
    trustProxy: true,
    identify: identity.identify,
    authorize: identity.authorize,
    contextFor: (cause, keyed) => ctx.as(cause, keyed),
    extend: (instance) => identity.mount(instance),
  })
  return {
    ctx,
    identity,
    server,
    logged,
    addUnit: async () => {
      const id = newId<'unit'>()
      const add = `insert into units (id, slug, name, time_zone) values ($1, $2, 'A unit', 'Europe/Vilnius')`
      await ctx.db.pool.query(add, [id, `unit-${id}`])
      return id
    },
    query: async (text, values = []) => (await ctx.db.pool.query(text, values)).rows,
    close: async () => {
      await server.close()
      await ctx.db.close()
      await administer(`drop database ${name} with (force)`)
    },
  }
}

const pick = ({ db, metrics, catalogues, cause }: Ctx) => ({ db, metrics, catalogues, cause })

/** An endpoint as any other, for what every endpoint has in common. */
const lookIntoUnit = routesFor<Ctx>()(
  defineEndpoint({
    id: 'lookIntoUnit',
    method: 'POST',
    path: '/api/v1/test/units/:unitId',
    tag: 'test',
    summary: 'An endpoint of a unit',
    access: { roles: ['ADMIN', 'STAFF'], scope: 'appointments:read' },
    rate: 'write',
    params: z.strictObject({ unitId: idOf('unit') }),
    answers: { 204: { description: 'Seen' } },
    problems: [],
  }),
  async (ctx, { params }) => requireRole(ctx.actor, params.unitId, ['ADMIN', 'STAFF'], 'unit'),
  () => ({ status: 204, body: undefined }),
)

async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}
