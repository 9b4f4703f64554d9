/** Races at a deadline and between operations, brought about on purpose: a lock of the test stops each where it hurts. */
import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { bookAppointment } from '../../src/features/booking/book-appointment.ts'
import { confirmHold } from '../../src/features/booking/confirm-hold.ts'
import { expireHolds } from '../../src/features/booking/expire-holds.ts'
import { extendHold } from '../../src/features/booking/extend-hold.ts'
import { moveAppointment } from '../../src/features/booking/move-appointment.ts'
import { placeHold } from '../../src/features/booking/place-hold.ts'
import { system } from '../../src/features/identity/actor.ts'
import { openClinic } from '../clinic.ts'
import { at, justAfter, justBefore, muchLater, now, openDeadline, outcomeOf, wish } from '../system/deadline.ts'
import { deadlocksIn, obstruct, otherNode } from '../system/held-up.ts'
import { assertConfirmedInTime, assertInvariants } from '../system/invariants.ts'

const { world, early, late, worker, hold, close } = await openDeadline()
after(close)

const attendee = (index: number) => ({ name: 'Ona', phone: `+37061200${String(index).padStart(3, '0')}` })

describe('at the deadline of a hold', () => {
  it('A5, A6: confirmed an instant before it or expired at it, never both, and somebody else has the time only if it expired', async () => {
    const clinic = await openClinic(world)
    const seen = new Set<string>()
    for (let round = 0; round < 16; round++) {
      const { id, token } = await hold(clinic, at(round))
      const contest = [
        () => outcomeOf(confirmHold(early.ctx, { reservationToken: token, client: attendee(round) })),
        () => outcomeOf(placeHold(late.ctx, wish(clinic, at(round)))),
      ]
      if (round % 2 === 1) contest.reverse()
      // Both queue for the hold, in this order; the worker passes by what others are busy with.
      const row = await obstruct(world, 'select from appointments where id = $1 for update', [id])
      const begun: Promise<string>[] = []
      for (const begin of contest) {
        begun.push(begin())
        await row.waiting(begun.length)
      }
      begun.push(outcomeOf(expireHolds(worker.ctx)))
      await row.release()
      const [first, second] = await Promise.all(begun)
      const [confirmed, taken] = round % 2 === 1 ? [second, first] : [first, second]
      const [after] = await world.query<{ status: string }>('select status from appointments where id = $1', [id])
      if (confirmed === 'done') assert.deepEqual([taken, after?.status], ['slot-taken', 'CONFIRMED'])
      else assert.deepEqual([confirmed, taken, after?.status], ['hold-expired', 'done', 'CANCELLED'])
      seen.add(confirmed as string)
      await assertInvariants(world.query, clinic.unitId, justAfter)
    }
    await assertConfirmedInTime(world.query, clinic.unitId, [])
    assert.deepEqual([...seen].sort(), ['done', 'hold-expired'])
  })

  it('A6: of one late confirmation with ifStillFree and eight strangers one has the time', async () => {
    const clinic = await openClinic(world)
    for (let round = 0; round < 6; round++) {
      const { token } = await hold(clinic, at(round))
      if (round % 2 === 1) await expireHolds(worker.ctx)
      const late9 = { reservationToken: token, client: attendee(100 + round), ifStillFree: true }
      const begun = [() => outcomeOf(confirmHold(late.ctx, late9))]
      for (let i = 0; i < 8; i++) begun.splice(round, 0, () => outcomeOf(placeHold(late.ctx, wish(clinic, at(round)))))
      const outcomes = await Promise.all(begun.map((begin) => begin()))
      assert.deepEqual(outcomes.toSorted(), ['done', ...Array(8).fill('slot-taken')])
      await assertInvariants(world.query, clinic.unitId, justAfter)
    }
  })

  it('A4: a hold extended in its last instant still is the one hold of its conversation', async () => {
    const clinic = await openClinic(world)
    const first = await hold(clinic, at(0), { conversation: 'chat:one', client: { phone: '+37061234567' } })
    // The extension has read the clock and stands before its first write.
    const log = await obstruct(world, 'lock table appointments in share mode')
    const extending = outcomeOf(extendHold(early.ctx, first.token))
    await log.waiting(1)
    const replacing = placeHold(
      late.ctx,
      wish(clinic, at(1), { conversation: 'chat:one', client: { phone: '+37061234567' } }),
    )
    await log.waiting(2)
    await log.release()
    assert.equal(await extending, 'done')
    const second = await replacing
    const live = await world.query<{ id: string }>(
      `select id from appointments where unit_id = $1 and status = 'HELD' and hold_expires_at > $2`,
      [clinic.unitId, justAfter],
    )
    assert.deepEqual(live, [{ id: second.id }])
    await assertInvariants(world.query, clinic.unitId, justAfter)
  })

  it('A4: a client whose hold is extended in its last instant is refused another in another conversation', async () => {
    const clinic = await openClinic(world)
    const client = { phone: '+37061234568' }
    const first = await hold(clinic, at(0), { conversation: 'chat:one', client })
    // The extension has read the clock and stands before its first write.
    const log = await obstruct(world, 'lock table appointments in share mode')
    const extending = outcomeOf(extendHold(early.ctx, first.token))
    await log.waiting(1)
    const other = outcomeOf(placeHold(late.ctx, wish(clinic, at(1), { conversation: 'chat:two', client })))
    await log.waiting(2)
    await log.release()
    assert.deepEqual([await extending, await other], ['done', 'client-busy'])
  })
})

