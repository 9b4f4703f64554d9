/** The engine against an oracle that knows no intervals: plain Temporal, every minute, every claim, every choice tried. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkSlot } from './check-slot.ts'
import { chooseResources } from './choose-resources.ts'
import { findSlots, firstFreeSlots } from './find-slots.ts'
import { openHours } from './open-hours.ts'
import type { Claim, SearchResource, Session, SlotSearch } from './slot-search.ts'
import { searchSpan } from './slot-search.ts'

const MINUTE = 60_000

// ---------------------------------------------------------------- worlds

/** Zones and the day before something happens to their clocks, as the instant worlds are built around. */
const moments = [
  ['Europe/Vilnius', '2027-03-27T20:00Z'],
  ['Europe/Vilnius', '2027-10-30T20:00Z'],
  ['America/New_York', '2027-03-14T00:00Z'],
  ['America/New_York', '2027-11-07T00:00Z'],
  ['Australia/Lord_Howe', '2027-04-03T08:00Z'],
  ['Australia/Lord_Howe', '2027-10-02T08:00Z'],
  ['Pacific/Apia', '2011-12-30T04:00Z'],
  ['America/Sao_Paulo', '2018-11-03T20:00Z'],
  ['America/Sao_Paulo', '2018-02-17T20:00Z'],
  ['Africa/Cairo', '2024-04-25T16:00Z'],
  ['America/Havana', '2024-11-02T22:00Z'],
  ['America/Goose_Bay', '2010-11-06T20:00Z'],
  ['Asia/Kathmandu', '2027-06-01T10:00Z'],
] as const

const LENGTHS = [15, 20, 30, 45, 60, 90, 150]
const zones = [...new Set(moments.map(([zone]) => zone))]

const rule = fc.record({
  weekday: fc.integer({ min: 1, max: 7 }),
  startsAt: fc.integer({ min: 0, max: 80 }),
  length: fc.integer({ min: 8, max: 96 }),
})
const alwaysOpen = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startsAt: 0, length: 96 }))

const resourcePlan = fc.record({
  zone: fc.option(fc.constantFrom(...zones), { nil: undefined, freq: 2 }),
  rules: fc.oneof(fc.constant(alwaysOpen), fc.array(rule, { minLength: 3, maxLength: 9 })),
  exceptionAt: fc.option(fc.integer({ min: 0, max: 80 }), { freq: 2 }),
  foreign: fc.array(fc.record({ at: fc.integer({ min: -20, max: 400 }), length: fc.integer({ min: 1, max: 30 }) }), {
    maxLength: 4,
  }),
  extraRoles: fc.constantFrom(0, 0, 1, 2, 4, 7),
  load: fc.integer({ min: 0, max: 2 }),
})

/** An occasion several clients share, on the resources whose bits are set; now and then its sessions do not know each other. */
const classPlan = fc.record({
  at: fc.integer({ min: 0, max: 24 }),
  isOtherLength: fc.constantFrom(false, false, false, true),
  used: fc.constantFrom(1, 1, 2, 3),
  members: fc.constantFrom(31, 31, 31, 3, 5, 6, 1),
  lineUpKey: fc.constantFrom('a', 'a', 'b', undefined),
})

const worldPlan = fc.record({
  moment: fc.constantFrom(...moments),
  hours: fc.integer({ min: 4, max: 30 }),
  durations: fc.tuple(fc.constantFrom(...LENGTHS), fc.constantFrom(...LENGTHS)),
  stepMinutes: fc.constantFrom(5, 7, 10, 15, 15, 20, 30, 30, 45, 50, 60, 90),
  bufferBeforeMinutes: fc.constantFrom(0, 0, 5, 15, 40),
  bufferAfterMinutes: fc.constantFrom(0, 0, 5, 15, 40),
  noticeMinutes: fc.integer({ min: -400, max: 400 }),
  horizonMinutes: fc.integer({ min: 600, max: 6_000 }),
  capacity: fc.constantFrom(1, 2, 3, 4),
  roleCount: fc.constantFrom(1, 1, 2, 3),
  plans: fc.array(resourcePlan, { minLength: 2, maxLength: 5 }),
  classes: fc.array(classPlan, { minLength: 2, maxLength: 12 }),
})
const worlds = worldPlan.map(toSearch)

