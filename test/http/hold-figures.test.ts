/** The figure of expired holds, over all processes: one for each hold that ran out, whoever cleared it away. */
import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { confirmHold } from '../../src/features/booking/confirm-hold.ts'
import { expireHolds } from '../../src/features/booking/expire-holds.ts'
import { placeHold } from '../../src/features/booking/place-hold.ts'
import { releaseHold } from '../../src/features/booking/release-hold.ts'
import { openClinic } from '../clinic.ts'
import { at, openDeadline, outcomeOf, wish } from '../system/deadline.ts'
import type { OtherNode } from '../system/held-up.ts'

const { world, early, late, worker, hold, close } = await openDeadline()
after(close)

/** What a node shows at /metrics. */
async function expiredAt({ ctx }: Pick<OtherNode, 'ctx'>): Promise<number> {
  const figures = await ctx.metrics.registry.metrics()
  return Number(/^slot_lock_expired_total (\d+)$/m.exec(figures)?.[1])
}

type Counted = Record<'here' | 'early' | 'late' | 'worker', number>

/** How many expired holds each node counts more than before `work`. */
async function countedBy(work: () => Promise<unknown>): Promise<Counted> {
  const nodes = { here: world, early, late, worker }
  const read = async () => Promise.all(Object.values(nodes).map(expiredAt))
  const before = await read()
  await work()
  const more = (await read()).map((count, i) => count - (before[i] ?? 0))
  return Object.fromEntries(Object.keys(nodes).map((name, i) => [name, more[i]])) as Counted
}

const nothing: Counted = { here: 0, early: 0, late: 0, worker: 0 }
const attendee = { name: 'Ona', phone: '+37061234567' }

describe('slot_lock_expired_total', () => {
  it('A5: counts a hold the worker tidies away, once however often the worker looks', async () => {
    const clinic = await openClinic(world)
    await hold(clinic, at(0))
    await hold(clinic, at(1))
    const counted = await countedBy(async () => {
      assert.equal((await expireHolds(early.ctx)).expired, 0)
      assert.equal((await expireHolds(worker.ctx)).expired, 2)
      assert.equal((await expireHolds(worker.ctx)).expired, 0)
    })
    assert.deepEqual(counted, { ...nothing, worker: 2 })
  })

  it('A5: counts a hold that another finds in its way, where that other was asked for, and not again', async () => {
    const clinic = await openClinic(world)
    for (const index of [0, 1, 2]) await hold(clinic, at(index))
    const counted = await countedBy(async () => {
      await placeHold(late.ctx, wish(clinic, at(0), { durationMinutes: 90 }))
      assert.equal(await outcomeOf(placeHold(late.ctx, wish(clinic, at(1)))), 'slot-taken')
      assert.equal((await expireHolds(worker.ctx)).expired, 0)
    })
    assert.deepEqual(counted, { ...nothing, late: 3 })
  })

  it('A5: counts a hold once when worker and rivals come upon it at the same time', async () => {
    const clinic = await openClinic(world)
    const rounds = 20
    for (let round = 0; round < rounds; round++) {
      await hold(clinic, at(round))
      const counted = await countedBy(async () => {
        const rivals = Array.from({ length: 4 }, () => outcomeOf(placeHold(late.ctx, wish(clinic, at(round)))))
        const [, , ...outcomes] = await Promise.all([expireHolds(worker.ctx), expireHolds(worker.ctx), ...rivals])
        assert.deepEqual(outcomes.toSorted(), ['done', 'slot-taken', 'slot-taken', 'slot-taken'])
      })
      assert.equal(
        Object.values(counted).reduce((sum, count) => sum + count),
        1,
      )
    }
    const released = (await world.events()).filter(
      ({ unitId, type, data }) =>
        unitId === clinic.unitId && type === 'slot.released' && data.reason === 'HOLD_EXPIRED',
    )
    assert.equal(released.length, rounds)
  })

  it('A5: counts no hold that was confirmed, given up, revived after its deadline or refused', async () => {
    const clinic = await openClinic(world, { service: { needsApproval: true, approvalWithinMinutes: 1 } })
    const counted = await countedBy(async () => {
      const [confirmed, released, revived] = [
        await hold(clinic, at(0)),
        await hold(clinic, at(1)),
        await hold(clinic, at(2)),
      ]
      await confirmHold(world.ctx, { reservationToken: confirmed.token, client: attendee })
      await releaseHold(early.ctx, released.token)
      await confirmHold(late.ctx, { reservationToken: revived.token, client: attendee, ifStillFree: true })
      // A request nobody approved in time is declined, which is another figure's.
      assert.equal((await expireHolds(worker.ctx)).expired, 1)
      assert.equal(await outcomeOf(placeHold(late.ctx, wish(clinic, at(2)))), 'slot-taken')
    })
    assert.deepEqual(counted, nothing)
  })
})
