import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { openClinic } from '../clinic.ts'
import { openWorld, type World } from '../world.ts'

let world: World
before(async () => {
  world = await openWorld()
  world.setClock('2027-02-26T08:00:00Z')
})
after(() => world.close())

describe('availability that was answered before', () => {
  it('C1: is never stale: after every change it equals the answer computed anew', async () => {
    const clinic = await openClinic(world, { people: 2, service: { holdSeconds: 300, bufferAfterMinutes: 10 } })
    const path = `/api/v1/units/${clinic.unitId}/availability?serviceId=${clinic.serviceId}&from=2027-03-01&to=2027-03-02&withResources=true`
    // Asked with a token, even one of nothing, an answer is not taken from memory.
    const both = async () => {
      const [kept, fresh] = await Promise.all([
        world.call('GET', path),
        world.call('GET', `${path}&reservationToken=${randomUUID()}`),
      ])
      assert.equal(kept.status, 200)
      assert.deepEqual(kept.body, fresh.body)
      return kept.body.slots.length as number
    }
    const lock = (hour: number) =>
      world.call('POST', '/api/v1/slots/lock', {
        unitId: clinic.unitId,
        serviceId: clinic.serviceId,
        start: `2027-03-01T${String(hour).padStart(2, '0')}:00:00Z`,
      })
    let seen = await both()
    const tokens: string[] = []
    for (let hour = 6; hour < 16; hour++) {
      for (let person = 0; person < 2; person++) {
        const held = await lock(hour)
        assert.equal(held.status, 201)
        tokens.push(held.body.reservationToken)
        await both()
      }
      const now = await both()
      assert.ok(now < seen)
      seen = now
    }
    for (const reservationToken of tokens.slice(0, 6)) {
      await world.call('POST', '/api/v1/slots/release', { reservationToken })
      await both()
    }
    await world.call('POST', '/api/v1/appointments', {
      reservationToken: tokens[8],
      client: { name: 'Ona', phone: '+37061234567' },
    })
    await both()
    // Holds run out by the clock alone, without any write.
    world.setClock('2027-02-26T08:20:00Z')
    assert.ok((await both()) > seen)
  })

  it('C1: with neither from nor to it answers the week from now, and notice moves with the clock', async () => {
    world.setClock('2027-02-26T08:00:00Z')
    const clinic = await openClinic(world, { service: { noticeToBookMinutes: 60 } })
    const path = `/api/v1/units/${clinic.unitId}/availability?serviceId=${clinic.serviceId}`
    const first = await world.call('GET', path)
    assert.equal(first.status, 200, JSON.stringify(first.body))
    assert.equal(first.body.slots[0].start, '2027-02-26T09:00:00Z')
    world.setClock('2027-02-26T08:00:01.250Z')
    const later = await world.call('GET', path)
    assert.equal(later.body.slots[0].start, '2027-02-26T09:30:00Z')
  })

  it('C1: If-None-Match is answered 304 until something changes', async () => {
    world.setClock('2027-02-26T08:00:00Z')
    const clinic = await openClinic(world)
    const path = `/api/v1/units/${clinic.unitId}/availability?serviceId=${clinic.serviceId}&from=2027-03-01&to=2027-03-01`
    const first = await world.call('GET', path)
    const headers = { 'if-none-match': String(first.headers.etag) }
    assert.equal((await world.call('GET', path, undefined, headers)).status, 304)
    await world.call('POST', '/api/v1/slots/lock', {
      unitId: clinic.unitId,
      serviceId: clinic.serviceId,
      start: '2027-03-01T09:00:00Z',
    })
    assert.equal((await world.call('GET', path, undefined, headers)).status, 200)
  })
})
