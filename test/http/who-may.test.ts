import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { system } from '../../src/features/identity/actor.ts'
import { createApiKey } from '../../src/features/identity/create-api-key.ts'
import { employ, openClinic } from '../clinic.ts'
import { assertRefused } from '../system/front-desk.ts'
import { type Answer, actingAs, openWorld, type World } from '../world.ts'

let world: World
before(async () => {
  world = await openWorld()
  world.setClock('2027-02-26T08:00:00Z')
})
after(() => world.close())

const client = { name: 'Ona', phone: '+37061234567' }
const lock = (unitId: string, serviceId: string, start: string, more = {}, headers = {}) =>
  world.call('POST', '/api/v1/slots/lock', { unitId, serviceId, start, ...more }, headers)
const confirm = (reservationToken: string, more = {}, headers = {}) =>
  world.call('POST', '/api/v1/appointments', { reservationToken, client, ...more }, headers)

describe('who may do what, by how things are now', () => {
  it('C1: a service, a length and a resource added a moment ago can be booked at once', async () => {
    const clinic = await openClinic(world, { service: { durations: [30] } })
    const { headers } = await employ(world, clinic.unitId, 'ADMIN')
    const availability = (serviceId: string, more = '') =>
      world.call(
        'GET',
        `/api/v1/units/${clinic.unitId}/availability?serviceId=${serviceId}&from=2027-03-01&to=2027-03-01${more}`,
      )
    assert.equal((await availability(clinic.serviceId)).status, 200)
    assert.equal((await availability(clinic.serviceId, '&durationMinutes=60')).status, 400)
    const made = await world.call(
      'POST',
      `/api/v1/units/${clinic.unitId}/services`,
      { slug: 'new', name: 'New', durations: [30], roles: [{ role: 'provider', resourceIds: clinic.resourceIds }] },
      headers,
    )
    assert.equal(made.status, 201, JSON.stringify(made.body))
    assert.equal((await availability(made.body.id)).status, 200)
    assert.equal((await lock(clinic.unitId, made.body.id, '2027-03-01T09:00:00Z')).status, 201)
    const longer = await world.call(
      'PATCH',
      `/api/v1/services/${clinic.serviceId}`,
      { durations: [30, 60] },
      { ...headers, 'if-match': '*' },
    )
    assert.equal(longer.status, 200, JSON.stringify(longer.body))
    assert.equal((await availability(clinic.serviceId, '&durationMinutes=60')).status, 200)
  })

  it('C1: a hold revived after its deadline is not offered to anybody else', async () => {
    const clinic = await openClinic(world)
    const start = '2027-03-01T09:00:00Z'
    const offers = async () => {
      const path = `/api/v1/units/${clinic.unitId}/availability?serviceId=${clinic.serviceId}&from=2027-03-01&to=2027-03-01`
      return (await world.call('GET', path)).body.slots.some((slot: { start: string }) => slot.start === start)
    }
    const held = await lock(clinic.unitId, clinic.serviceId, start)
    world.setClock('2027-02-26T08:30:00Z')
    assert.equal(await offers(), true)
    assert.equal((await confirm(held.body.reservationToken, { ifStillFree: true })).status, 201)
    assert.equal(await offers(), false)
    world.setClock('2027-02-26T08:00:00Z')
  })

  it('A6: ifStillFree never gives somebody else than was promised', async () => {
    const clinic = await openClinic(world, { people: 2 })
    const start = '2027-03-01T09:00:00Z'
    const held = await lock(clinic.unitId, clinic.serviceId, start, { resourceIds: [clinic.resourceIds[0]] })
    world.setClock('2027-02-26T08:30:00Z')
    assert.equal(
      (await lock(clinic.unitId, clinic.serviceId, start, { resourceIds: [clinic.resourceIds[0]] })).status,
      201,
    )
    const refused = await confirm(held.body.reservationToken, { ifStillFree: true })
    assert.equal(refused.status, 409)
    world.setClock('2027-02-26T08:00:00Z')
  })

  it('F6: an API key without the scope does no more on open endpoints than a stranger', async () => {
    const clinic = await openClinic(world)
    const admin = actingAs(world, system)
    const { key } = await createApiKey(admin, {
      name: 'catalogue only',
      role: 'ADMIN',
      unitIds: [clinic.unitId],
      scopes: ['catalogue:read'],
    })
    const headers = { authorization: `Bearer ${key}`, 'if-match': '*' }
    const held = await lock(clinic.unitId, clinic.serviceId, '2027-03-01T09:00:00Z')
    const { body } = await confirm(held.body.reservationToken)
    const at = `/api/v1/appointments/${body.id}`
    assert.equal((await world.call('GET', at, undefined, headers)).status, 403)
    assert.equal((await world.call('POST', `${at}/cancel`, {}, headers)).status, 403)
    const overbooked = await lock(
      clinic.unitId,
      clinic.serviceId,
      '2027-03-01T09:00:00Z',
      { override: { reason: 'why not' } },
      headers,
    )
    assert.equal(overbooked.status, 403)
    const another = await lock(clinic.unitId, clinic.serviceId, '2027-03-01T10:00:00Z')
    const named = await confirm(another.body.reservationToken, { client: { clientId: body.clientId } }, headers)
    assert.equal(named.status, 403)
  })

  it('F6: a PROVIDER blocks their own calendar, and gives only that back', async () => {
    const clinic = await openClinic(world, { people: 2, rooms: 1 })
    const elsewhere = await openClinic(world)
    const [own, colleagues, room] = clinic.resourceIds
    const admin = await employ(world, clinic.unitId, 'ADMIN')
    const provider = await employ(world, clinic.unitId, 'PROVIDER')
    const changing = { ...admin.headers, 'if-match': '*' }
    const mine = await world.call('PATCH', `/api/v1/resources/${own}`, { userId: provider.user.id }, changing)
    assert.equal(mine.status, 200, JSON.stringify(mine.body))
    const time = { startsAt: '2027-03-03T09:00:00Z', endsAt: '2027-03-03T10:00:00Z' }
    const block = (resourceId: unknown, headers: Record<string, string>, unitId: string = clinic.unitId) =>
      world.call('POST', `/api/v1/units/${unitId}/blocks`, { resourceId, ...time }, headers)
    const blocks = () => world.query('select resource_id from blocks where unit_id = $1 and is_active', [clinic.unitId])

    for (const other of [colleagues, room]) assertRefused(await block(other, provider.headers), 403, 'forbidden')
    assertRefused(await block(elsewhere.resourceIds[0], provider.headers, elsewhere.unitId), 404, 'not-found')
    assertRefused(await block(elsewhere.resourceIds[0], provider.headers), 404, 'not-found')
    assert.deepEqual(await blocks(), [])
    const placed = await block(own, provider.headers)
    assert.equal(placed.status, 201, JSON.stringify(placed.body))
    assert.deepEqual(await blocks(), [{ resource_id: own }])

    const theirs = await block(colleagues, admin.headers)
    const remove = ({ body }: Answer) =>
      world.call('DELETE', `/api/v1/blocks/${body.id}`, undefined, { ...provider.headers, 'if-match': '*' })
    assertRefused(await remove(theirs), 403, 'forbidden')
    assert.equal((await remove(placed)).status, 200)
    assert.deepEqual(await blocks(), [{ resource_id: colleagues }])
  })

  it('only the desk of the unit itself needs nobody’s approval', async () => {
    const clinic = await openClinic(world, { service: { needsApproval: true } })
    const elsewhere = await openClinic(world)
    const stranger = await employ(world, elsewhere.unitId, 'STAFF')
    const colleague = await employ(world, clinic.unitId, 'STAFF')
    const first = await lock(clinic.unitId, clinic.serviceId, '2027-03-01T09:00:00Z')
    assert.equal((await confirm(first.body.reservationToken, {}, stranger.headers)).body.status, 'PENDING_APPROVAL')
    const second = await lock(clinic.unitId, clinic.serviceId, '2027-03-01T10:00:00Z')
    assert.equal((await confirm(second.body.reservationToken, {}, colleague.headers)).body.status, 'CONFIRMED')
  })

  it('an appointment that was moved away leaves the list of its old resource', async () => {
    const clinic = await openClinic(world, { people: 2 })
    const { headers } = await employ(world, clinic.unitId, 'STAFF')
    const [from, to] = clinic.resourceIds
    const start = '2027-03-01T09:00:00Z'
    const held = await lock(clinic.unitId, clinic.serviceId, start, { resourceIds: [from] })
    const { body } = await confirm(held.body.reservationToken)
    const moved = await world.call(
      'POST',
      `/api/v1/appointments/${body.id}/move`,
      { start, resourceIds: [to] },
      { ...headers, 'if-match': `"${body.rowVersion}"` },
    )
    assert.equal(moved.status, 200, JSON.stringify(moved.body))
    const listed = async (resourceId: unknown) =>
      (
        await world.call(
          'GET',
          `/api/v1/appointments?unitId=${clinic.unitId}&resourceId=${resourceId}`,
          undefined,
          headers,
        )
      ).body.items.length
    assert.equal(await listed(from), 0)
    assert.equal(await listed(to), 1)
  })

  it('B2: alternatives are the nearest free times on both sides', async () => {
    const clinic = await openClinic(world, { service: { slotStepMinutes: 5, durations: [30] } })
    assert.equal((await lock(clinic.unitId, clinic.serviceId, '2027-03-05T12:00:00Z')).status, 201)
    const { body } = await lock(clinic.unitId, clinic.serviceId, '2027-03-05T12:00:00Z')
    const starts = body.alternatives.map((slot: { start: string }) => slot.start.slice(11, 16))
    assert.deepEqual(starts, ['11:20', '11:25', '11:30', '12:30', '12:35'])
  })
})
