import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Clinic, openClinic } from '../clinic.ts'
import { assertInvariants } from '../system/invariants.ts'
import { type Answer, openWorld, type World } from '../world.ts'

const now = '2027-02-26T08:00:00Z'
const seats = 12
const takers = 50

let world: World

before(async () => {
  world = await openWorld({ DATABASE_POOL_SIZE: '20' })
  world.setClock(now)
})
after(() => world.close())

const openClass = (more: { people?: number; rooms?: number } = {}) =>
  openClinic(world, { ...more, service: { capacity: seats, name: 'Yoga' } })

const hold = (clinic: Clinic, start: string) =>
  world.call('POST', '/api/v1/slots/lock', { unitId: clinic.unitId, serviceId: clinic.serviceId, start })
const book = (clinic: Clinic, start: string, index: number) =>
  world.call('POST', '/api/v1/appointments', {
    unitId: clinic.unitId,
    serviceId: clinic.serviceId,
    start,
    client: { name: `Guest ${index}`, phone: `+370612000${String(index).padStart(2, '0')}` },
  })
const allAtOnce = (count: number, ask: (index: number) => Promise<Answer>) =>
  Promise.all(Array.from({ length: count }, (_, index) => ask(index)))

const winnersOf = (answers: Answer[]) => answers.filter(({ status }) => status === 201)

function assertRefused(answers: Answer[], count: number): void {
  const refused = answers.filter(({ status }) => status !== 201)
  assert.equal(refused.length, count)
  for (const { status, body } of refused) {
    assert.equal(status, 409)
    assert.equal(body.code, 'slot-taken')
    assert.equal(body.rule, 'capacity')
    assert.ok(body.alternatives.length > 0)
  }
}

async function seatsAt(clinic: Clinic, start: string): Promise<Map<string, number[]>> {
  const rows = await world.query<{ resource_id: string; session_id: string; seat: number }>(
    `select c.resource_id, c.session_id, c.seat from claims c join appointments a on a.id = c.appointment_id
      where c.unit_id = $1 and c.is_active and a.starts_at = $2 order by c.seat`,
    [clinic.unitId, start],
  )
  const sessions = Map.groupBy(rows, (row) => `${row.resource_id} ${row.session_id}`)
  return new Map([...sessions].map(([key, of]) => [key, of.map(({ seat }) => seat)]))
}

async function slotAt(
  clinic: Clinic,
  start: string,
): Promise<{ capacityTotal: number; capacityUsed: number } | undefined> {
  const day = start.slice(0, 10)
  const path = `/api/v1/units/${clinic.unitId}/availability?serviceId=${clinic.serviceId}&from=${day}&to=${day}`
  const { body } = await world.call('GET', path)
  return body.slots.find((slot: { start: string }) => Date.parse(slot.start) === Date.parse(start))
}

const oneToTwelve = Array.from({ length: seats }, (_, i) => i + 1)

