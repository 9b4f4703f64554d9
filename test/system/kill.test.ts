/** kill -9 in the middle of a booking storm, of the server and of PostgreSQL: what was answered is so, and only once. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Ctx } from '../../src/context.ts'
import { type Clinic, openClinic } from '../clinic.ts'
import type { World } from '../world.ts'
import { assertNothingLost, beginStorm, type Storm } from './booking-storm.ts'
import { type Installation, newInstallation } from './installation.ts'
import { assertInvariants } from './invariants.ts'
import { type ServerProcess, until } from './server-process.ts'

const people = 8

let installation: Installation
let server: ServerProcess
let clinic: Clinic
/** The next slot nobody has asked for yet, so that every storm has its own. */
let nextSlot = 0

before(async () => {
  installation = await newInstallation()
  server = await installation.start()
  const ctx: Ctx = await installation.openContext()
  clinic = await openClinic({ ctx } as World, { people: 1, service: { horizonDays: 730, holdSeconds: 3600 } })
  await ctx.db.close()
})
after(() => installation.remove())

const storm = () => {
  const begun = beginStorm(() => server, clinic, people, nextSlot)
  nextSlot += 2_000
  return begun
}
const confirmedAtLeast = (begun: Storm, count: number) =>
  until(`${count} bookings`, async () => begun.confirmed() >= count)

describe('killed in the middle of a booking storm', () => {
  for (const round of [1, 2]) {
    it(`A8: the server, for the ${round}. time: every answered booking is there after the start, none twice`, async () => {
      const begun = storm()
      await confirmedAtLeast(begun, 60)
      await server.end('SIGKILL')
      await begun.end()
      assert.ok(begun.unanswered() > 0, 'nobody was cut off')
      server = await installation.start()
      await assertNothingLost(server, begun.attempts)
      await assertInvariants(installation.query, clinic.unitId)
    })

    it(`A8: PostgreSQL, for the ${round}. time: 503 meanwhile, then bookings again by itself, nothing lost or doubled`, async () => {
      const begun = storm()
      await confirmedAtLeast(begun, 60)
      const killed = await installation.postgresPid()
      process.kill(killed, 'SIGKILL')
      const refusal = await until('a refusal', async () => begun.lastRefusal())
      assert.equal(refusal.body.code, 'unavailable')
      assert.ok(Number(refusal.headers['retry-after']) >= 1)
      assert.match(String(refusal.headers['content-type']), /problem\+json/)
      const before = begun.confirmed()
      await confirmedAtLeast(begun, before + 40)
      await begun.end()
      assert.notEqual(await installation.postgresPid(), killed)
      assert.equal((await server.call('GET', '/readyz')).status, 200)
      await assertNothingLost(server, begun.attempts)
      await assertInvariants(installation.query, clinic.unitId)
    })
  }
})
