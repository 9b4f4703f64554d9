import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Slot } from './find-slots.ts'
import { findSlots, firstFreeSlots } from './find-slots.ts'
import { openHours } from './open-hours.ts'
import type { Claim, SearchResource, SlotSearch } from './slot-search.ts'
import { InvalidSearch, searchSpan } from './slot-search.ts'

const at = (time: string) => Date.parse(`2027-06-01T${time}Z`)
const NINE_TO_NOON = [at('09:00'), at('12:00')]

function claim(from: string, to: string, sessionKey: string | null = null): Claim {
  return { startsAt: at(from), endsAt: at(to), sessionKey }
}

function resource(id: string, rest: Partial<SearchResource> = {}): SearchResource {
  return { id, open: NINE_TO_NOON, claims: [], ...rest }
}

function searchFor(resources: SearchResource[], rest: Partial<SlotSearch> = {}): SlotSearch {
  return {
    from: at('00:00'),
    to: at('23:59'),
    zone: 'UTC',
    stepMinutes: 30,
    durationMinutes: 60,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    earliestStart: at('00:00'),
    latestStart: at('23:59'),
    capacity: 1,
    roles: [{ role: 'provider', resources }],
    ...rest,
  }
}

const startsOf = (slots: readonly Slot[]) =>
  slots.map((slot) => new Date(slot.start).toISOString().slice(11, 16)).join(' ')
const seatsOf = (slots: readonly Slot[]) => slots.map((slot) => `${slot.capacityUsed}/${slot.capacityTotal}`).join(' ')

test('C1: a slot lies within open hours to the minute and ends when they end', () => {
  assert.equal(startsOf(findSlots(searchFor([resource('a')]))), '09:00 09:30 10:00 10:30 11:00')
  assert.equal(startsOf(findSlots(searchFor([resource('a')], { durationMinutes: 180 }))), '09:00')
  assert.equal(startsOf(findSlots(searchFor([resource('a')], { durationMinutes: 181 }))), '')
})

test('C1: a claim takes its own time and the slot its buffers, which need not be open', () => {
  const busy = resource('a', { claims: [claim('10:00', '10:30')] })
  assert.equal(startsOf(findSlots(searchFor([busy]))), '09:00 10:30 11:00')
  assert.equal(startsOf(findSlots(searchFor([busy], { bufferBeforeMinutes: 1 }))), '09:00 11:00')
  assert.equal(startsOf(findSlots(searchFor([busy], { bufferAfterMinutes: 1 }))), '10:30 11:00')
  const justBefore = resource('a', { claims: [claim('08:00', '08:45')] })
  assert.equal(
    startsOf(findSlots(searchFor([justBefore], { bufferBeforeMinutes: 15 }))),
    '09:00 09:30 10:00 10:30 11:00',
  )
  assert.equal(startsOf(findSlots(searchFor([justBefore], { bufferBeforeMinutes: 16 }))), '09:30 10:00 10:30 11:00')
})

test('C1: claims that overlap or come in no order block all the same, and an empty one nothing', () => {
  const claims = [claim('11:00', '11:15'), claim('09:00', '10:30'), claim('09:15', '09:30'), claim('10:45', '10:45')]
  assert.equal(startsOf(findSlots(searchFor([resource('a', { claims })], { durationMinutes: 30 }))), '10:30 11:30')
})

test('C1: a fraction of a millisecond is in the way too, and within no limit', () => {
  const touching = [
    { startsAt: at('08:00'), endsAt: at('09:00') + 0.001, sessionKey: null },
    { startsAt: at('12:00') - 0.001, endsAt: at('13:00'), sessionKey: null },
  ]
  assert.equal(startsOf(findSlots(searchFor([resource('a', { claims: touching })]))), '09:30 10:00 10:30')
  const within = { earliestStart: at('09:30') + 0.5, latestStart: at('10:30') - 0.5 }
  assert.equal(startsOf(findSlots(searchFor([resource('a')], within))), '10:00')
})

test('C1: starts are those of the search, after the notice and up to the horizon, both included', () => {
  const within = { earliestStart: at('09:30'), latestStart: at('10:30') }
  assert.equal(startsOf(findSlots(searchFor([resource('a')], within))), '09:30 10:00 10:30')
  assert.equal(startsOf(findSlots(searchFor([resource('a')], { from: at('09:30'), to: at('10:30') }))), '09:30 10:00')
})

