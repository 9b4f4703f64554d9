/** A3 over HTTP: hold + confirm as a share of the same SQL run by pgbench on the same server; and 50 contenders for one slot. */
import { spawn } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bookingScript } from './booking-statements.ts'
import { type BenchUnit, fillCalendar, makeUnit } from './calendar.ts'
import { type Caller, openCaller } from './caller.ts'
import { median, openStage, type Stage } from './stage.ts'

const rounds = Number(process.env.BENCH_ROUNDS ?? 3)
const seconds = Number(process.env.BENCH_SECONDS ?? 4)
const clients = Number(process.env.BENCH_CLIENTS ?? 16)
/** Past appointments for the growth case. */
const past = Number(process.env.BENCH_PAST ?? 1_000_000)
const allDay = { opensAt: '00:00', closesAt: '24:00' }

export async function run() {
  const stage = await openStage()
  try {
    const shares = await measureShares(stage)
    const hot = await measureHotSlot(stage)
    const growth = past > 0 ? await measureGrowth(stage) : undefined
    return { bench: 'http-booking', server: stage.server, clients, cases: [shares, hot, ...(growth ? [growth] : [])] }
  } finally {
    await stage.close()
  }
}

async function measureShares(stage: Stage) {
  const holdfast = await stage.startHoldfast()
  const ours: number[] = []
  const limits: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const [forUs, forPgbench] = [
      await makeUnit(stage, `pairs-${round}`, 10, allDay),
      await makeUnit(stage, `pgbench-${round}`, 10, allDay),
    ]
    // A unit with some past, so that the planner knows real tables; an empty one is planned as if it stayed so.
    for (const unit of [forUs, forPgbench])
      await fillCalendar(stage, unit, 500, new Date('2026-01-01T00:00:00Z'), 'COMPLETED')
    await stage.query('vacuum analyze')
    const limit = await pgbench(stage, forPgbench)
    const share = await pairsPerSecond(holdfast.url, forUs, seconds)
    // The first round warms both up.
    if (round > 0) {
      limits.push(limit)
      ours.push(share)
    }
  }
  await holdfast.stop()
  const [perSecond, limit] = [median(ours), median(limits)]
  return {
    name: 'hold + confirm',
    pairsPerSecond: Math.round(perSecond),
    pgbenchPairsPerSecond: Math.round(limit),
    share: round2(perSecond / limit),
    target: 0.35,
    meetsTarget: perSecond / limit >= 0.35,
  }
}

/** Fifty at once for one slot, forty times: one winner each, and how long the last one waits for the answer. */
async function measureHotSlot(stage: Stage) {
  const holdfast = await stage.startHoldfast()
  const unit = await makeUnit(stage, 'hot', 1, allDay)
  const callers = await Promise.all(Array.from({ length: 50 }, () => openCaller(holdfast.url)))
  const times: number[] = []
  for (let round = 0; round < 43; round++) {
    const began = performance.now()
    const answers = await Promise.all(callers.map((caller) => caller.post('/api/v1/slots/lock', slotOf(unit, round))))
    // Three rounds to warm up.
    if (round >= 3) times.push(performance.now() - began)
    const winners = answers.filter((answer) => answer.status === 201).length
    if (winners !== 1 || answers.some((answer) => answer.status !== 201 && answer.status !== 409)) {
      throw new Error(`${winners} winners, answers ${answers.map((answer) => answer.status).join(' ')}`)
    }
  }
  const metrics = await (await fetch(`${holdfast.url}/metrics`)).text()
  const deadlocks = /code="40P01"\} (\d+)/.exec(metrics)?.[1] ?? '0'
  for (const caller of callers) caller.close()
  await holdfast.stop()
  return {
    name: '50 contenders for one slot, until all are answered',
    medianMs: round2(median(times)),
    worstMs: round2(Math.max(...times)),
    targetMs: 150,
    deadlocks: Number(deadlocks),
    meetsTarget: median(times) <= 150 && deadlocks === '0',
  }
}

/** The same two with a million past appointments in the unit, against the same unit before. */
async function measureGrowth(stage: Stage) {
  // Two units with the same empty future, so that both measurements do the same work.
  const young = await makeUnit(stage, 'young', 20, allDay)
  const old = await makeUnit(stage, 'old', 20, allDay)
  const holdfast = await stage.startHoldfast()
  const measure = async (unit: BenchUnit) => {
    const pairs: number[] = []
    const reads: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const rate = await pairsPerSecond(holdfast.url, unit, seconds, round * 160_000)
      const read = await coldReadMs(holdfast.url, unit)
      if (round > 0) {
        pairs.push(1000 / rate)
        reads.push(read)
      }
    }
    return { pairMs: median(pairs), readMs: median(reads) }
  }
  const before = await measure(young)
  await fillCalendar(
    stage,
    old,
    Math.round(past / old.resourceIds.length),
    new Date('2026-01-01T00:00:00Z'),
    'COMPLETED',
  )
  await stage.query('vacuum analyze')
  const after = await measure(old)
  await holdfast.stop()
  const [pair, read] = [after.pairMs / before.pairMs, after.readMs / before.readMs]
  return {
    name: `${past} past appointments in the unit, time against without`,
    holdAndConfirm: round2(pair),
    availabilityComputed: round2(read),
    target: 1.2,
    meetsTarget: pair <= 1.2 && read <= 1.2,
  }
}

