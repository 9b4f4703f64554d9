import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { type Config, readConfig, withSecret } from '../src/config.ts'
import { type Ctx, openContext } from '../src/context.ts'
import { type Event, readEvent } from '../src/features/audit/event.ts'
import type { EventRow } from '../src/features/audit/event-log.sql.ts'
import { openEmbeddedDatabase } from '../src/platform/db/embedded/open-embedded-database.ts'
import { migrate, migrationsFolder } from '../src/platform/db/migrate.ts'
import { openServer } from '../src/serve.ts'

/** An answer as a test looks at it. */
// biome-ignore lint/suspicious/noExplicitAny: tests read whatever JSON came
export type Answer = { status: number; headers: Record<string, unknown>; body: any }

/** A Holdfast of its own for one test file: a cloned database, the whole HTTP side, a clock that can be set. */
export type World = {
  readonly url: string
  readonly config: Config
  readonly ctx: Ctx
  readonly server: FastifyInstance
  /** Calls an endpoint without a socket. */
  call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
  /** Sets the database's clock for everything this world does; undefined lets it run. */
  setClock: (instant: string | undefined) => void
  query: <R extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<R[]>
  /** Every event so far, in the order it was written. */
  events: () => Promise<Event[]>
  close: () => Promise<void>
}

/** Opens a world; `settings` are environment variables. Close it in `after`. */
export async function openWorld(settings: Record<string, string> = {}): Promise<World> {
  const server = await testServer()
  const name = `holdfast_test_${process.pid}_${randomBytes(4).toString('hex')}`
  await cloneTemplate(server.url, name)
  const url = onServer(server.url, name)
  const config = withSecret(
    readConfig({
      NODE_ENV: 'test',
      DATABASE_URL: url,
      AUTH_SECRET: 'a secret for tests that is long enough to be one',
      RATE_LIMIT_FACTOR: '100000',
      LOG_LEVEL: 'silent',
      ...settings,
    }),
  )
  const ctx = openContext(config, url, 'test')
  let clock: string | undefined
  // Sent ahead of whatever the connection was taken for; statements travel in order.
  ctx.db.pool.on('acquire', (client: pg.PoolClient) => {
    client.query(`select set_config('holdfast.now', $1, false)`, [clock ?? '']).catch(() => {})
  })
  const http = await openServer(ctx)
  const query: World['query'] = async (text, values) => (await ctx.db.pool.query(text, values)).rows
  return {
    url,
    config,
    ctx,
    server: http,
    query,
    call: (method, path, body, headers) => callOn(http, method, path, body, headers),
    setClock: (instant) => {
      clock = instant
    },
    events: async () => (await query<EventRow>('select * from events order by seq')).map(readEvent),
    close: async () => {
      await http.close()
      await ctx.db.close()
      await administer(server.url, (client) => client.query(`drop database if exists ${name} with (force)`))
      await server.stop()
    },
  }
}

/** A context on a world's database on behalf of somebody. */
export function actingAs(world: World, actor: Ctx['actor'], channel: string = 'api'): Ctx {
  return world.ctx.as({ actor, channel, correlationId: 'test-correlation' })
}

/** Calls an endpoint of `server` without a socket. `from` is the network address the call comes from. */
export async function callOn(
  server: FastifyInstance,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  from = '127.0.0.1',
): Promise<Answer> {
  const response = await server.inject({
    method: method as 'GET',
    url: path,
    remoteAddress: from,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const isJson = String(response.headers['content-type'] ?? '').includes('json')
  return { status: response.statusCode, headers: response.headers, body: isJson ? response.json() : response.body }
}

/** The server databases are cloned on: the one the test run gives, else an embedded one for this file alone. */
async function testServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env.HOLDFAST_TEST_DATABASE_URL
  if (given) return { url: given, stop: async () => {} }
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-test-'))
  const embedded = await openEmbeddedDatabase({ dataDir })
  const stop = async () => {
    await embedded.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { url: embedded.url, stop }
}

/** Migrating takes a second, cloning a tenth: the migrated template is made once per server and content of the migrations. */
async function cloneTemplate(server: string, name: string): Promise<void> {
  const template = `holdfast_template_${await fingerprint()}`
  await administer(server, async (client) => {
    // One maker at a time; a template somebody is connected to cannot be cloned.
    await client.query('select pg_advisory_lock(7265)')
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
    if (rowCount === 0) {
      const making = `${template}_making`
      await client.query(`drop database if exists ${making} with (force)`)
      await client.query(`create database ${making} template template0`)
      await migrate(onServer(server, making))
      await client.query(`alter database ${making} rename to ${template}`)
    }
    await client.query(`create database ${name} template ${template}`)
  })
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await readdir(migrationsFolder)).sort()) hash.update(await readFile(join(migrationsFolder, file)))
  return hash.digest('hex').slice(0, 12)
}

async function administer(server: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

function onServer(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}
