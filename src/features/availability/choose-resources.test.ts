import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ResourcePreference } from './choose-resources.ts'
import { chooseResources } from './choose-resources.ts'
import type { SearchResource, SlotSearch } from './slot-search.ts'

const at = (time: string) => Date.parse(`2027-06-01T${time}Z`)
const TEN = at('10:00')

function resource(id: string, rest: Partial<SearchResource> = {}): SearchResource {
  return { id, open: [at('09:00'), at('17:00')], claims: [], ...rest }
}

const busy = { claims: [{ startsAt: at('10:30'), endsAt: at('10:45'), sessionKey: null }] }
const inClass = (used: number) => ({
  claims: Array.from({ length: used }, () => ({ startsAt: TEN, endsAt: at('11:00'), sessionKey: 'yoga' })),
  sessions: [{ sessionKey: 'yoga', startsAt: TEN, durationMinutes: 60, used, lineUpKey: 'yoga' }],
})

function searchFor(...roles: SearchResource[][]): SlotSearch {
  return {
    from: at('00:00'),
    to: at('23:59'),
    zone: 'UTC',
    stepMinutes: 15,
    durationMinutes: 60,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    earliestStart: at('00:00'),
    latestStart: at('23:59'),
    capacity: 1,
    roles: roles.map((resources, index) => ({ role: `role${index}`, resources })),
  }
}

/** Each line-up as the ids in it, `+` where a session is joined. */
function choices(search: SlotSearch, preference: Partial<ResourcePreference> = {}): string[] {
  return chooseResources(search, TEN, { seed: 'x', ...preference }).map(({ places }) =>
    places.map((place) => (place.sessionKey === null ? place.resourceId : `${place.resourceId}+`)).join(' '),
  )
}

test('C1: the least loaded free resource is chosen first, and the others stand ready in order', () => {
  const search = searchFor([
    resource('a', { load: 3 }),
    resource('b', { load: 1 }),
    resource('c', busy),
    resource('d', { load: 2 }),
  ])
  assert.deepEqual(choices(search), ['b', 'd', 'a'])
  assert.deepEqual(choices(search, { limit: 1 }), ['b'])
})

test('C1: a session to join comes before free resources, and whoever the client asked for before all', () => {
  const search = {
    ...searchFor([resource('a'), resource('b', { ...inClass(2), load: 9 }), resource('c', inClass(3))]),
    capacity: 3,
  }
  assert.deepEqual(choices(search), ['b+', 'a'])
  assert.deepEqual(choices(search, { preferred: ['a'] }), ['a', 'b+'])
  assert.deepEqual(choices(search, { preferred: ['nobody'] }), ['b+', 'a'])
  const busiest = searchFor([1, 2, 3, 4].map((load) => resource(`r${load}`, { load })))
  assert.deepEqual(choices(busiest, { preferred: ['r4'], limit: 2 }), ['r4', 'r1'])
})

test('C1: ties fall to everybody equally often, and the same way for the same seed', () => {
  const ids = ['a1', 'a2', 'a3', 'a4']
  const search = searchFor(ids.map((id) => resource(id)))
  const wins = new Map(ids.map((id) => [id, 0]))
  for (let seed = 0; seed < 4_000; seed++) {
    const [first] = choices(search, { seed: String(seed) }) as [string]
    wins.set(first, (wins.get(first) as number) + 1)
  }
  for (const [id, count] of wins) assert.ok(count > 900 && count < 1_100, `${id} won ${count} of 4000`)
  assert.deepEqual(choices(search, { seed: '7' }), choices(search, { seed: '7' }))
})

test('C1: the second line-up shares nothing with the first where it can, so a lost race is not lost twice', () => {
  const search = searchFor(
    [resource('p1', { load: 1 }), resource('p2', { load: 2 })],
    [resource('r1', { load: 1 }), resource('r2', { load: 2 })],
  )
  assert.deepEqual(choices(search), ['p1 r1', 'p2 r2', 'p1 r2', 'p2 r1'])
})

test('C1: the first role does not take the only resource of the second', () => {
  const search = searchFor([resource('a'), resource('b', { load: 9 })], [resource('a')])
  assert.deepEqual(choices(search), ['b a'])
})

test('C1: a class is joined with its own room or not at all', () => {
  const joinable = searchFor([resource('anna', inClass(1))], [resource('hall', inClass(1)), resource('attic')])
  assert.deepEqual(choices({ ...joinable, capacity: 4 }), ['anna+ hall+'])
  const lost = searchFor([resource('anna', inClass(1))], [resource('hall', busy), resource('attic')])
  assert.deepEqual(choices({ ...lost, capacity: 4 }), [])
})

test('C1: nobody is chosen for a time that is not offered', () => {
  const search = searchFor([resource('a')])
  const chosenAt = (start: number, rest: Partial<SlotSearch> = {}) =>
    chooseResources({ ...search, ...rest }, start, { seed: 'x' })
  assert.equal(chosenAt(TEN).length, 1)
  assert.deepEqual(chosenAt(at('10:05')), [])
  assert.deepEqual(chosenAt(at('17:00')), [])
  assert.deepEqual(chosenAt(TEN, { earliestStart: TEN + 1 }), [])
  assert.deepEqual(chosenAt(TEN, { latestStart: TEN - 1 }), [])
  assert.deepEqual(chosenAt(TEN, { allowedDurations: [30] }), [])
  assert.deepEqual(chosenAt(Number.NaN), [])
})

test('C1: many resources in many roles are chosen from at once, not tried one by one', () => {
  const crowd = Array.from({ length: 60 }, (_, i) => resource(`r${i}`))
  const line = choices(searchFor(crowd, crowd, crowd, crowd, crowd, crowd))
  assert.equal(line.length, 20)
  assert.equal(new Set(line).size, 20)
  // The only one for the last role is everybody's first choice: without looking ahead this would take years.
  const doctor = resource('r0')
  assert.equal(choices(searchFor(crowd, crowd, crowd, crowd, crowd, crowd, [doctor]), { preferred: ['r0'] }).length, 20)
})
