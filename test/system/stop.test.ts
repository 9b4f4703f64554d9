/** SIGTERM while requests are under way: they are answered, nobody new is let in, and the process ends well. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Clinic, openClinic } from '../clinic.ts'
import { openWorld, type World } from '../world.ts'
import { obstruct } from './held-up.ts'
import { assertInvariants } from './invariants.ts'
import { startProcess, until } from './server-process.ts'

let world: World
let clinic: Clinic

before(async () => {
  world = await openWorld()
  clinic = await openClinic(world)
})
after(() => world.close())

const tomorrow = Math.ceil(Date.now() / 86_400_000 + 1) * 86_400_000
const lockOf = (index: number) => ({
  unitId: clinic.unitId,
  serviceId: clinic.serviceId,
  start: new Date(tomorrow + index * 30 * 60_000).toISOString(),
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`H1: on ${signal} requests under way are finished, new connections refused, and the exit code is 0`, async () => {
    const server = await startProcess({ DATABASE_URL: world.url })
    const first = signal === 'SIGTERM' ? 0 : 10
    // An idle connection of before must not hold anything up.
    assert.equal((await server.call('GET', '/healthz')).status, 200)
    const log = await obstruct(world, 'lock table events in share row exclusive mode')
    const asked = Array.from({ length: 5 }, (_, i) => server.call('POST', '/api/v1/slots/lock', lockOf(first + i)))
    await log.waiting(5)
    const ended = server.end(signal)
    await until('new connections to be refused', async () => {
      const refused = await server.call('GET', '/healthz').then(
        () => undefined,
        (error: Error) => error.cause as NodeJS.ErrnoException,
      )
      return refused?.code === 'ECONNREFUSED'
    })
    await log.release()
    const answers = await Promise.all(asked)
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array(5).fill(201),
    )
    // Whoever supervises a process gives it 10 to 30 s; connections that were kept open must not use them up.
    const tooLong = setTimeout(() => server.signal('SIGKILL'), 8_000)
    assert.equal(await ended, 0, 'it did not end by itself within 8 s of its last answer')
    clearTimeout(tooLong)
    for (const { body } of answers) {
      const found = await world.query('select from appointments where id = $1', [body.appointmentId])
      assert.equal(found.length, 1)
    }
    await assertInvariants(world.query, clinic.unitId)
  })
}
