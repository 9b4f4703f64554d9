/** The database goes away and comes back: refusals that say when to try again, and recovery without anybody's help. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { type Clinic, openClinic } from '../clinic.ts'
import { openWorld, type World } from '../world.ts'
import { assertUnavailable } from './caller.ts'
import { obstruct } from './held-up.ts'
import { assertInvariants } from './invariants.ts'
import { type ServerProcess, startProcess, until } from './server-process.ts'

let world: World
let clinic: Clinic
let wire: Wire
let server: ServerProcess

before(async () => {
  world = await openWorld()
  clinic = await openClinic(world, { service: { horizonDays: 730 } })
  wire = await openWire(world.url)
  server = await startProcess({ DATABASE_URL: wire.url, DATABASE_POOL_SIZE: '6' })
})
after(async () => {
  await wire.mend()
  await server.end()
  await wire.close()
  await world.close()
})

/** The way from a server to its database, which can be cut. */
type Wire = { url: string; cut: () => Promise<void>; mend: () => Promise<void>; close: () => Promise<void> }

async function openWire(databaseUrl: string): Promise<Wire> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let listener: Server | undefined
  let port = 0
  const mend = async () => {
    if (listener) return
    listener = createServer((near) => {
      const far = connect(Number(target.port || 5432), target.hostname)
      for (const [one, other] of [[near, far] as const, [far, near] as const]) {
        sockets.add(one)
        one.pipe(other)
        one
          .on('error', () => other.destroy())
          .on('close', () => {
            sockets.delete(one)
            other.destroy()
          })
      }
    })
    listener.listen(port, '127.0.0.1')
    await once(listener, 'listening')
    port = (listener.address() as AddressInfo).port
  }
  const cut = async () => {
    const closed = listener
    listener = undefined
    for (const socket of sockets) socket.resetAndDestroy()
    if (closed) await new Promise((resolve) => closed.close(resolve))
  }
  await mend()
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return { url: url.href, cut, mend, close: cut }
}

const tomorrow = Math.ceil(Date.now() / 86_400_000 + 1) * 86_400_000
let slot = 0
const wishOf = (index: number) => ({ start: new Date(tomorrow + index * 30 * 60_000).toISOString() })
const lock = () => {
  const { unitId, serviceId } = clinic
  return server.call('POST', '/api/v1/slots/lock', { unitId, serviceId, ...wishOf(slot++) })
}
const availability = () =>
  server.call('GET', `/api/v1/units/${clinic.unitId}/availability?serviceId=${clinic.serviceId}`)

const count = async () => (await world.query('select from appointments where unit_id = $1', [clinic.unitId])).length

describe('without its database', () => {
  it('C1: it says 503 with Retry-After, never an empty day, and books again as soon as the database is back', async () => {
    assert.equal((await lock()).status, 201)
    const known = await availability()
    assert.equal(known.status, 200)
    assert.ok(known.body.slots.length > 0)
    const had = await count()

    await wire.cut()
    for (let i = 0; i < 3; i++) {
      assertUnavailable(await lock())
      assertUnavailable(await availability())
      assertUnavailable(await server.call('GET', '/readyz'))
      assertUnavailable(await server.call('GET', `/api/v1/units/${clinic.unitId}`))
    }
    assert.equal((await server.call('GET', '/healthz')).status, 200)
    assert.equal(await count(), had)

    await wire.mend()
    assert.equal((await lock()).status, 201)
    assert.equal((await availability()).status, 200)
    assert.equal((await server.call('GET', '/readyz')).status, 200)
    assert.equal(await count(), had + 1)
  })

  it('A8: what was under way when it went is 503, and either there whole or not at all', async () => {
    const log = await obstruct(world, 'lock table events in share row exclusive mode')
    const asked = [lock(), lock(), lock()]
    await log.waiting(3)
    await wire.cut()
    for (const answer of await Promise.all(asked)) assertUnavailable(answer)
    await log.release()
    await wire.mend()
    await until('a booking', async () => (await lock()).status === 201)
    await assertInvariants(world.query, clinic.unitId)
  })

  it('A6: a late confirmation under way when it went is 503, and the server lives', async () => {
    const held = await lock()
    const log = await obstruct(world, 'lock table clients in share row exclusive mode')
    const { reservationToken } = held.body
    const late = { reservationToken, ifStillFree: true, client: { name: 'Ona', phone: '+37061234567' } }
    const asked = server.call('POST', '/api/v1/appointments', late)
    await log.waiting(1)
    await wire.cut()
    assertUnavailable(await asked)
    await log.release()
    await wire.mend()
    const confirmed = await until('an answer', async () => {
      const answer = await server.call('POST', '/api/v1/appointments', late)
      return answer.status !== 503 && answer
    })
    assert.equal(confirmed.status, 201, JSON.stringify(confirmed.body))
  })

  it('A8: cut off ten times among all kinds of requests, it answers each, with 503 at worst', async () => {
    const statuses: number[] = []
    let isOver = false
    const visit = async (guest: number): Promise<void> => {
      const client = { name: 'Ona', phone: `+3706123450${guest}` }
      for (let turn = 0; !isOver; turn++) {
        const held = await lock()
        const { reservationToken, appointmentId } = held.body
        const path = `/api/v1/appointments/${appointmentId}`
        const asked = [
          held,
          await server.call('POST', '/api/v1/slots/extend', { reservationToken }),
          await server.call('POST', '/api/v1/appointments', { reservationToken, client, ifStillFree: turn % 2 === 0 }),
          await availability(),
          await server.call('POST', `${path}/move`, { ...wishOf(slot++), reservationToken }),
          await server.call('POST', `${path}/cancel`, { reservationToken }),
          await server.call('POST', '/api/v1/appointments', { ...wishOf(slot++), unitId, serviceId, client }),
        ]
        for (const { status } of asked) statuses.push(status)
      }
    }
    const { unitId, serviceId } = clinic
    const guests = Promise.all([1, 2, 3, 4, 5, 6].map(visit))
    const seen = (from: number, is: (status: number) => boolean) => statuses.slice(from).some(is)
    for (let round = 0; round < 10; round++) {
      const mended = statuses.length
      await until('answers', async () => seen(mended, (status) => status < 300) && statuses.length > mended + 20)
      await wire.cut()
      const cut = statuses.length
      await until('refusals', async () => seen(cut, (status) => status === 503))
      await wire.mend()
    }
    isOver = true
    await guests
    const odd = statuses.filter((status) => status >= 500 && status !== 503)
    assert.deepEqual(odd, [])
    assert.equal((await lock()).status, 201)
    await assertInvariants(world.query, clinic.unitId)
  })

  it('C1: a booking that waits too long for another is refused for now, and nothing of it stays', async () => {
    const had = await count()
    const log = await obstruct(world, 'lock table events in share row exclusive mode')
    assertUnavailable(await lock())
    await log.release()
    assert.equal(await count(), had)
    assert.equal((await lock()).status, 201)
  })
})
