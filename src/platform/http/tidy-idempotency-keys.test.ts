import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Clinic, openClinic } from '../../../test/clinic.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { tidyIdempotencyKeys } from './tidy-idempotency-keys.ts'

let world: World
let clinic: Clinic

before(async () => {
  world = await openWorld()
  world.setClock('2027-02-26T08:00:00Z')
  clinic = await openClinic(world)
})
after(() => world.close())

const book = (key: string, start: string, phone: string) => {
  const { unitId, serviceId } = clinic
  const body = { unitId, serviceId, start, client: { name: 'Ona', phone } }
  return world.call('POST', '/api/v1/appointments', body, { 'idempotency-key': key })
}
const keys = async () =>
  (await world.query<{ key: string }>('select key from idempotency_keys order by created_at')).map(({ key }) => key)

describe('tidying Idempotency-Keys', () => {
  it('A8: forgets those older than 24 hours and keeps those that are not', async () => {
    const early = () => book('early', '2027-03-02T09:00:00Z', '+37061234501')
    const late = () => book('late', '2027-03-02T10:00:00Z', '+37061234502')
    const first = await early()
    world.setClock('2027-02-26T08:00:01Z')
    const second = await late()
    assert.deepEqual([first.status, second.status], [201, 201])

    world.setClock('2027-02-27T08:00:00Z')
    assert.deepEqual(await tidyIdempotencyKeys(world.ctx.db), { removed: 0 })
    assert.equal((await early()).headers['idempotent-replayed'], 'true')

    world.setClock('2027-02-27T08:00:00.001Z')
    assert.deepEqual(await tidyIdempotencyKeys(world.ctx.db), { removed: 1 })
    assert.deepEqual(await keys(), ['late'])
    assert.deepEqual((await late()).body, second.body)
    assert.equal((await early()).status, 409, 'forgotten, the same request is a new one')

    world.setClock('2027-02-28T08:00:00Z')
    assert.deepEqual(await tidyIdempotencyKeys(world.ctx.db), { removed: 1 })
    assert.deepEqual(await keys(), [])
  })

  it('removes however many there are, by two workers at once each of them once', async () => {
    await world.query(`
      insert into idempotency_keys (principal, endpoint, key, request_hash, answer_status, answer_headers, answer_body, created_at)
      select 'user:ona', 'place-hold', n::text, '', 201, '{}', '', clock_at() - interval '25 hours' from generate_series(1, 12000) n`)
    const done = await Promise.all([tidyIdempotencyKeys(world.ctx.db), tidyIdempotencyKeys(world.ctx.db)])
    assert.equal(done[0].removed + done[1].removed, 12_000)
    assert.deepEqual(await keys(), [])
  })
})
