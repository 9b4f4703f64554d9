import type { FastifyInstance } from 'fastify'
import { type Config, type GivenConfig, withSecret } from './config.ts'
import { allConsumers } from './consumers.ts'
import { type Ctx, openContext } from './context.ts'
import { deliverEvents } from './features/audit/deliver-events.ts'
import { renumberEventsAfterRestore } from './features/audit/renumber-events.ts'
import { renumberClaimsAfterRestore } from './features/booking/renumber-claims.ts'
import { createFirstAdmin } from './features/identity/create-first-admin.ts'
import { resetPassword } from './features/identity/reset-password.ts'
import { mailboxState } from './features/notifications/mailbox.ts'
import { openLanes } from './features/notifications/open-lanes.ts'
import { startOutbox } from './features/notifications/start-outbox.ts'
import { createDemo } from './features/units/create-demo.ts'
import { allJobs } from './jobs.ts'
import { openEmbeddedDatabase } from './platform/db/embedded/open-embedded-database.ts'
import { migrate } from './platform/db/migrate.ts'
import { runJobs } from './platform/jobs/job-runner.ts'
import { exportSpans } from './platform/telemetry/trace.ts'
import { openHealthServer, openServer } from './serve.ts'

export type Role = 'all' | 'server' | 'worker' | 'migrate' | 'reset-password'

type Stop = () => Promise<void>

/** Runs a role to its end. What was opened is closed again in the opposite order, also when a later step fails. */
export async function run(given: GivenConfig, role: Role, words: readonly string[]): Promise<number> {
  const stops: Stop[] = []
  // Heard from the first moment, so that a stop during the start ends it orderly as well.
  const told = toldToStop()
  try {
    const { url, isEmbedded } = await openDatabase(given, stops)
    const config: Config = withSecret(given)
    const { applied } = await migrate(url)
    const ctx = openContext(config, url, role)
    stops.push(() => ctx.db.close())
    if (applied.length > 0) ctx.log.info({ applied }, 'database migrated')
    if (await renumberEventsAfterRestore(ctx)) {
      await renumberClaimsAfterRestore(ctx)
      ctx.log.info('the database was restored from another server: its events were renumbered')
    }
    if (role === 'migrate') return 0
    if (role === 'reset-password') return await printNewPassword(ctx, words[0])

    if (config.OTEL_EXPORTER_OTLP_ENDPOINT) stops.push(await exportSpans(config.OTEL_EXPORTER_OTLP_ENDPOINT, role))
    const demo = isEmbedded && config.DEMO_DATA && config.NODE_ENV !== 'production' ? await createDemo(ctx) : []
    const admin = await createFirstAdmin(ctx)
    const server = role === 'worker' ? await listenAside(ctx, stops) : await listen(ctx, stops)
    // Only now is it known which port was free; messages carry addresses of this site.
    if (config.PORT === 0 && !config.PUBLIC_URL && server && role !== 'worker') {
      config.SITE_URL = addressOf(server) ?? config.SITE_URL
    }
    if (role !== 'server') await startReactions(ctx, stops)
    announce(ctx, role, server, { admin, demo })
    await told
    ctx.log.info('stopping')
    return 0
  } finally {
    for (const stop of stops.reverse())
      await stop().catch((error) => process.stderr.write(`While stopping: ${String(error)}\n`))
  }
}

async function openDatabase(config: GivenConfig, stops: Stop[]): Promise<{ url: string; isEmbedded: boolean }> {
  if (config.DATABASE_URL) return { url: config.DATABASE_URL, isEmbedded: false }
  const log = {
    info: (line: string) => process.stdout.write(`${line}\n`),
    warn: (line: string) => process.stderr.write(`${line}\n`),
  }
  const embedded = await openEmbeddedDatabase({ dataDir: config.DATA_DIR, log })
  stops.push(() => embedded.stop())
  return { url: embedded.url, isEmbedded: true }
}