describe('a class of twelve', () => {
  it('A8, C1: of fifty simultaneous takers twelve get the seats 1 to 12, and thirty-eight are refused', async () => {
    const clinic = await openClass()
    const start = '2027-03-01T09:00:00Z'
    const answers = await allAtOnce(takers, () => hold(clinic, start))
    assert.equal(winnersOf(answers).length, seats)
    assertRefused(answers, takers - seats)
    assert.deepEqual([...(await seatsAt(clinic, start)).values()], [oneToTwelve])
    assert.equal(await slotAt(clinic, start), undefined)
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('A8, C1: with a teacher and a room every winner has a seat of both, in one session each', async () => {
    const clinic = await openClass({ rooms: 1 })
    const start = '2027-03-01T09:00:00Z'
    const answers = await allAtOnce(takers, () => hold(clinic, start))
    assert.equal(winnersOf(answers).length, seats)
    assertRefused(answers, takers - seats)
    const taken = await seatsAt(clinic, start)
    assert.deepEqual([...taken.values()], [oneToTwelve, oneToTwelve])
    assert.equal(new Set([...taken.keys()].map((key) => key.split(' ')[0])).size, 2)
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('A8: two teachers and two rooms make two classes, never a teacher of one in the room of the other', async () => {
    const clinic = await openClass({ people: 2, rooms: 2 })
    const start = '2027-03-01T09:00:00Z'
    const answers = await allAtOnce(takers, () => hold(clinic, start))
    assert.equal(winnersOf(answers).length, 2 * seats)
    assertRefused(answers, takers - 2 * seats)
    const pairs = winnersOf(answers).map(({ body }) =>
      body.resources.map((place: { resourceId: string }) => place.resourceId).join(' '),
    )
    assert.equal(new Set(pairs).size, 2)
    assert.deepEqual([...(await seatsAt(clinic, start)).values()], Array(4).fill(oneToTwelve))
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('A8: fifty who book at once, while classes at overlapping times are tried, fill one class and no more', async () => {
    const clinic = await openClass()
    const starts = ['2027-03-01T09:00:00Z', '2027-03-01T09:30:00Z']
    const asked = Array.from({ length: takers }, (_, i) =>
      world.call('POST', '/api/v1/appointments', {
        unitId: clinic.unitId,
        serviceId: clinic.serviceId,
        start: starts[i % 2],
        durationMinutes: 60,
        client: { name: `Guest ${i}`, phone: `+370612000${String(i).padStart(2, '0')}` },
      }),
    )
    const answers = await Promise.all(asked)
    const won = winnersOf(answers)
    assert.equal(won.length, seats)
    assert.equal(new Set(won.map(({ body }) => body.start)).size, 1)
    assert.equal(answers.length - won.length, answers.filter(({ body }) => body.code === 'slot-taken').length)
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('C1: availability counts the seats, and a seat given back goes to exactly one of those who want it', async () => {
    const clinic = await openClass()
    const start = '2027-03-02T09:00:00Z'
    assert.deepEqual(await slotAt(clinic, start).then((slot) => [slot?.capacityTotal, slot?.capacityUsed]), [12, 0])
    const booked = await allAtOnce(seats, (index) => book(clinic, start, index))
    assert.equal(winnersOf(booked).length, seats)
    assert.equal(await slotAt(clinic, start), undefined)

    // Which seat is free does not matter: not the last one here.
    const [first] = booked
    const tokens = await world.query<{ reservation_token: string }>(
      'select reservation_token from appointments where id = $1',
      [first?.body.id],
    )
    const cancelled = await world.call('POST', `/api/v1/appointments/${first?.body.id}/cancel`, {
      reservationToken: tokens[0]?.reservation_token,
    })
    assert.equal(cancelled.status, 200)
    assert.deepEqual(await slotAt(clinic, start).then((slot) => [slot?.capacityTotal, slot?.capacityUsed]), [12, 11])
    const again = await allAtOnce(10, () => hold(clinic, start))
    assert.equal(winnersOf(again).length, 1)
    assertRefused(again, 9)
    assert.deepEqual([...(await seatsAt(clinic, start)).values()], [oneToTwelve])
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('C4: the events of a class count its seats up and down', async () => {
    const clinic = await openClass()
    const start = '2027-03-03T09:00:00Z'
    const tokens: string[] = []
    for (let i = 0; i < 3; i++) tokens.push((await hold(clinic, start)).body.reservationToken)
    await world.call('POST', '/api/v1/slots/release', { reservationToken: tokens[1] })
    const told = (await world.events()).filter(
      (event) => event.unitId === clinic.unitId && event.type.startsWith('slot.'),
    )
    assert.deepEqual(
      told.map(({ type, data }) => [type, data.capacityUsed, data.capacityTotal]),
      [
        ['slot.locked', 1, 12],
        ['slot.locked', 2, 12],
        ['slot.locked', 3, 12],
        ['slot.released', 2, 12],
      ],
    )
    assert.equal(told[3]?.data.reason, 'HOLD_RELEASED')
  })
})
