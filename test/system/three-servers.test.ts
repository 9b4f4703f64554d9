/** The promise across processes: three servers on one database, contenders for one time spread over all of them. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Clinic, openClinic } from '../clinic.ts'
import { type Answer, openWorld, type World } from '../world.ts'
import { assertInvariants } from './invariants.ts'
import { type ServerProcess, startProcess } from './server-process.ts'

const rounds = 20
const contenders = 30
const halfHourMs = 30 * 60_000
/** A midnight some days ahead: the servers run by the real clock. */
const firstSlot = Math.ceil(Date.now() / 86_400_000 + 2) * 86_400_000

let world: World
let servers: ServerProcess[] = []

before(async () => {
  world = await openWorld()
  const settings = { DATABASE_URL: world.url, DATABASE_POOL_SIZE: '12' }
  servers = await Promise.all([1, 2, 3].map(() => startProcess(settings)))
})
after(async () => {
  await Promise.all(servers.map((server) => server.end()))
  await world.close()
})

/** Everybody asks at once, each at the next server. */
function storm(count: number, path: string, bodyOf: (index: number) => unknown): Promise<Answer[]> {
  const asked = Array.from({ length: count }, (_, i) =>
    (servers[i % servers.length] as ServerProcess).call('POST', path, bodyOf(i)),
  )
  return Promise.all(asked)
}

const slot = (index: number) => new Date(firstSlot + index * halfHourMs).toISOString()
const statuses = (answers: Answer[]) => answers.map(({ status }) => status).sort()
const repeated = (status: number, times: number) => Array<number>(times).fill(status)

function assertTaken(answer: Answer, start: string): void {
  assert.equal(answer.body.code, 'slot-taken')
  assert.ok(answer.body.alternatives.length > 0, 'a refusal says what else there is')
  assert.ok(!answer.body.alternatives.some((one: { start: string }) => Date.parse(one.start) === Date.parse(start)))
}

async function deadlocks(): Promise<number> {
  const counts = await Promise.all(
    servers.map((server) => server.figure('db_transaction_restarts_total', 'code="40P01"')),
  )
  return counts.reduce((sum, count) => sum + count)
}

async function holdsAt(
  clinic: Clinic,
): Promise<{ starts_at: Temporal.Instant; resources: number; appointments: number }[]> {
  return world.query(
    `select a.starts_at, count(distinct c.resource_id)::int as resources, count(distinct a.id)::int as appointments
       from appointments a join claims c on c.appointment_id = a.id and c.is_active
      where a.unit_id = $1 group by 1 order by 1`,
    [clinic.unitId],
  )
}

test('A8: in twenty rounds of thirty simultaneous holds across three servers one wins each, and nothing deadlocks', async () => {
  const clinic = await openClinic(world)
  for (let round = 0; round < rounds; round++) {
    const start = slot(round)
    const answers = await storm(contenders, '/api/v1/slots/lock', () => ({
      unitId: clinic.unitId,
      serviceId: clinic.serviceId,
      start,
    }))
    assert.deepEqual(statuses(answers), [201, ...repeated(409, contenders - 1)], `round ${round}`)
    for (const answer of answers) if (answer.status === 409) assertTaken(answer, start)
  }
  assert.equal(await deadlocks(), 0)
  const held = await holdsAt(clinic)
  assert.equal(held.length, rounds)
  assert.ok(held.every(({ appointments }) => appointments === 1))
  await assertInvariants(world.query, clinic.unitId)
})

test('A8: of five resources and thirty contenders five win, each another resource, across three servers', async () => {
  const clinic = await openClinic(world, { people: 5 })
  for (let round = 0; round < 8; round++) {
    const start = slot(round)
    const answers = await storm(contenders, '/api/v1/slots/lock', () => ({
      unitId: clinic.unitId,
      serviceId: clinic.serviceId,
      start,
    }))
    assert.deepEqual(statuses(answers), [...repeated(201, 5), ...repeated(409, contenders - 5)], `round ${round}`)
    const won = answers.filter(({ status }) => status === 201)
    assert.equal(new Set(won.map(({ body }) => body.resources[0].resourceId)).size, 5)
    for (const answer of answers) if (answer.status === 409) assertTaken(answer, start)
  }
  assert.equal(await deadlocks(), 0)
  await assertInvariants(world.query, clinic.unitId)
})

