import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { system } from '../../src/features/identity/actor.ts'
import { createService } from '../../src/features/units/create-service.ts'
import { newService } from '../../src/features/units/service.ts'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { assertInvariants } from '../system/invariants.ts'
import { type Answer, actingAs, openWorld, type World } from '../world.ts'

const now = '2027-02-26T08:00:00Z'
const nine = '2027-03-01T09:00:00Z'
const reason = 'Has been waiting since seven'

let world: World
let admin: Record<string, string>

before(async () => {
  world = await openWorld()
  world.setClock(now)
  admin = (await employ(world, null, 'ADMIN')).headers
})
after(() => world.close())

const lock = (
  clinic: Clinic,
  start: string,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
) =>
  world.call(
    'POST',
    '/api/v1/slots/lock',
    { unitId: clinic.unitId, serviceId: clinic.serviceId, start, ...more },
    headers,
  )

let guests = 0
const book = (
  clinic: Clinic,
  start: string,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
) => {
  const client = { name: 'Ona', phone: `+37061${String(++guests).padStart(6, '0')}` }
  const body = { unitId: clinic.unitId, serviceId: clinic.serviceId, start, client, ...more }
  return world.call('POST', '/api/v1/appointments', body, headers)
}
const override = { override: { reason } }
const cancel = (id: string) =>
  world.call('POST', `/api/v1/appointments/${id}/cancel`, {}, { ...admin, 'if-match': '*' })

function assertTaken({ status, body }: Answer): void {
  assert.equal(status, 409, JSON.stringify(body))
  assert.equal(body.code, 'slot-taken')
}

async function offers(clinic: Clinic, start: string, serviceId: string = clinic.serviceId): Promise<boolean> {
  const day = start.slice(0, 10)
  const answer = await world.call(
    'GET',
    `/api/v1/units/${clinic.unitId}/availability?serviceId=${serviceId}&from=${day}&to=${day}`,
  )
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer.body.slots.some((slot: { start: string }) => Date.parse(slot.start) === Date.parse(start))
}

/** Another service on the same resources. */
async function alsoOffer(clinic: Clinic, rules: Record<string, unknown>): Promise<Clinic> {
  const roles = [{ role: 'provider', resourceIds: clinic.resourceIds }]
  const service = newService.parse({
    slug: 'also',
    name: 'Also',
    durations: [30, 60, 90],
    slotStepMinutes: 30,
    horizonDays: 365,
    roles,
    ...rules,
  })
  const { id: serviceId } = await createService(actingAs(world, system), { unitId: clinic.unitId, service })
  return { ...clinic, serviceId }
}

