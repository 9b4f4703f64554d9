/** What the benches over HTTP run on: a PostgreSQL, a database made for the bench, and servers as processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { readConfig, withSecret } from '../src/config.ts'
import { type Ctx, openContext } from '../src/context.ts'
import { openEmbeddedDatabase } from '../src/platform/db/embedded/open-embedded-database.ts'
import { migrate } from '../src/platform/db/migrate.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

export type Running = { readonly url: string; readonly pid: number; readonly stop: () => Promise<void> }

export type Stage = {
  readonly databaseUrl: string
  /** Says what was measured on. */
  readonly server: string
  readonly ctx: Ctx
  /** `node src/main.ts` on the stage's database. */
  startHoldfast: (role?: 'all' | 'server' | 'worker', environment?: Record<string, string>) => Promise<Running>
  /** Any script of this folder that prints `ready URL`. */
  startScript: (file: string, environment?: Record<string, string>) => Promise<Running>
  query: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>
  close: () => Promise<void>
}

/** BENCH_DATABASE_URL names the server to measure on (a user that may create databases); unset: an embedded one. */
export async function openStage(): Promise<Stage> {
  const embedded = process.env.BENCH_DATABASE_URL ? undefined : await openEmbedded()
  const admin = process.env.BENCH_DATABASE_URL ?? (embedded?.url as string)
  const name = `holdfast_bench_${randomBytes(4).toString('hex')}`
  await administer(admin, `create database ${name} template template0`)
  const url = new URL(admin)
  url.pathname = `/${name}`
  await migrate(url.href)
  const environment = {
    NODE_ENV: 'test',
    DATABASE_URL: url.href,
    AUTH_SECRET: 'a secret for benches that is long enough to be one',
    RATE_LIMIT_FACTOR: '1000000',
    LOG_LEVEL: 'fatal',
    ENABLE_RECURRING_JOBS: 'false',
    PORT: '0',
  }
  const config = withSecret(readConfig(environment))
  const ctx = openContext(config, url.href, 'bench')
  const { rows } = await ctx.db.pool.query('select version()')
  return {
    databaseUrl: url.href,
    server: `${String(rows[0].version).split(' on ')[0]}${embedded ? ', embedded' : ''}`,
    ctx,
    startHoldfast: (role = 'server', more = {}) =>
      start(['src/main.ts', role], { ...environment, ...more }, /ready(?: at|; health and metrics at) (http\S+)/),
    startScript: (file, more = {}) => start([`bench/${file}`], { ...environment, ...more }, /ready (http\S+)/),
    query: async (text, values) => (await ctx.db.pool.query(text, values)).rows,
    close: async () => {
      await ctx.db.close()
      await administer(admin, `drop database ${name} with (force)`)
      await embedded?.close()
    },
  }
}

async function openEmbedded() {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-bench-'))
  const embedded = await openEmbeddedDatabase({ dataDir })
  const close = async () => {
    await embedded.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { url: embedded.url, close }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

/** Starts a Node process and waits for the line that says where it listens. */
export async function start(
  words: readonly string[],
  environment: Record<string, string>,
  ready: RegExp,
): Promise<Running> {
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await firstMatch(child, ready)
  const stop = () =>
    new Promise<void>((resolve) => {
      // A script that has done its work has ended by itself.
      if (child.exitCode !== null) return resolve()
      child.once('exit', () => resolve())
      child.kill('SIGTERM')
    })
  return { url, pid: child.pid as number, stop }
}

function firstMatch(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const read = (chunk: Buffer) => {
      printed += chunk.toString()
      const found = pattern.exec(printed)?.[1]
      if (found) resolve(found)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => reject(new Error(`It ended with ${code} before it was ready:\n${printed}`)))
  })
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
