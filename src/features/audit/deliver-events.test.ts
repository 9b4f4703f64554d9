import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openWorld, type World } from '../../../test/world.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { deliverEvents } from './deliver-events.ts'
import type { Event } from './event.ts'
import { record } from './record-event.ts'
import { renumberEventsAfterRestore } from './renumber-events.ts'

let world: World
before(async () => {
  world = await openWorld()
})
after(() => world.close())

/** A consumer that remembers, and can be waited for. */
function collector(name: string, take: (event: Event) => void = () => {}) {
  const taken: Event[] = []
  let look = () => {}
  const consumer = {
    name,
    take: async (event: Event) => {
      take(event)
      taken.push(event)
      look()
    },
  }
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      look = () => {
        if (holds()) resolve()
      }
      look()
    })
  return { consumer, taken, until }
}

const fact = (id: string, version: number) => ({
  type: 'thing.changed',
  unitId: null,
  subject: { type: 'thing', id, version },
  before: null,
  after: { version },
})
const write = (id: string, version: number) =>
  world.ctx.transaction(async (tx) => {
    record(tx, fact(id, version))
  })
const start = (consumer: ReturnType<typeof collector>['consumer']) => {
  const { db, log, metrics } = world.ctx
  return deliverEvents({ db, log, metrics, pollMilliseconds: 20 }, consumer)
}

describe('delivering events', () => {
  it('C4: every event reaches a consumer, in order per subject', async () => {
    const { consumer, taken, until } = collector('in-order')
    const stop = start(consumer)
    await Promise.all(
      ['a', 'b', 'c'].map(async (id) => {
        for (let version = 1; version <= 10; version++) await write(`${id}-order`, version)
      }),
    )
    await until(() => taken.length >= 30)
    await stop()
    for (const id of ['a', 'b', 'c']) {
      const versions = taken.filter((event) => event.subject.id === `${id}-order`).map((event) => event.subject.version)
      assert.deepEqual(versions, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    }
  })

  it('C4: what a crash interrupted is delivered again, nothing is skipped', async () => {
    const seen: number[] = []
    let hasFailed = false
    const { consumer, taken, until } = collector('crashing', (event) => {
      if (event.subject.id !== 'crash') return
      seen.push(event.subject.version)
      if (event.subject.version === 3 && !hasFailed) {
        hasFailed = true
        throw new Error('the consumer fell over')
      }
    })
    for (let version = 1; version <= 5; version++) await write('crash', version)
    const stop = start(consumer)
    await until(() => taken.some((event) => event.subject.id === 'crash' && event.subject.version === 5))
    await stop()
    assert.deepEqual(seen, [1, 2, 3, 3, 4, 5])
  })

  it('C4: a consumer goes on where it was, also in another process', async () => {
    const first = collector('resumed')
    const stopFirst = start(first.consumer)
    await write('resume', 1)
    await first.until(() => first.taken.some((event) => event.subject.id === 'resume'))
    await stopFirst()
    await write('resume', 2)
    const second = collector('resumed')
    const stopSecond = start(second.consumer)
    await second.until(() => second.taken.length > 0)
    await stopSecond()
    assert.deepEqual(
      second.taken.map((event) => [event.subject.id, event.subject.version]),
      [['resume', 2]],
    )
  })

  it('C4: an event is held back while an older transaction runs, and none is missed when that one commits', async () => {
    const { consumer, taken, until } = collector('held-back')
    const stop = start(consumer)
    await write('held', 1)
    await until(() => taken.some((event) => event.subject.id === 'held'))
    let finish = () => {}
    const isOpen = new Promise<void>((resolve) => {
      finish = resolve
    })
    let hasWritten = () => {}
    const written = new Promise<void>((resolve) => {
      hasWritten = resolve
    })
    // Takes its transaction id first and commits last.
    const slow = world.ctx.transaction(async (tx: Transaction) => {
      record(tx, fact('slow', 1))
      await tx.settled()
      hasWritten()
      await isOpen
    })
    await written
    await write('held', 2)
    const names = () => taken.map((event) => `${event.subject.id} ${event.subject.version}`)
    assert.ok(!names().includes('held 2'))
    finish()
    await slow
    await until(() => names().includes('held 2'))
    await stop()
    assert.deepEqual(names().slice(-2), ['slow 1', 'held 2'])
  })

  it('H5: after a restore on a server with younger transaction ids, new events are still delivered', async () => {
    const first = collector('restored')
    const stopFirst = start(first.consumer)
    await write('restore', 1)
    await first.until(() => first.taken.some((event) => event.subject.id === 'restore'))
    await stopFirst()
    await world.query('alter table events disable trigger events_are_append_only')
    await world.query(`update events set order_xid = '9000000000'`)
    await world.query('alter table events enable trigger events_are_append_only')
    await world.query(`update event_cursors set order_xid = '9000000000'`)
    assert.equal(await renumberEventsAfterRestore(world.ctx), true)
    assert.equal(await renumberEventsAfterRestore(world.ctx), false)
    await write('restore', 2)
    const second = collector('restored')
    const stopSecond = start(second.consumer)
    await second.until(() => second.taken.length > 0)
    await stopSecond()
    assert.deepEqual(
      second.taken.map((event) => [event.subject.id, event.subject.version]),
      [['restore', 2]],
    )
  })

  it('A2: events cannot be changed or removed', async () => {
    await write('kept', 1)
    await assert.rejects(
      world.query(`update events set type = 'thing.forged' where subject_id = 'kept'`),
      /append-only/,
    )
    await assert.rejects(world.query(`delete from events where subject_id = 'kept'`), /append-only/)
  })
})