describe('overbooking on purpose', () => {
  it('A2: an ADMIN with a reason takes a booked time; who did it and why is in the log', async () => {
    const clinic = await openClinic(world)
    const first = await book(clinic, nine)
    assertTaken(await book(clinic, nine, {}, admin))
    const second = await book(clinic, nine, override, admin)
    assert.equal(second.status, 201, JSON.stringify(second.body))
    assert.equal(second.body.overrideReason, reason)
    assert.equal(first.body.overrideReason, null)
    const locked = (await world.events()).find(
      (event) => event.subject.id === second.body.id && event.type === 'slot.locked',
    )
    assert.equal(locked?.actor.kind, 'user')
    assert.equal(locked?.after?.overrideReason, reason)
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('A2: STAFF needs the permission to overbook, and clients have none', async () => {
    const clinic = await openClinic(world)
    const staff = await employ(world, clinic.unitId, 'STAFF')
    const trusted = await employ(world, clinic.unitId, 'STAFF', { mayOverbook: true })
    const stranger = await employ(world, (await openClinic(world)).unitId, 'ADMIN')
    await book(clinic, nine)
    const refused = await lock(clinic, nine, override, staff.headers)
    assert.equal(refused.status, 403)
    assert.equal(refused.body.code, 'forbidden')
    assert.equal((await lock(clinic, nine, override)).status, 404)
    assert.equal((await lock(clinic, nine, override, stranger.headers)).status, 404)
    const provider = await employ(world, clinic.unitId, 'PROVIDER')
    assert.equal((await lock(clinic, nine, override, provider.headers)).status, 403)
    const blank = await lock(clinic, nine, { override: { reason: '  ' } }, trusted.headers)
    assert.equal(blank.status, 400)
    assert.deepEqual(
      blank.body.errors.map((error: { path: string }) => error.path),
      ['override.reason'],
    )
    assert.equal((await lock(clinic, nine, override, trusted.headers)).status, 201)
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('A8: when the first appointment is cancelled the overbooked one alone keeps everybody away', async () => {
    const clinic = await openClinic(world)
    const first = await book(clinic, nine)
    const second = await book(clinic, nine, override, admin)
    assert.equal((await cancel(first.body.id)).status, 200)
    assertTaken(await lock(clinic, nine))
    assertTaken(await book(clinic, nine, {}, admin))
    assert.equal(await offers(clinic, nine), false)
    assert.equal((await cancel(second.body.id)).status, 200)
    assert.equal(await offers(clinic, nine), true)
    assert.equal((await lock(clinic, nine)).status, 201)
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('A8: laid across two appointments and the gap between them, it keeps every part of its time when they go', async () => {
    const clinic = await openClinic(world)
    const early = await book(clinic, '2027-03-01T09:00:00Z')
    const late = await book(clinic, '2027-03-01T10:00:00Z')
    const across = await book(clinic, '2027-03-01T09:00:00Z', { ...override, durationMinutes: 90 }, admin)
    assert.equal(across.status, 201, JSON.stringify(across.body))
    await assertInvariants(world.query, clinic.unitId, now)
    for (const { body } of [early, late]) assert.equal((await cancel(body.id)).status, 200)
    for (const start of ['09:00', '09:30', '10:00']) {
      assertTaken(await lock(clinic, `2027-03-01T${start}:00Z`))
      assert.equal(await offers(clinic, `2027-03-01T${start}:00Z`), false)
    }
    assert.equal((await lock(clinic, '2027-03-01T08:30:00Z')).status, 201)
    assert.equal((await lock(clinic, '2027-03-01T10:30:00Z')).status, 201)
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('A8: overbooked by several at once, each is let in and none twice', async () => {
    const clinic = await openClinic(world)
    await book(clinic, nine)
    const answers = await Promise.all(Array.from({ length: 8 }, () => book(clinic, nine, override, admin)))
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array(8).fill(201),
    )
    assertTaken(await lock(clinic, nine))
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('A8: a class overbooked onto a visit offers no seats while the visit stands', async () => {
    const clinic = await openClinic(world)
    const yoga = await alsoOffer(clinic, { capacity: 12 })
    const visit = await book(clinic, nine)
    assert.equal((await book(yoga, nine, override, admin)).status, 201)
    assert.equal(await offers(yoga, nine), false)
    assertTaken(await lock(yoga, nine))
    await cancel(visit.body.id)
    assertTaken(await lock(clinic, nine))
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('A8: one more than its seats is let into a class on purpose; then a seat must be given back twice to be free again', async () => {
    const clinic = await openClinic(world, { service: { capacity: 3 } })
    const booked = await Promise.all([1, 2, 3].map(() => book(clinic, nine)))
    assert.deepEqual(
      booked.map(({ status }) => status),
      [201, 201, 201],
    )
    const extra = await book(clinic, nine, override, admin)
    assert.equal(extra.status, 201, JSON.stringify(extra.body))
    await cancel(booked[0]?.body.id)
    assertTaken(await lock(clinic, nine))
    await cancel(booked[1]?.body.id)
    assert.equal((await lock(clinic, nine)).status, 201)
    assertTaken(await lock(clinic, nine))
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('A8: another length overbooked at the start of a class does not become the class', async () => {
    const clinic = await openClinic(world, { service: { capacity: 3 } })
    const first = await book(clinic, nine, { durationMinutes: 90 })
    assert.equal((await book(clinic, nine, { durationMinutes: 90 })).status, 201)
    assert.equal((await book(clinic, nine, { ...override, durationMinutes: 30 }, admin)).status, 201)
    // Whoever sits in the first row says nothing about the class.
    await cancel(first.body.id)
    for (const durationMinutes of [30, 60, 90]) assertTaken(await lock(clinic, nine, { durationMinutes }))
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('A8: over a block it stays when the block is taken away', async () => {
    const clinic = await openClinic(world)
    const time = { resourceId: clinic.resourceIds[0], startsAt: '2027-03-01T08:00:00Z', endsAt: '2027-03-01T12:00:00Z' }
    const block = await world.call('POST', `/api/v1/units/${clinic.unitId}/blocks`, time, admin)
    assert.equal(block.status, 201, JSON.stringify(block.body))
    assertTaken(await lock(clinic, nine))
    assert.equal((await book(clinic, nine, override, admin)).status, 201)
    const removed = await world.call('DELETE', `/api/v1/blocks/${block.body.id}`, undefined, {
      ...admin,
      'if-match': '*',
    })
    assert.equal(removed.status, 200, JSON.stringify(removed.body))
    assertTaken(await lock(clinic, nine))
    assert.equal((await lock(clinic, '2027-03-01T09:30:00Z')).status, 201)
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('A2: over a leave of two weeks any number of times can be overbooked, each apart, and joined when the leave is over', async () => {
    const clinic = await openClinic(world, { service: { capacity: 3 } })
    const time = {
      resourceId: clinic.resourceIds[0],
      startsAt: '2027-03-01T00:00:00Z',
      endsAt: '2027-03-15T00:00:00Z',
    }
    const leave = await world.call('POST', `/api/v1/units/${clinic.unitId}/blocks`, time, admin)
    const starts = ['2027-03-01T09:00:00Z', '2027-03-04T09:00:00Z', '2027-03-09T09:00:00Z', '2027-03-14T09:00:00Z']
    for (const start of starts) {
      const { status, body } = await book(clinic, start, override, admin)
      assert.equal(status, 201, JSON.stringify(body))
    }
    await assertInvariants(world.query, clinic.unitId, now)
    await world.call('DELETE', `/api/v1/blocks/${leave.body.id}`, undefined, { ...admin, 'if-match': '*' })
    for (const start of starts) {
      assert.equal(await offers(clinic, start), true)
      assert.deepEqual([(await lock(clinic, start)).status, (await lock(clinic, start)).status], [201, 201], start)
      assertTaken(await lock(clinic, start))
    }
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('A2: moved onto a booked time on purpose, an appointment keeps it, and gives its old time free', async () => {
    const clinic = await openClinic(world)
    const first = await book(clinic, nine)
    const second = await book(clinic, '2027-03-01T10:00:00Z')
    const path = `/api/v1/appointments/${second.body.id}/move`
    const plain = await world.call('POST', path, { start: nine }, { ...admin, 'if-match': '"2"' })
    assertTaken(plain)
    const moved = await world.call('POST', path, { start: nine, ...override }, { ...admin, 'if-match': '"2"' })
    assert.equal(moved.status, 200, JSON.stringify(moved.body))
    assert.equal((await lock(clinic, '2027-03-01T10:00:00Z')).status, 201)
    await cancel(first.body.id)
    assertTaken(await lock(clinic, nine))
    await assertInvariants(world.query, clinic.unitId, now)
  })
})
