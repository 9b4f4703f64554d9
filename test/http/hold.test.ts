import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { openWorld, type World } from '../world.ts'

let world: World
let clinic: Clinic
const monday = '2027-03-01T09:00:00Z'

before(async () => {
  world = await openWorld()
  world.setClock('2027-02-26T08:00:00Z')
  clinic = await openClinic(world)
})
after(() => world.close())

const lock = (start: string, more: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  world.call(
    'POST',
    '/api/v1/slots/lock',
    { unitId: clinic.unitId, serviceId: clinic.serviceId, start, ...more },
    headers,
  )
const confirm = (reservationToken: string, more: Record<string, unknown> = {}) =>
  world.call('POST', '/api/v1/appointments', {
    reservationToken,
    client: { name: 'Ona', phone: '+37061234567' },
    ...more,
  })

describe('holding a time', () => {
  it('A3: a held time is refused to everybody else, with alternatives', async () => {
    const held = await lock(monday)
    assert.equal(held.status, 201)
    assert.equal(held.headers.etag, '"1"')
    const refused = await lock(monday)
    assert.equal(refused.status, 409)
    assert.equal(refused.body.code, 'slot-taken')
    assert.ok(refused.body.alternatives.length > 0)
    assert.ok(!refused.body.alternatives.some((slot: { start: string }) => slot.start === monday))
  })

  it('A3: confirming makes an appointment, and again answers 200 with the same body', async () => {
    const held = await lock('2027-03-01T10:00:00Z')
    const first = await confirm(held.body.reservationToken)
    assert.equal(first.status, 201)
    assert.equal(first.body.status, 'CONFIRMED')
    const second = await confirm(held.body.reservationToken)
    assert.equal(second.status, 200)
    assert.deepEqual(second.body, first.body)
  })

  it('A6: confirming after the deadline is 410 with both clocks, and ifStillFree takes the time again', async () => {
    const held = await lock('2027-03-01T11:00:00Z')
    world.setClock('2027-02-26T08:30:00Z')
    const late = await confirm(held.body.reservationToken)
    assert.equal(late.status, 410)
    assert.equal(late.body.code, 'hold-expired')
    assert.ok(late.body.expiresAt < late.body.serverTime)
    const again = await confirm(held.body.reservationToken, { ifStillFree: true })
    assert.equal(again.status, 201)
    world.setClock('2027-02-26T08:00:00Z')
  })

  it('A6: ifStillFree after the hold was tidied away claims the time anew, unless somebody has it', async () => {
    const held = await lock('2027-03-01T12:00:00Z')
    const lost = await lock('2027-03-01T13:00:00Z')
    world.setClock('2027-02-26T08:30:00Z')
    const admin = await employ(world, null, 'ADMIN')
    const expired = await world.call('POST', '/api/v1/schedule/expire-holds', undefined, admin.headers)
    assert.equal(expired.status, 200, JSON.stringify(expired.body))
    assert.ok(expired.body.expired >= 2)
    assert.equal((await lock('2027-03-01T13:00:00Z')).status, 201)
    const revived = await confirm(held.body.reservationToken, { ifStillFree: true })
    assert.equal(revived.status, 201, JSON.stringify(revived.body))
    const gone = await confirm(lost.body.reservationToken, { ifStillFree: true })
    assert.equal(gone.status, 409)
    assert.equal(gone.body.code, 'slot-taken')
    world.setClock('2027-02-26T08:00:00Z')
  })

  it('A5: an overdue hold blocks nobody even when no worker runs', async () => {
    await lock('2027-03-01T14:00:00Z')
    world.setClock('2027-02-26T08:30:00Z')
    const taken = await lock('2027-03-01T14:00:00Z')
    assert.equal(taken.status, 201)
    world.setClock('2027-02-26T08:00:00Z')
    const released = (await world.events()).filter(
      (event) => event.type === 'slot.released' && event.data.startsAt === '2027-03-01T14:00:00.000Z',
    )
    assert.equal(released.length, 1)
    assert.equal(released[0]?.data.reason, 'HOLD_EXPIRED')
  })

  it('A4: a client who holds a time in one conversation is refused in another; in the same one the hold is replaced', async () => {
    const client = { phone: '+37061111111' }
    const first = await lock('2027-03-01T15:00:00Z', { client, conversation: 'chat:one' })
    assert.equal(first.status, 201)
    const other = await lock('2027-03-01T15:30:00Z', { client, conversation: 'chat:two' })
    assert.equal(other.status, 409)
    assert.equal(other.body.code, 'client-busy')
    const next = await lock('2027-03-01T16:00:00Z', { client, conversation: 'chat:one' })
    assert.equal(next.status, 201)
    assert.equal((await lock('2027-03-01T15:00:00Z')).status, 201, 'the time given up is free again')
  })

  it('C2: released twice, the time is free and the answers are the same', async () => {
    const held = await lock('2027-03-01T17:00:00Z')
    const body = { reservationToken: held.body.reservationToken }
    const first = await world.call('POST', '/api/v1/slots/release', body)
    const second = await world.call('POST', '/api/v1/slots/release', body)
    assert.equal(first.status, 200)
    assert.equal(second.status, 200)
    assert.equal(first.body.status, 'CANCELLED')
    assert.equal((await lock('2027-03-01T17:00:00Z')).status, 201)
  })

  it('C2: a hold is extended once', async () => {
    const held = await lock('2027-03-01T18:00:00Z')
    const body = { reservationToken: held.body.reservationToken }
    world.setClock('2027-02-26T08:01:00Z')
    const longer = await world.call('POST', '/api/v1/slots/extend', body)
    assert.equal(longer.status, 200)
    assert.ok(longer.body.expiresAt > held.body.expiresAt)
    assert.equal((await world.call('POST', '/api/v1/slots/extend', body)).status, 409)
    world.setClock('2027-02-26T08:00:00Z')
  })

  it('C1: availability never offers a held time, offers it to its owner, and again when it is released', async () => {
    const start = '2027-03-02T09:00:00Z'
    const path = `/api/v1/units/${clinic.unitId}/availability?serviceId=${clinic.serviceId}&from=2027-03-02&to=2027-03-02`
    const offers = async (query = '') =>
      (await world.call('GET', path + query)).body.slots.some((slot: { start: string }) => slot.start === start)
    assert.equal(await offers(), true)
    assert.equal(await offers(), true)
    const held = await lock(start)
    assert.equal(await offers(), false)
    assert.equal(await offers(`&reservationToken=${held.body.reservationToken}`), true)
    await world.call('POST', '/api/v1/slots/release', { reservationToken: held.body.reservationToken })
    assert.equal(await offers(), true)
  })

  it('the same Idempotency-Key has one effect and one answer; with another body it is refused', async () => {
    const key = { 'idempotency-key': 'a-key-of-a-test' }
    const first = await lock('2027-03-03T09:00:00Z', {}, key)
    const again = await lock('2027-03-03T09:00:00Z', {}, key)
    assert.equal(first.status, 201)
    assert.equal(again.status, 201)
    assert.equal(again.headers['idempotent-replayed'], 'true')
    assert.deepEqual(again.body, first.body)
    assert.equal((await lock('2027-03-03T10:00:00Z', {}, key)).status, 422)
    const refused = { 'idempotency-key': 'a-key-that-was-refused' }
    assert.equal((await lock('2027-03-03T09:00:00Z', {}, refused)).status, 409)
    await world.call('POST', '/api/v1/slots/release', { reservationToken: first.body.reservationToken })
    assert.equal((await lock('2027-03-03T09:00:00Z', {}, refused)).status, 201, 'a refusal keeps no key')
  })
})