type World = typeof worldPlan extends fc.Arbitrary<infer T> ? T : never
type Terms = Omit<SlotSearch, 'earliestStart' | 'latestStart' | 'roles'>

function toSearch(world: World): SlotSearch {
  const { plans, roleCount, noticeMinutes, horizonMinutes, moment, hours, durations, classes: _, ...rest } = world
  const [zone, around] = moment
  const from = Date.parse(around)
  const terms = { ...rest, zone, from, to: from + hours * 60 * MINUTE, durationMinutes: durations[0] }
  const resources = plans.map((_, index) => toResource(world, index, terms))
  const rolesOf = (index: number) => (1 << (index % roleCount)) | (plans[index] as World['plans'][number]).extraRoles
  return {
    ...terms,
    earliestStart: from + noticeMinutes * MINUTE,
    latestStart: from + horizonMinutes * MINUTE,
    roles: Array.from({ length: roleCount }, (_, role) => ({
      role: `role${role}`,
      resources: resources.filter((_, index) => ((rolesOf(index) >> role) & 1) === 1),
    })),
  }
}

function toResource(world: World, index: number, terms: Terms): SearchResource {
  const plan = world.plans[index] as World['plans'][number]
  const id = `r${index}`
  const rules = plan.rules.map(({ weekday, startsAt, length }) => {
    return { weekday, startsAt: startsAt * 15, endsAt: Math.min(1440, (startsAt + length) * 15) }
  })
  const exceptions = plan.exceptionAt === null ? [] : [exceptionOn(terms, plan.exceptionAt * 15)]
  const span = searchSpan(terms).open
  const claims: Claim[] = plan.foreign.map(({ at, length }) => {
    const startsAt = terms.from + at * 5 * MINUTE
    return { startsAt, endsAt: startsAt + length * 5 * MINUTE, sessionKey: null }
  })
  const sessions: Session[] = []
  for (const { at, isOtherLength, used, members, lineUpKey } of world.classes) {
    if (((members >> index) & 1) === 0) continue
    const startsAt = terms.from + at * 60 * MINUTE
    const durationMinutes = world.durations[isOtherLength ? 1 : 0]
    const sessionKey = `${id}@${startsAt}/${durationMinutes}`
    const from = startsAt - terms.bufferBeforeMinutes * MINUTE
    const to = startsAt + (durationMinutes + terms.bufferAfterMinutes) * MINUTE
    // The database refuses overlapping sessions of one resource; foreign claims are left to overlap as they like.
    if (claims.some((claim) => claim.sessionKey !== null && claim.startsAt < to && from < claim.endsAt)) continue
    sessions.push({ sessionKey, startsAt, durationMinutes, used, ...(lineUpKey === undefined ? {} : { lineUpKey }) })
    for (let seat = 0; seat < used; seat++) claims.push({ startsAt: from, endsAt: to, sessionKey })
  }
  // A third of the time out of order: the engine must not depend on the loader's ORDER BY.
  if (plan.load !== 0) claims.sort((a, b) => a.startsAt - b.startsAt)
  return {
    id,
    open: openHours(plan.zone ?? terms.zone, rules, exceptions, span.from, span.to),
    claims,
    sessions,
    load: plan.load,
  }
}

function exceptionOn({ zone, from }: Terms, minute: number) {
  const on = Temporal.Instant.fromEpochMilliseconds(from)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .add({ days: 1 })
    .toString()
  return { on, windows: minute > 1_000 ? [] : [{ startsAt: minute, endsAt: Math.min(1440, minute + 300) }] }
}

// ---------------------------------------------------------------- the oracle

interface Seats {
  total: number
  left: number
  /** Of the candidates by role, those with which at least one booking is possible. */
  byRole: string[][]
}

