/** E1: from events to mails a server took, as a share of nodemailer's pool alone; and bookings while the mail server hangs. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { mailOf } from '../src/features/notifications/channels/email.ts'
import { composeOutgoing } from '../src/features/notifications/compose-outgoing.ts'
import { listOutboxRows } from '../src/features/notifications/outbox.sql.ts'
import { type BenchUnit, makeUnit } from './calendar.ts'
import { openCaller } from './caller.ts'
import { median, openStage, type Running, type Stage } from './stage.ts'

const rounds = Number(process.env.BENCH_ROUNDS ?? 3)
const bookings = Number(process.env.BENCH_BOOKINGS ?? 2000)
const seconds = Number(process.env.BENCH_SECONDS ?? 4)
const allDay = { opensAt: '00:00', closesAt: '24:00' }

export async function run() {
  const stage = await openStage()
  try {
    const throughput = await measureThroughput(stage)
    const latency = await measureLatency(stage)
    return { bench: 'notifications', server: stage.server, cases: [throughput, latency] }
  } finally {
    await stage.close()
  }
}

type Sink = Running & { readonly smtp: string }
type Count = { smtp: string; taken: number; first: number; last: number }

async function openSink(stage: Stage, manner: 'take' | 'hang' = 'take'): Promise<Sink> {
  const running = await stage.startScript('mail-sink.ts', { MAIL_SINK: manner })
  return { ...running, smtp: (await countOf(running)).smtp }
}

const countOf = async ({ url }: Running): Promise<Count> => (await fetch(url)).json() as Promise<Count>
const resetCount = async ({ url }: Running) => void (await fetch(url, { method: 'DELETE' }))

/** Mails a second between the first and the last that the server took, once it has taken `wanted`. */
async function rateOf(sink: Sink, wanted: number): Promise<number> {
  for (;;) {
    const { taken, first, last } = await countOf(sink)
    if (taken >= wanted) return ((taken - 1) * 1000) / (last - first)
    await wait(50)
  }
}

async function measureThroughput(stage: Stage) {
  const sink = await openSink(stage)
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-mails-'))
  const ours: number[] = []
  const limits: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const unit = await makeUnit(stage, `mails-${round}`, 10, allDay)
    await stage.query(`update resources set email = id || '@clinic.example' where unit_id = $1`, [unit.unitId])
    await bookMany(stage, unit, bookings)
    await stage.query('vacuum analyze')
    await resetCount(sink)
    const worker = await stage.startHoldfast('worker', { SMTP_URL: sink.smtp, WORKER_PORT: '0' })
    const share = await rateOf(sink, bookings * 2)
    await worker.stop()

    const mails = join(folder, `${round}.json`)
    await writeFile(mails, JSON.stringify(await mailsOf(stage, unit)))
    await resetCount(sink)
    const peer = await stage.startScript('mail-peer.ts', { SMTP_URL: sink.smtp, MAILS: mails })
    const limit = await rateOf(sink, bookings * 2)
    await peer.stop()
    // The first round warms the database and the mail server up.
    if (round > 0) {
      ours.push(share)
      limits.push(limit)
    }
  }
  await sink.stop()
  await rm(folder, { recursive: true })
  const [perSecond, limit] = [median(ours), median(limits)]
  return {
    name: 'mails a second, from events to the server that took them',
    perSecond: Math.round(perSecond),
    nodemailerPerSecond: Math.round(limit),
    share: round2(perSecond / limit),
    target: 0.6,
    meetsTarget: perSecond / limit >= 0.6,
  }
}

/** The very mails that were sent, in words and parts, for nodemailer to compose and send again. */
async function mailsOf(stage: Stage, unit: BenchUnit) {
  const rows = await listOutboxRows(stage.ctx.db, { unitId: unit.unitId, limit: bookings * 3 })
  return rows.map((row) => mailOf(composeOutgoing(stage.ctx.config, row), stage.ctx.config.MAIL_FROM))
}

async function bookMany(stage: Stage, unit: BenchUnit, count: number): Promise<void> {
  const holdfast = await stage.startHoldfast()
  let next = 0
  const book = async () => {
    const caller = await openCaller(holdfast.url)
    while (next < count) {
      const { status, text } = await bookOne(caller, unit, next++)
      if (status !== 201) throw new Error(`${status} ${text}`)
    }
    caller.close()
  }
  await Promise.all(Array.from({ length: 8 }, book))
  await holdfast.stop()
}

type Caller = Awaited<ReturnType<typeof openCaller>>

function bookOne(caller: Caller, unit: BenchUnit, number: number) {
  const start = new Date(opening + Math.floor(number / unit.resourceIds.length) * 30 * 60_000).toISOString()
  return caller.post('/api/v1/appointments', {
    unitId: unit.unitId,
    serviceId: unit.serviceId,
    start,
    durationMinutes: 30,
    client: { name: `Client ${number}`, email: `client${number}@home.example` },
  })
}

/** The slowest twentieth of bookings in a process that also sends mail, with a mail server that takes it and one that hangs. */
async function measureLatency(stage: Stage) {
  const [healthy, hanging] = [await openSink(stage), await openSink(stage, 'hang')]
  const times: { healthy: number[]; hanging: number[] } = { healthy: [], hanging: [] }
  for (let round = 0; round <= rounds; round++) {
    for (const [manner, sink] of [
      ['healthy', healthy],
      ['hanging', hanging],
    ] as const) {
      const unit = await makeUnit(stage, `latency-${manner}-${round}`, 10, allDay)
      await stage.query(`update resources set email = id || '@clinic.example' where unit_id = $1`, [unit.unitId])
      const holdfast = await stage.startHoldfast('all', { SMTP_URL: sink.smtp })
      const p95 = await slowestTwentieth(holdfast, unit)
      await holdfast.stop()
      await stage.query(
        `update notifications set status = 'EXPIRED', leased_by = null, leased_until = null where status = 'QUEUED'`,
      )
      if (round > 0) times[manner].push(p95)
    }
  }
  await Promise.all([healthy.stop(), hanging.stop()])
  const [well, ill] = [median(times.healthy), median(times.hanging)]
  return {
    name: 'booking, 95th percentile, mail server hanging against healthy',
    healthyMs: round2(well),
    hangingMs: round2(ill),
    ratio: round2(ill / well),
    target: 1.1,
    meetsTarget: ill / well <= 1.1,
  }
}

async function slowestTwentieth(holdfast: Running, unit: BenchUnit): Promise<number> {
  const times: number[] = []
  const end = performance.now() + seconds * 1000
  let next = 0
  const book = async () => {
    const caller = await openCaller(holdfast.url)
    while (performance.now() < end) {
      const began = performance.now()
      await bookOne(caller, unit, next++)
      times.push(performance.now() - began)
    }
    caller.close()
  }
  await Promise.all(Array.from({ length: 4 }, book))
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN
}

/** Tomorrow, so that every mail is still worth sending. */
const opening = Math.ceil(Date.now() / 86_400_000 + 1) * 86_400_000

const round2 = (value: number) => Math.round(value * 100) / 100

if (import.meta.main) console.log(JSON.stringify(await run(), null, 2))