async function listen(ctx: Ctx, stops: Stop[]): Promise<FastifyInstance> {
  const server = await openServer(ctx)
  await server.listen({ host: ctx.config.HOST, port: ctx.config.PORT })
  // Requests under way are answered, new connections are not taken.
  stops.push(() => server.close())
  return server
}

/** A worker answers only what watches over it, and only when it was given a port. */
async function listenAside(ctx: Ctx, stops: Stop[]): Promise<FastifyInstance | undefined> {
  if (ctx.config.WORKER_PORT === undefined) return undefined
  const server = await openHealthServer(ctx)
  await server.listen({ host: ctx.config.HOST, port: ctx.config.WORKER_PORT })
  stops.push(() => server.close())
  return server
}

/** Event consumers, the outbox and timers: what a worker is for. */
async function startReactions(ctx: Ctx, stops: Stop[]): Promise<void> {
  const { db, log, metrics } = ctx
  for (const consumer of allConsumers(ctx)) stops.push(deliverEvents({ db, log, metrics }, consumer))
  const lanes = ctx.config.ENABLE_NOTIFICATION_OUTBOX ? openLanes(ctx.config) : []
  if (lanes.length > 0) stops.push(startOutbox(ctx, lanes))
  if (!ctx.config.ENABLE_RECURRING_JOBS) return
  const jobs = await runJobs({ db, log, metrics, jobs: allJobs(ctx, lanes) })
  stops.push(() => jobs.stop())
}

function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        resolve()
        // The second time somebody means it.
        process.once(signal, () => process.exit(130))
      })
    }
  })
}

async function printNewPassword(ctx: Ctx, email: string | undefined): Promise<number> {
  if (!email) {
    process.stderr.write('Say whose: reset-password EMAIL\n')
    return 1
  }
  const { oneTimePassword } = await resetPassword(ctx, { email })
  process.stdout.write(`One-time password of ${email}: ${oneTimePassword}\n`)
  return 0
}

type News = { admin: { email: string; oneTimePassword: string } | undefined; demo: readonly string[] }

/** What a person at the terminal needs next; everything after this is log lines. */
function announce(ctx: Ctx, role: Role, server: FastifyInstance | undefined, { admin, demo }: News): void {
  const lines: string[] = []
  const base = ctx.config.PUBLIC_URL?.replace(/\/$/, '') ?? (server && addressOf(server))
  if (base && role !== 'worker') {
    lines.push(`Holdfast is ready at ${base}`)
    lines.push(`  API documentation   ${base}/docs`)
    for (const slug of demo) lines.push(`  Booking page        ${base}/book/${slug}`)
    if (demo.length === 0) lines.push(`  Booking pages       ${base}/book`)
    const here = server && mailboxState(ctx.config) === 'OPEN' ? loopbackAddressOf(server) : undefined
    if (here) lines.push(`  Mailbox             ${here}/dev/mailbox`)
  } else {
    lines.push(`Holdfast ${role} is ready${server ? `; health and metrics at ${addressOf(server)}` : ''}.`)
  }
  if (admin) {
    lines.push(
      '',
      `First administrator: ${admin.email}`,
      `One-time password:   ${admin.oneTimePassword}   (shown only now; change it at the first sign-in)`,
    )
  }
  process.stdout.write(`\n${lines.join('\n')}\n\n`)
}

/** How this machine calls itself: the mailbox is for nobody else. */
function loopbackAddressOf(server: FastifyInstance): string | undefined {
  const address = addressOf(server)?.replace(/\/\/(0\.0\.0\.0|\[::\]):/, '//localhost:')
  return address && /\/\/(localhost|127\.[\d.]+|\[::1\]):/.test(address) ? address : undefined
}

function addressOf(server: FastifyInstance): string | undefined {
  const bound = server.server.address()
  if (bound === null || typeof bound === 'string') return undefined
  const host = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address
  return `http://${host}:${bound.port}`
}