test('C1: the grid is that of the wall clock, whatever minute the hours begin at', () => {
  const fromTenPast = resource('a', { open: [at('09:10'), at('12:00')] })
  assert.equal(startsOf(findSlots(searchFor([fromTenPast]))), '09:30 10:00 10:30 11:00')
  // Kathmandu is 5:45 ahead: its whole hours are quarters to in UTC.
  assert.equal(
    startsOf(findSlots(searchFor([resource('a')], { zone: 'Asia/Kathmandu', stepMinutes: 60 }))),
    '09:15 10:15',
  )
  // 50 does not divide a day: the grid begins anew at midnight, so 9:10 is a start every day.
  assert.equal(startsOf(findSlots(searchFor([resource('a')], { stepMinutes: 50 }))), '09:10 10:00 10:50')
})

test('C1: on the night an hour is repeated both of its showings are offered, and a skipped one is not', () => {
  const offered = (from: number, to: number) => {
    const open = openHours('Europe/Vilnius', [{ weekday: 7, startsAt: 0, endsAt: 360 }], [], from, to)
    const search = { from, to, earliestStart: from, latestStart: to, zone: 'Europe/Vilnius', stepMinutes: 60 }
    return findSlots(searchFor([resource('a', { open })], search))
      .map((slot) => Temporal.Instant.fromEpochMilliseconds(slot.start).toZonedDateTimeISO('Europe/Vilnius'))
      .map((time) => `${time.hour}${time.offset.slice(0, 3)}`)
      .join(' ')
  }
  assert.equal(
    offered(Date.parse('2027-10-30T12:00Z'), Date.parse('2027-10-31T12:00Z')),
    '0+03 1+03 2+03 3+03 3+02 4+02 5+02',
  )
  assert.equal(offered(Date.parse('2027-03-27T12:00Z'), Date.parse('2027-03-28T12:00Z')), '0+02 1+02 2+02 4+03 5+03')
})

test('C1: a time is offered while any resource is free, and the capacity says how many', () => {
  const slots = findSlots(
    searchFor([
      resource('a', { claims: [claim('09:00', '11:00')] }),
      resource('b', { open: [at('10:00'), at('12:00')] }),
    ]),
  )
  assert.equal(startsOf(slots), '10:00 10:30 11:00')
  assert.equal(seatsOf(slots), '1/2 1/2 0/2')
})

test('C1: a session with free seats is joined, a full one and a foreign one are in the way', () => {
  const session = (used: number) => ({
    claims: Array.from({ length: used }, () => claim('10:00', '11:00', 'yoga')),
    sessions: [{ sessionKey: 'yoga', startsAt: at('10:00'), durationMinutes: 60, used }],
  })
  const classes = { capacity: 3 }
  const joinable = findSlots(searchFor([resource('a', session(2))], classes))
  assert.equal(startsOf(joinable), '09:00 10:00 11:00')
  assert.equal(seatsOf(joinable), '0/3 2/3 0/3')
  assert.equal(startsOf(findSlots(searchFor([resource('a', session(3))], classes))), '09:00 11:00')
  assert.equal(
    startsOf(findSlots(searchFor([resource('a', session(2))], { ...classes, durationMinutes: 30 }))),
    '09:00 09:30 11:00 11:30',
  )
  const withLeave = { ...session(2), claims: [...session(2).claims, claim('10:30', '10:45')] }
  assert.equal(startsOf(findSlots(searchFor([resource('a', withLeave)], classes))), '09:00 11:00')
  // A session everybody left is a free time like any other: its seats count once.
  assert.equal(seatsOf(findSlots(searchFor([resource('a', session(0))], classes))), '0/3 0/3 0/3 0/3 0/3')
  // Nobody joins a class on a day that was closed after it was made.
  assert.equal(
    startsOf(findSlots(searchFor([resource('a', { ...session(2), open: [at('11:00'), at('12:00')] })], classes))),
    '11:00',
  )
})

test('C1: all roles are needed at once, each by another resource', () => {
  const [anna, ben] = [resource('anna', { claims: [claim('09:00', '10:00')] }), resource('ben')]
  const room = resource('room', { claims: [claim('11:00', '12:00')] })
  const both = (provider: SearchResource[], second: SearchResource[]) =>
    findSlots(
      searchFor([], {
        roles: [
          { role: 'provider', resources: provider },
          { role: 'second', resources: second },
        ],
      }),
    )
  assert.equal(startsOf(both([anna], [room])), '10:00')
  assert.equal(startsOf(both([anna, ben], [room])), '09:00 09:30 10:00')
  assert.equal(startsOf(both([ben], [ben])), '')
  assert.equal(startsOf(both([anna, ben], [ben])), '10:00 10:30 11:00')
  assert.equal(startsOf(both([anna, ben], [])), '')
})