function seatsByOracle(search: SlotSearch, start: number): Seats | undefined {
  const clock = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(search.zone)
  const minuteOfDay = clock.hour * 60 + clock.minute
  if (clock.second !== 0 || clock.millisecond !== 0 || minuteOfDay % search.stepMinutes !== 0) return undefined
  if (start < search.earliestStart || start > search.latestStart) return undefined

  const pools = {
    open: poolOf(search, (one) => isOpen(search, one, start)),
    free: poolOf(search, (one) => isFree(search, one, start)),
  }
  const occasions = occasionsAt(search, start).map((ids) => ({
    seats: search.capacity - Math.max(...ids.map((id) => sessionAt(search, resourceOf(search, id), start)?.used ?? 0)),
    pool: poolOf(search, (one) => ids.includes(one.id)),
  }))
  const joinable = occasions.filter(({ pool }) => mostLineUps(pool) > 0)
  const left = mostLineUps(pools.free) * search.capacity + joinable.reduce((sum, { seats }) => sum + seats, 0)
  if (left === 0) return undefined
  const usable = [pools.free, ...joinable.map(({ pool }) => pool)]
  const byRole = search.roles.map((_, role) => {
    return [
      ...new Set(
        usable.flatMap((pool) => (pool[role] as string[]).filter((id) => mostLineUps(pool.with(role, [id])) > 0)),
      ),
    ].sort()
  })
  return { total: mostLineUps(pools.open) * search.capacity, left, byRole }
}

function poolOf(search: SlotSearch, holds: (resource: SearchResource) => boolean): string[][] {
  return search.roles.map(({ resources }) => resources.filter(holds).map((resource) => resource.id))
}

function resourceOf(search: SlotSearch, id: string): SearchResource {
  return search.roles.flatMap((role) => role.resources).find((one) => one.id === id) as SearchResource
}

function isOpen(search: SlotSearch, { open }: SearchResource, start: number): boolean {
  for (let minute = 0; minute < search.durationMinutes; minute++) {
    const at = start + minute * MINUTE
    if (!open.some((opensAt, i) => i % 2 === 0 && opensAt <= at && at < (open[i + 1] as number))) return false
  }
  return true
}

function inTheWay(search: SlotSearch, { claims }: SearchResource, start: number): Claim[] {
  const from = start - search.bufferBeforeMinutes * MINUTE
  const to = start + (search.durationMinutes + search.bufferAfterMinutes) * MINUTE
  return claims.filter((claim) => claim.startsAt < to && from < claim.endsAt)
}

function isFree(search: SlotSearch, resource: SearchResource, start: number): boolean {
  return isOpen(search, resource, start) && inTheWay(search, resource, start).length === 0
}

function sessionAt(search: SlotSearch, { sessions }: SearchResource, start: number): Session | undefined {
  return sessions?.find((one) => one.startsAt === start && one.durationMinutes === search.durationMinutes)
}

/** The ids of resources with a session to join, put together by occasion. */
function occasionsAt(search: SlotSearch, start: number): string[][] {
  if (search.capacity === 1) return []
  const byOccasion = new Map<string, string[]>()
  for (const id of new Set(search.roles.flatMap((role) => role.resources.map((one) => one.id)))) {
    const resource = resourceOf(search, id)
    const session = sessionAt(search, resource, start)
    if (!session || session.used >= search.capacity || !isOpen(search, resource, start)) continue
    if (inTheWay(search, resource, start).some((claim) => claim.sessionKey !== session.sessionKey)) continue
    const occasion = search.roles.length === 1 ? id : (session.lineUpKey ?? id)
    byOccasion.set(occasion, [...(byOccasion.get(occasion) ?? []), id])
  }
  return [...byOccasion.values()]
}

/** The most line-ups that can stand at once, by trying every choice. */
function mostLineUps(pool: readonly (readonly string[])[], role = 0, taken: readonly string[] = []): number {
  if (role === pool.length) return 1 + mostLineUps(pool, 0, taken)
  const choices = (pool[role] as readonly string[]).filter((id) => !taken.includes(id))
  return Math.max(0, ...choices.map((id) => mostLineUps(pool, role + 1, [...taken, id])))
}

