/** Decision 0003: what a plain INSERT, ON CONFLICT and a row lock cost when many want the same resource at once. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { openStage, type Stage } from './stage.ts'

const CONTENDERS = 32
const ROUNDS = 12
/** A round full of deadlocks takes a second per victim: enough is enough. */
const ROUNDS_LIMIT_MS = 15_000
const STREAM_MS = 1_500

const strategies = ['plain INSERT', 'ON CONFLICT', 'FOR NO KEY UPDATE'] as const
type Strategy = (typeof strategies)[number]

export interface LockingResult {
  readonly bench: 'locking-strategies'
  readonly server: string
  readonly cases: readonly LockingCase[]
}

interface LockingCase {
  readonly name: string
  readonly strategy: Strategy
  readonly contenders: number
  readonly attempts: number
  readonly deadlocks: number
  /** Until the last contender of a round had its answer; null where attempts were counted instead. */
  readonly medianMs: number | null
  readonly longestMs: number | null
  /** Attempts per second, where everybody wants a time of their own. */
  readonly perSecond: number | null
  /** The promise kept, and, with a strategy Holdfast uses, no deadlock. */
  readonly meetsTarget: boolean
}

/** The two constraints of `claims` and nothing else, so that what is measured is the way of asking them. */
const tables = `
  create table contended_resources (id uuid primary key);
  create table contended_claims (
    id bigint generated always as identity primary key,
    resource_id uuid not null references contended_resources,
    during tstzrange not null,
    session_id uuid not null,
    seat integer not null default 1,
    is_active boolean not null default true,
    exclude using gist (resource_id with =, during with &&, session_id with <>) where (is_active)
  );
  create unique index on contended_claims (session_id, seat) where is_active`

const minute = 60_000
const firstDay = Date.UTC(2030, 0, 7, 9)

/** Measures the three strategies one after the other on a database of their own. */
export async function run(contenders = CONTENDERS): Promise<LockingResult> {
  const stage = await openStage()
  const clients = Array.from({ length: contenders }, () => new pg.Client({ connectionString: stage.databaseUrl }))
  try {
    await stage.query(tables)
    await Promise.all(clients.map((client) => client.connect()))
    const cases: LockingCase[] = []
    for (const strategy of strategies) {
      cases.push(await contend('everybody wants one slot', strategy, stage, clients, () => 0))
      cases.push(await contend('overlapping slots', strategy, stage, clients, (i) => (i % 3) * 20 * minute))
      cases.push(await stream(strategy, stage, clients))
    }
    return { bench: 'locking-strategies', server: stage.server, cases }
  } finally {
    await Promise.all(clients.map((client) => client.end()))
    await stage.close()
  }
}

/** Rounds of one race each: all at once, every contender one transaction, until the last has its answer. */
async function contend(
  name: string,
  strategy: Strategy,
  stage: Stage,
  clients: readonly pg.Client[],
  offset: (contender: number) => number,
): Promise<LockingCase> {
  const times: number[] = []
  let deadlocks = 0
  let isKept = true
  const giveUpAt = performance.now() + ROUNDS_LIMIT_MS
  while (times.length < ROUNDS && (times.length === 0 || performance.now() < giveUpAt)) {
    const resourceId = await newResource(stage)
    const from = performance.now()
    const outcomes = await Promise.all(
      clients.map((client, i) => attempt(client, strategy, resourceId, firstDay + offset(i))),
    )
    times.push(performance.now() - from)
    deadlocks += outcomes.filter((outcome) => outcome === 'deadlock').length
    const won = outcomes.filter((outcome) => outcome === 'won').length
    // Deadlock victims may leave a slot to nobody; two winners would be the end of the promise.
    isKept &&= won === 1 || (won === 0 && strategy === 'plain INSERT')
  }
  const sorted = times.toSorted((a, b) => a - b)
  return {
    name,
    strategy,
    contenders: clients.length,
    attempts: times.length * clients.length,
    deadlocks,
    medianMs: rounded(sorted[sorted.length >> 1] as number),
    longestMs: rounded(sorted.at(-1) as number),
    perSecond: null,
    meetsTarget: isKept && (strategy === 'plain INSERT' || deadlocks === 0),
  }
}

/** Everybody books the same resource without pause, each a time that is free: nobody should have to wait for anybody. */
async function stream(strategy: Strategy, stage: Stage, clients: readonly pg.Client[]): Promise<LockingCase> {
  const resourceId = await newResource(stage)
  const until = performance.now() + STREAM_MS
  let next = 0
  let won = 0
  let deadlocks = 0
  const from = performance.now()
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < until) {
        const outcome = await attempt(client, strategy, resourceId, firstDay + next++ * 60 * minute)
        if (outcome === 'won') won++
        else if (outcome === 'deadlock') deadlocks++
      }
    }),
  )
  const seconds = (performance.now() - from) / 1000
  return {
    name: 'one resource, times of their own',
    strategy,
    contenders: clients.length,
    attempts: next,
    deadlocks,
    medianMs: null,
    longestMs: null,
    perSecond: Math.round(won / seconds),
    meetsTarget: won === next - deadlocks && (strategy === 'plain INSERT' || deadlocks === 0),
  }
}

type Outcome = 'won' | 'lost' | 'deadlock'

/** What a hold does to the calendar: read who is there, claim an hour. */
async function attempt(client: pg.Client, strategy: Strategy, resourceId: string, start: number): Promise<Outcome> {
  const slot = [resourceId, new Date(start).toISOString(), new Date(start + 60 * minute).toISOString()]
  try {
    await client.query('begin')
    if (strategy === 'FOR NO KEY UPDATE') {
      await client.query('select id from contended_resources where id = $1 for no key update', [resourceId])
    }
    const { rows } = await client.query(
      'select id from contended_claims where resource_id = $1 and during && tstzrange($2, $3) and is_active',
      slot,
    )
    const taken = rows.length > 0 ? { rowCount: 0 } : await claim(client, strategy, slot)
    await client.query('commit')
    return taken.rowCount === 1 ? 'won' : 'lost'
  } catch (error) {
    await client.query('rollback')
    const { code } = error as { code?: string }
    if (code === '40P01') return 'deadlock'
    if (code === '23P01') return 'lost'
    throw error
  }
}

function claim(client: pg.Client, strategy: Strategy, slot: readonly string[]): Promise<{ rowCount: number | null }> {
  const insert = `insert into contended_claims (resource_id, during, session_id) values ($1, tstzrange($2, $3), $4)`
  const text = strategy === 'ON CONFLICT' ? `${insert} on conflict do nothing` : insert
  return client.query(text, [...slot, randomUUID()])
}

async function newResource(stage: Stage): Promise<string> {
  const id = randomUUID()
  await stage.query('insert into contended_resources (id) values ($1)', [id])
  return id
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10
}

if (import.meta.main) {
  const { cases } = await run()
  console.table(cases.map(({ meetsTarget, ...figures }) => ({ ...figures, met: meetsTarget ? 'yes' : 'NO' })))
  if (!cases.every(({ meetsTarget }) => meetsTarget)) process.exitCode = 1
}
