import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkSlot } from './check-slot.ts'
import type { Claim, SearchResource, SlotSearch } from './slot-search.ts'

const at = (time: string) => Date.parse(`2027-06-01T${time}Z`)

function searchFor(resources: SearchResource[], rest: Partial<SlotSearch> = {}): SlotSearch {
  return {
    from: at('00:00'),
    to: at('00:00'),
    zone: 'UTC',
    stepMinutes: 15,
    durationMinutes: 60,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    earliestStart: at('09:30'),
    latestStart: at('16:00'),
    capacity: 1,
    roles: [{ role: 'provider', resources }],
    ...rest,
  }
}

const lunch: Claim = { id: 'lunch', startsAt: at('12:00'), endsAt: at('12:30'), sessionKey: null }
const anna: SearchResource = { id: 'anna', open: [at('09:00'), at('17:00')], claims: [lunch] }

function refusalAt(time: string, search = searchFor([anna])): string {
  const check = checkSlot(search, at(time))
  return check.ok ? 'ok' : check.refused
}

test('C1: a free time is accepted with its slot, wherever the range of the search ends', () => {
  assert.deepEqual(checkSlot(searchFor([anna]), at('10:15')), {
    ok: true,
    slot: { start: at('10:15'), end: at('11:15'), capacityTotal: 1, capacityUsed: 0 },
  })
})

test('C1: a refusal names the rule that refuses', () => {
  assert.equal(refusalAt('10:20'), 'grid')
  assert.equal(refusalAt('10:15:00.001'), 'grid')
  assert.equal(refusalAt('09:15'), 'notice')
  assert.equal(refusalAt('09:30'), 'ok')
  assert.equal(refusalAt('16:00'), 'ok')
  assert.equal(refusalAt('16:15'), 'horizon')
  assert.equal(refusalAt('16:15', searchFor([anna], { latestStart: at('20:00') })), 'closed')
  assert.equal(refusalAt('10:15', searchFor([anna], { allowedDurations: [30, 90] })), 'duration')
  assert.equal(refusalAt('12:15'), 'taken')
  for (const nothing of [Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.deepEqual(checkSlot(searchFor([anna]), nothing), { ok: false, refused: 'grid', obstacles: [] })
  }
})

test('C1: a refusal names the claim in the way, and why every other resource is of no use', () => {
  const ben: SearchResource = { id: 'ben', open: [], claims: [] }
  assert.deepEqual(checkSlot(searchFor([ben, anna]), at('11:30')), {
    ok: false,
    refused: 'taken',
    obstacles: [
      { resourceId: 'anna', roles: ['provider'], refused: 'taken', claim: lunch },
      { resourceId: 'ben', roles: ['provider'], refused: 'closed' },
    ],
  })
})

test('C1: buffers are named by the claim they touch', () => {
  const check = checkSlot(searchFor([anna], { bufferAfterMinutes: 10 }), at('11:00'))
  assert.ok(!check.ok && check.obstacles[0]?.claim === lunch)
  assert.equal(refusalAt('11:00'), 'ok')
})

test('C1: a full session is refused for its capacity, a single booking as taken', () => {
  const booked = (used: number): SearchResource => ({
    id: 'anna',
    open: [at('09:00'), at('17:00')],
    claims: Array.from({ length: used }, () => ({ startsAt: at('10:00'), endsAt: at('11:00'), sessionKey: 'yoga' })),
    sessions: [{ sessionKey: 'yoga', startsAt: at('10:00'), durationMinutes: 60, used }],
  })
  assert.equal(refusalAt('10:00', searchFor([booked(2)], { capacity: 3 })), 'ok')
  assert.equal(refusalAt('10:00', searchFor([booked(3)], { capacity: 3 })), 'capacity')
  assert.equal(refusalAt('10:30', searchFor([booked(2)], { capacity: 3 })), 'taken')
  // Of the claims in the way it is not the class one wanted to join that matters.
  const leave: Claim = { startsAt: at('10:30'), endsAt: at('10:45'), sessionKey: null }
  const check = checkSlot(
    searchFor([{ ...booked(2), claims: [...booked(2).claims, leave] }], { capacity: 3 }),
    at('10:00'),
  )
  assert.ok(!check.ok && check.refused === 'taken' && check.obstacles[0]?.claim === leave)
  assert.equal(refusalAt('10:00', searchFor([booked(1)], { capacity: 1 })), 'taken')
})

test('C1: a role nobody open can take is a closed time, a role somebody is busy in a taken one', () => {
  const room: SearchResource = { id: 'room', open: [at('13:00'), at('17:00')], claims: [] }
  const roles = [
    { role: 'provider', resources: [anna] },
    { role: 'room', resources: [room] },
  ]
  assert.equal(refusalAt('10:00', searchFor([], { roles })), 'closed')
  assert.equal(refusalAt('14:00', searchFor([], { roles })), 'ok')
  const busyRoom = { ...room, claims: [{ startsAt: at('14:30'), endsAt: at('15:00'), sessionKey: null }] }
  const check = checkSlot(searchFor([], { roles: roles.with(1, { role: 'room', resources: [busyRoom] }) }), at('14:00'))
  assert.ok(!check.ok && check.refused === 'taken')
  assert.deepEqual(
    check.obstacles.map((one) => one.resourceId),
    ['room'],
  )
})