test('A8, B2: as many contenders as resources all win, however often one loses a race on the way', async () => {
  const clinic = await openClinic(world, { people: 24 })
  for (let round = 0; round < 3; round++) {
    const answers = await storm(24, '/api/v1/slots/lock', () => ({
      unitId: clinic.unitId,
      serviceId: clinic.serviceId,
      start: slot(round),
    }))
    assert.deepEqual(statuses(answers), repeated(201, 24), `round ${round}`)
  }
  assert.equal(await deadlocks(), 0)
  await assertInvariants(world.query, clinic.unitId)
})

test('A8: a person and a room are had together or not at all, across three servers', async () => {
  const clinic = await openClinic(world, { people: 3, rooms: 2 })
  for (let round = 0; round < 6; round++) {
    const answers = await storm(contenders, '/api/v1/slots/lock', () => ({
      unitId: clinic.unitId,
      serviceId: clinic.serviceId,
      start: slot(round),
    }))
    assert.deepEqual(statuses(answers), [201, 201, ...repeated(409, contenders - 2)], `round ${round}`)
  }
  assert.equal(await deadlocks(), 0)
  await assertInvariants(world.query, clinic.unitId)
})

test('A4, A8: one person in thirty conversations at once holds one time, and in one conversation the last one', async () => {
  const clinic = await openClinic(world)
  const client = { phone: '+37061234560' }
  for (let round = 0; round < 4; round++) {
    const wish = (i: number, conversation: string) => {
      const { unitId, serviceId } = clinic
      return { unitId, serviceId, start: slot(round * 100 + i), client, conversation }
    }
    const apart = await storm(contenders, '/api/v1/slots/lock', (i) => wish(i, `chat:${round}-${i}`))
    assert.deepEqual(statuses(apart), [201, ...repeated(409, contenders - 1)])
    assert.ok(apart.every(({ status, body }) => status === 201 || body.code === 'client-busy'))
    const winner = apart.findIndex(({ status }) => status === 201)
    const together = await storm(contenders, '/api/v1/slots/lock', (i) => wish(50 + i, `chat:${round}-${winner}`))
    assert.deepEqual(statuses(together), repeated(201, contenders))
    const live = await world.query<{ id: string }>(
      `select id from appointments where unit_id = $1 and status = 'HELD'`,
      [clinic.unitId],
    )
    assert.equal(live.length, 1)
    const last = together.find(({ body }) => body.appointmentId === live[0]?.id)
    await storm(1, '/api/v1/slots/release', () => ({ reservationToken: last?.body.reservationToken }))
  }
  assert.equal(await deadlocks(), 0)
  await assertInvariants(world.query, clinic.unitId)
})

test('A4, A8: of one person’s thirty simultaneous bookings of different times across three servers none is lost or doubled', async () => {
  const clinic = await openClinic(world, { people: 2 })
  for (let round = 0; round < 3; round++) {
    const answers = await storm(contenders, '/api/v1/appointments', (i) => ({
      unitId: clinic.unitId,
      serviceId: clinic.serviceId,
      start: slot(round * contenders + i),
      client: { name: 'Ona', phone: `+3706123456${round}`, email: `ona${i}@example.com` },
    }))
    assert.deepEqual(statuses(answers), repeated(201, contenders), `round ${round}`)
  }
  assert.equal(await deadlocks(), 0)
  const [clients] = await world.query<{ n: number }>('select count(*)::int as n from clients where unit_id = $1', [
    clinic.unitId,
  ])
  assert.equal(clients?.n, 3)
  await assertInvariants(world.query, clinic.unitId)
})