/** Milliseconds for an availability answer that cannot come from memory: each asks for another stretch. */
async function coldReadMs(base: string, unit: BenchUnit): Promise<number> {
  const caller = await openCaller(base)
  const times: number[] = []
  for (let i = 0; i < 200; i++) {
    const from = new Date(Date.now() + (400 * 24 + Math.random() * 5000) * 3_600_000)
    const to = new Date(from.getTime() + 7 * 24 * 3_600_000)
    const began = performance.now()
    const { status } = await caller.get(
      `/api/v1/units/${unit.unitId}/availability?serviceId=${unit.serviceId}&from=${from.toISOString()}&to=${to.toISOString()}`,
    )
    times.push(performance.now() - began)
    if (status !== 200) throw new Error(`availability answered ${status}`)
  }
  caller.close()
  return median(times)
}

async function pairsPerSecond(base: string, unit: BenchUnit, forSeconds: number, offset = 0): Promise<number> {
  const callers = await Promise.all(Array.from({ length: clients }, () => openCaller(base)))
  const until = performance.now() + forSeconds * 1000
  let pairs = 0
  const began = performance.now()
  await Promise.all(
    callers.map(async (caller, index) => {
      for (let i = 0; performance.now() < until; i++) {
        await bookOne(caller, slotOf(unit, offset + index * 10_000 + i))
        pairs++
      }
    }),
  )
  const took = (performance.now() - began) / 1000
  for (const caller of callers) caller.close()
  return pairs / took
}

async function bookOne(caller: Caller, slot: Record<string, unknown>): Promise<void> {
  const held = await caller.post('/api/v1/slots/lock', slot)
  if (held.status !== 201) throw new Error(`lock answered ${held.status}: ${held.text}`)
  const { reservationToken } = JSON.parse(held.text)
  const booked = await caller.post('/api/v1/appointments', {
    reservationToken,
    client: { name: 'Bench', phone: '+12125550123' },
  })
  if (booked.status !== 201) throw new Error(`confirm answered ${booked.status}: ${booked.text}`)
}

/** The n-th half hour of the unit's people, from tomorrow on. */
function slotOf(unit: BenchUnit, n: number) {
  const people = unit.resourceIds.length
  const halfHours = Math.floor(n / people) % (700 * 48)
  const start = new Date((Math.ceil(Date.now() / 3_600_000) + 24) * 3_600_000 + halfHours * 1_800_000)
  return {
    unitId: unit.unitId,
    serviceId: unit.serviceId,
    start: start.toISOString(),
    resourceIds: [unit.resourceIds[n % people]],
  }
}

async function pgbench(stage: Stage, unit: BenchUnit): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-pgbench-'))
  try {
    const script = join(folder, 'booking.sql')
    await writeFile(script, bookingScript(unit))
    const words = [
      '-n',
      '-M',
      'prepared',
      '-c',
      String(clients),
      '-j',
      '2',
      '-T',
      String(seconds),
      '-D',
      'i=0',
      '-f',
      script,
      stage.databaseUrl,
    ]
    const printed = await new Promise<string>((resolve, reject) => {
      // The planner is set as the server sets it.
      const env = { ...process.env, PGOPTIONS: '-c plan_cache_mode=force_generic_plan' }
      const child = spawn(pgbenchPath(), words, { env, stdio: ['ignore', 'pipe', 'pipe'] })
      let text = ''
      child.stdout.on('data', (chunk) => {
        text += chunk
      })
      child.stderr.on('data', (chunk) => {
        text += chunk
      })
      child.once('exit', (code) => (code === 0 ? resolve(text) : reject(new Error(text))))
      child.once('error', reject)
    })
    const rate = /tps = ([\d.]+)/.exec(printed)?.[1]
    if (!rate || /aborted/.test(printed)) throw new Error(printed)
    return Number(rate)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function pgbenchPath(): string {
  const found =
    process.env.PGBENCH_PATH ??
    ['/usr/bin/pgbench', ...globSync('/usr/lib/postgresql/*/bin/pgbench')].find((path) => existsSync(path))
  if (!found)
    throw new Error(
      'This bench needs pgbench as its limit: install PostgreSQL’s client programs (on Debian postgresql and postgresql-contrib), or set PGBENCH_PATH.',
    )
  return found
}

const round2 = (value: number) => Math.round(value * 100) / 100

if (import.meta.main) console.log(JSON.stringify(await run(), null, 2))