describe('in the last instant', () => {
  it('A5: a hold extended while somebody waits to clear it away stays, and the time with it', async () => {
    const clinic = await openClinic(world)
    for (let round = 0; round < 2; round++) {
      const { id, token } = await hold(clinic, at(round))
      const row = await obstruct(world, 'select from appointments where id = $1 for update', [id])
      const extending = outcomeOf(extendHold(early.ctx, token))
      await row.waiting(1)
      const taking = outcomeOf(placeHold(late.ctx, wish(clinic, at(round))))
      await row.waiting(2)
      await row.release()
      assert.deepEqual([await extending, await taking], ['done', 'slot-taken'])
      await expireHolds(worker.ctx)
      const [after] = await world.query<{ status: string }>('select status from appointments where id = $1', [id])
      assert.equal(after?.status, 'HELD')
    }
    await assertInvariants(world.query, clinic.unitId, justAfter)
  })

  it('A8: a request moved while another clears it away deadlocks with nobody', async () => {
    const clinic = await openClinic(world, {
      service: { capacity: 2, needsApproval: true, approvalWithinMinutes: 5 },
    })
    const { id, token } = await hold(clinic, at(0))
    const client = attendee(400)
    await world.call('POST', '/api/v1/appointments', { reservationToken: token, client })
    const boss = otherNode(world, justBefore, { ...system, kind: 'user', id: 'boss' })
    const resource = await obstruct(world, 'select from resources where id = $1 for update', [clinic.resourceIds[0]])
    const taking = outcomeOf(placeHold(late.ctx, wish(clinic, at(0))))
    await resource.waiting(1)
    const moving = outcomeOf(moveAppointment(boss.ctx, { appointmentId: id, start: at(4) }))
    await resource.waiting(2)
    await resource.release()
    assert.deepEqual([await taking, await moving], ['done', 'not-in-state'])
    assert.equal((await deadlocksIn(boss.ctx)) + (await deadlocksIn(late.ctx)), 0)
    await boss.close()
    await assertInvariants(world.query, clinic.unitId, justAfter)
  })
})

describe('operations that meet half-way', () => {
  it('A8: a hold that is replaced while somebody tries to move it deadlocks with nobody', async () => {
    const clinic = await openClinic(world, { service: { capacity: 4 } })
    const first = await hold(clinic, at(0), { conversation: 'chat:three' })
    const boss = otherNode(world, now, { ...system, kind: 'user', id: 'boss' })
    const resource = await obstruct(world, 'select from resources where id = $1 for update', [clinic.resourceIds[0]])
    const moving = outcomeOf(moveAppointment(boss.ctx, { appointmentId: first.id, start: at(4) }))
    await resource.waiting(1)
    const replacing = outcomeOf(placeHold(early.ctx, wish(clinic, at(1), { conversation: 'chat:three' })))
    await resource.waiting(2)
    await resource.release()
    assert.deepEqual([await moving, await replacing], ['not-in-state', 'done'])
    assert.equal((await deadlocksIn(boss.ctx)) + (await deadlocksIn(early.ctx)), 0)
    await boss.close()
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('A8: a late confirmation in a class deadlocks with nobody who clears the overdue hold away', async () => {
    const clinic = await openClinic(world, { service: { capacity: 2 } })
    const first = await hold(clinic, at(0))
    await expireHolds(worker.ctx)
    const boss = otherNode(world, muchLater, { ...system, kind: 'user', id: 'boss' })
    const resource = await obstruct(world, 'select from resources where id = $1 for update', [clinic.resourceIds[0]])
    const moving = outcomeOf(moveAppointment(boss.ctx, { appointmentId: first.id, start: at(4) }))
    await resource.waiting(1)
    const reviving = outcomeOf(
      confirmHold(late.ctx, { reservationToken: first.token, client: attendee(200), ifStillFree: true }),
    )
    await resource.waiting(2)
    await resource.release()
    assert.equal(await reviving, 'done')
    assert.equal(await moving, 'not-in-state')
    assert.equal((await deadlocksIn(boss.ctx)) + (await deadlocksIn(late.ctx)), 0)
    await boss.close()
    await assertInvariants(world.query, clinic.unitId, justAfter)
  })

  it('A8: a booking and a late confirmation by one new client for one time deadlock with nobody', async () => {
    const clinic = await openClinic(world)
    for (let round = 0; round < 4; round++) {
      const { token } = await hold(clinic, at(round))
      await expireHolds(worker.ctx)
      const client = attendee(300 + round)
      const clients = await obstruct(world, 'lock table clients in share row exclusive mode')
      const reviving = outcomeOf(confirmHold(late.ctx, { reservationToken: token, client, ifStillFree: true }))
      await clients.waiting(1)
      const booking = outcomeOf(bookAppointment(late.ctx, { ...wish(clinic, at(round)), client }))
      await clients.waiting(2)
      await clients.release()
      assert.deepEqual([await reviving, await booking].toSorted(), ['done', 'slot-taken'])
    }
    assert.equal(await deadlocksIn(late.ctx), 0)
    await assertInvariants(world.query, clinic.unitId, justAfter)
  })
})
