/** Whose request a key repeats: a person's wherever they are, a stranger's at one network address only. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { assertRefused, later } from '../system/front-desk.ts'
import { type Answer, callOn, openWorld, type World } from '../world.ts'

let world: World
let clinic: Clinic
let slot = 0

before(async () => {
  world = await openWorld()
  world.setClock('2027-02-26T08:00:00Z')
  clinic = await openClinic(world)
})
after(() => world.close())

const nextStart = () => later('2027-03-01T00:00:00Z', 30 * slot++)
type From = { readonly address?: string; readonly headers?: Record<string, string> }
const lock = (start: string, key: string, { address, headers }: From = {}) => {
  const { unitId, serviceId } = clinic
  const sent = { ...headers, 'idempotency-key': key }
  return callOn(world.server, 'POST', '/api/v1/slots/lock', { unitId, serviceId, start }, sent, address)
}

function assertReplayed(answer: Answer, first: Answer): void {
  assert.deepEqual(
    [answer.status, answer.headers['idempotent-replayed'], answer.body],
    [first.status, 'true', first.body],
  )
}

describe('the same Idempotency-Key', () => {
  it('A8: from strangers at two addresses is two requests, each with its own answer', async () => {
    for (const [one, other] of [
      ['192.0.2.1', '192.0.2.2'],
      ['2001:db8::1', '2001:db8:0:1::1'],
    ] as const) {
      const key = randomUUID()
      const [start, otherStart] = [nextStart(), nextStart()]
      const first = await lock(start, key, { address: one })
      const second = await lock(otherStart, key, { address: other })
      assert.deepEqual([first.status, second.status], [201, 201], JSON.stringify(second.body))
      assert.notEqual(first.body.reservationToken, second.body.reservationToken)
      assertReplayed(await lock(start, key, { address: one }), first)
      assertReplayed(await lock(otherStart, key, { address: other }), second)
      assertRefused(await lock(start, key, { address: other }), 422, 'idempotency-key-reused')
    }
  })

  it('A8: never hands a stranger the reservation token of whoever else chose it for the same wish', async () => {
    const [key, start] = [randomUUID(), nextStart()]
    assert.equal((await lock(start, key, { address: '192.0.2.1' })).status, 201)
    const other = await lock(start, key, { address: '192.0.2.2' })
    assertRefused(other, 409, 'slot-taken')
    assert.equal(other.body.reservationToken, undefined)
  })

  it('is of the address that connects, not of one that is only named', async () => {
    const [key, start] = [randomUUID(), nextStart()]
    const first = await lock(start, key, { headers: { 'x-forwarded-for': '198.51.100.1' } })
    assertReplayed(await lock(start, key, { headers: { 'x-forwarded-for': '198.51.100.2' } }), first)
  })

  it('of somebody who is signed in is theirs at every address, and nobody else’s', async () => {
    const [ona, jonas] = [await employ(world, clinic.unitId, 'STAFF'), await employ(world, clinic.unitId, 'STAFF')]
    const [key, start] = [randomUUID(), nextStart()]
    const first = await lock(start, key, { address: '192.0.2.1', headers: ona.headers })
    assert.equal(first.status, 201)
    assertReplayed(await lock(start, key, { address: '192.0.2.2', headers: ona.headers }), first)
    assertRefused(await lock(start, key, { address: '192.0.2.1', headers: jonas.headers }), 409, 'slot-taken')
    assertRefused(await lock(start, key, { address: '192.0.2.1' }), 409, 'slot-taken')
  })
})