// ---------------------------------------------------------------- the properties

test('C1: slots are listed exactly where an oracle of plain Temporal finds them, with its seats and its resources', () => {
  let offered = 0
  let joined = 0
  fc.assert(
    fc.property(worlds, (search) => {
      const expected = []
      for (let start = search.from; start < search.to; start += MINUTE) {
        const seats = seatsByOracle(search, start)
        if (seats) expected.push({ start, total: seats.total, left: seats.left, byRole: seats.byRole })
      }
      const found = findSlots(search, { withResources: true }).map(({ start, capacityTotal, capacityUsed, roles }) => {
        const byRole = (roles ?? []).map((role) => role.resourceIds.toSorted())
        return { start, total: capacityTotal, left: capacityTotal - capacityUsed, byRole }
      })
      assert.deepEqual(found, expected)
      offered += found.length
      joined += found.filter(({ left }) => left % search.capacity !== 0).length
    }),
    { numRuns: 250 },
  )
  // The worlds must be worth the trouble (some 5 000 slots, 90 of them with a class neither empty nor full).
  assert.ok(offered > 500, `${offered} slots`)
  assert.ok(joined > 5, `${joined} slots with a session to join`)
})

test('C1: findSlots offers exactly what checkSlot accepts, and chooseResources has somebody for', () => {
  fc.assert(
    fc.property(worlds, (search) => {
      const slots = new Map(findSlots(search).map((slot) => [slot.start, slot]))
      for (let start = search.from; start < search.to; start += 5 * MINUTE) {
        const check = checkSlot(search, start)
        const lineUps = chooseResources(search, start, { seed: 'seed' })
        assert.deepEqual(check.ok ? check.slot : undefined, slots.get(start))
        assert.equal(lineUps.length > 0, check.ok)
        if (!check.ok) assertExplained(search, start, check)
        for (const { places } of lineUps) assertBookable(search, start, places)
        assert.equal(checkSlot(search, start + 1).ok, false)
      }
    }),
    { numRuns: 150 },
  )
})

test('C1: the first free slots are the first of all slots', () => {
  fc.assert(
    fc.property(worlds, fc.integer({ min: 0, max: 8 }), (search, count) => {
      assert.deepEqual(firstFreeSlots(search, count), findSlots(search).slice(0, count))
    }),
  )
})

function assertExplained(search: SlotSearch, start: number, check: ReturnType<typeof checkSlot> & { ok: false }): void {
  if (check.refused === 'notice') assert.ok(start < search.earliestStart)
  else if (check.refused === 'horizon') assert.ok(start > search.latestStart)
  else if (check.refused === 'closed') {
    assert.equal(mostLineUps(poolOf(search, (one) => isOpen(search, one, start))), 0)
  } else if (check.refused === 'taken' || check.refused === 'capacity') {
    const [first] = check.obstacles
    assert.ok(first?.claim && first.refused === check.refused)
    assert.ok(inTheWay(search, resourceOf(search, first.resourceId), start).includes(first.claim))
  } else assert.equal(check.refused, 'grid')
}

/** Every place of a line-up is a different, eligible resource: all free, or all of one occasion. */
function assertBookable(
  search: SlotSearch,
  start: number,
  places: readonly { role: string; resourceId: string; sessionKey: string | null }[],
): void {
  assert.deepEqual(
    places.map((place) => place.role),
    search.roles.map((role) => role.role),
  )
  assert.equal(new Set(places.map((place) => place.resourceId)).size, places.length)
  for (const [index, { resourceId, sessionKey }] of places.entries()) {
    assert.ok(search.roles[index]?.resources.some((one) => one.id === resourceId))
    const resource = resourceOf(search, resourceId)
    if (sessionKey === null) assert.ok(isFree(search, resource, start))
    else assert.equal(sessionAt(search, resource, start)?.sessionKey, sessionKey)
  }
  if (places.some((place) => place.sessionKey !== null)) {
    const ids = places.map((place) => place.resourceId)
    assert.ok(occasionsAt(search, start).some((occasion) => ids.every((id) => occasion.includes(id))))
  }
}
