import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { employ, openClinic } from '../clinic.ts'
import { openWorld, type World } from '../world.ts'

let world: World
before(async () => {
  world = await openWorld()
  world.setClock('2027-02-26T08:00:00Z')
})
after(() => world.close())

describe('changing hours under appointments', () => {
  it('C1: whoever closes a day is told which appointments stand in it, and they stay', async () => {
    const clinic = await openClinic(world)
    const { headers } = await employ(world, clinic.unitId, 'ADMIN')
    const book = (start: string) =>
      world.call('POST', '/api/v1/appointments', {
        unitId: clinic.unitId,
        serviceId: clinic.serviceId,
        start,
        client: { name: 'Ona', phone: '+37061234567' },
      })
    const onTheDay = await book('2027-03-02T09:00:00Z')
    const other = await book('2027-03-03T09:00:00Z')
    assert.equal(onTheDay.status, 201)
    assert.equal(other.status, 201)
    const closed = await world.call(
      'POST',
      `/api/v1/resources/${clinic.resourceIds[0]}/exceptions`,
      { on: '2027-03-02', windows: [], note: 'ill' },
      headers,
    )
    assert.equal(closed.status, 201, JSON.stringify(closed.body))
    assert.deepEqual(
      closed.body.appointmentsOutside.map((one: { id: string }) => one.id),
      [onTheDay.body.id],
    )
    const refused = await book('2027-03-02T12:00:00Z')
    assert.equal(refused.status, 422)
    assert.equal(refused.body.rule, 'closed')
    const still = await world.call('GET', `/api/v1/appointments/${onTheDay.body.id}`, undefined, headers)
    assert.equal(still.body.status, 'CONFIRMED')
  })
})