test('C1: only the teacher and the room of one class are joined together', () => {
  const inClass = (id: string, key: string, lineUpKey?: string, used = 1): SearchResource =>
    resource(id, {
      open: [at('10:00'), at('11:00')],
      claims: [claim('10:00', '11:00', key)],
      sessions: [
        { sessionKey: key, startsAt: at('10:00'), durationMinutes: 60, used, ...(lineUpKey ? { lineUpKey } : {}) },
      ],
    })
  const withRoom = (room: SearchResource) => {
    const roles = [
      { role: 'teacher', resources: [inClass('anna', 's1', 'yoga')] },
      { role: 'room', resources: [room] },
    ]
    return findSlots(searchFor([], { capacity: 5, roles }))
  }
  assert.equal(seatsOf(withRoom(inClass('hall', 's2', 'yoga'))), '1/5')
  assert.equal(seatsOf(withRoom(inClass('hall', 's2', 'yoga', 4))), '4/5')
  assert.equal(seatsOf(withRoom(inClass('hall', 's2', 'chess'))), '')
  assert.equal(seatsOf(withRoom(inClass('hall', 's2'))), '')
  assert.equal(seatsOf(withRoom(resource('hall'))), '')
})

test('C1: on request a slot names the resources that can stand in each role', () => {
  const roles = [
    { role: 'nurse', resources: [resource('anna'), resource('ben', { claims: [claim('09:00', '09:30')] })] },
    { role: 'doctor', resources: [resource('anna')] },
  ]
  const slots = findSlots(searchFor([], { roles, durationMinutes: 150 }), { withResources: true })
  // Anna is free as a nurse too, but then there is no doctor.
  assert.deepEqual(
    slots.map((slot) => slot.roles),
    [
      [
        { role: 'nurse', resourceIds: ['ben'] },
        { role: 'doctor', resourceIds: ['anna'] },
      ],
    ],
  )
})

test('C1: a far horizon is walked only as far as needed for the first free slots', () => {
  const open = openHours('UTC', [{ weekday: 1, startsAt: 540, endsAt: 600 }], [], at('00:00'), Date.UTC(2190, 0, 1))
  const search = searchFor([resource('a', { open })], {
    to: Date.UTC(2190, 0, 1),
    latestStart: Number.POSITIVE_INFINITY,
  })
  const days = firstFreeSlots(search, 3).map((slot) => new Date(slot.start).toISOString().slice(0, 10))
  assert.deepEqual(days, ['2027-06-07', '2027-06-14', '2027-06-21'])
  assert.deepEqual(firstFreeSlots(search, 0), [])
  assert.deepEqual(firstFreeSlots(searchFor([resource('a', { open: [] })]), 3), [])
})

test('C1: a search for a length the service does not allow finds nothing', () => {
  assert.equal(startsOf(findSlots(searchFor([resource('a')], { allowedDurations: [30, 90] }))), '')
  assert.notEqual(startsOf(findSlots(searchFor([resource('a')], { allowedDurations: [30, 60] }))), '')
})

test('C1: a search whose numbers mean nothing is refused, not answered', () => {
  const wrongs: Partial<SlotSearch>[] = [
    { durationMinutes: 0 },
    { durationMinutes: 12.5 },
    { stepMinutes: 0 },
    { stepMinutes: 1441 },
    { capacity: 0 },
    { bufferBeforeMinutes: -1 },
    { bufferAfterMinutes: Number.NaN },
    { from: Number.NEGATIVE_INFINITY },
    { to: Number.NaN },
    { roles: [] },
    { roles: Array.from({ length: 9 }, (_, i) => ({ role: `${i}`, resources: [] })) },
  ]
  for (const wrong of wrongs) assert.throws(() => findSlots(searchFor([resource('a')], wrong)), InvalidSearch)
})

test('C1: the span of a search covers the last slot with its buffers', () => {
  const search = searchFor([], { from: at('09:00'), to: at('10:00'), bufferBeforeMinutes: 10, bufferAfterMinutes: 5 })
  assert.deepEqual(searchSpan(search), {
    open: { from: at('09:00'), to: at('11:00') },
    claims: { from: at('08:50'), to: at('11:05') },
  })
})
