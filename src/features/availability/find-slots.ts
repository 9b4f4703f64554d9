import { includesInstant } from '../../lib/intervals.ts'
import { DAY_MS } from '../../lib/time/local-date.ts'
import type { JoinableLineUp } from './join-sessions.ts'
import { joinableLineUps } from './join-sessions.ts'
import { firstLineUp } from './line-ups.ts'
import type { ResourceState } from './read-resource.ts'
import { readResource } from './read-resource.ts'
import type { SlotGrid } from './slot-grid.ts'
import { indexOfStart, markStarts, slotGrid } from './slot-grid.ts'
import type { PreparedSearch, SlotSearch } from './slot-search.ts'
import { prepareSearch } from './slot-search.ts'
import { StartCounts } from './start-counts.ts'

/**
 * A time on offer: [start, end), at least one seat left.
 *
 * `capacityTotal` is the seats there would be if nothing were booked: capacity × the line-ups (for one role: the
 * resources) that are open at that time. `capacityUsed` is those that cannot be had any more: seats taken, and all seats
 * of resources that are busy with something else. Total stands still while bookings come in; total − used is exactly the
 * number of bookings that still fit at this start.
 */
export interface Slot {
  readonly start: number
  readonly end: number
  readonly capacityTotal: number
  readonly capacityUsed: number
  /** On request: for each role the resources with which the slot can be booked, by being free or by joining a session. */
  readonly roles?: readonly RoleChoices[]
}

export interface RoleChoices {
  readonly role: string
  readonly resourceIds: readonly string[]
}

export interface FindSlotsOptions {
  /** Also say which resources are free for each role; costs more. */
  readonly withResources?: boolean
}

/** All bookable slots of a search, in order. Throws `InvalidSearch`, `UnknownTimeZone`. */
export function findSlots(search: SlotSearch, options: FindSlotsOptions = {}): Slot[] {
  return slotsBetween(prepareSearch(search), search.from, search.to, options)
}

/** The first `count` bookable slots. Looks at a day, then two, then four …, so a near answer does not pay for a far horizon. */
export function firstFreeSlots(search: SlotSearch, count: number, options: FindSlotsOptions = {}): Slot[] {
  const prepared = prepareSearch(search)
  let slots: Slot[] = []
  let from = Math.max(search.from, prepared.firstStart)
  const to = Math.min(search.to, prepared.startsBefore)
  for (let span = DAY_MS; from < to && slots.length < count; span *= 2) {
    slots = slots.concat(slotsBetween(prepared, from, Math.min(from + span, to), options))
    from += span
  }
  return slots.slice(0, count)
}

/**
 * The slots that start in [from, to): the one place that decides what is bookable. For each kind of resource it counts, by
 * marking where its open and free starts begin and end on the grid, how many are open and free at every start.
 */
export function slotsBetween(
  prepared: PreparedSearch,
  from: number,
  to: number,
  options: FindSlotsOptions = {},
): Slot[] {
  const { search, durationMs, eligible } = prepared
  const first = Math.max(from, prepared.firstStart)
  const last = Math.min(to, prepared.startsBefore)
  const states = eligible.map((one): ResourceState => readResource(prepared, one, first, last))
  const grid = gridOver(prepared, states)
  if (grid.size === 0) return []

  const counts = new StartCounts(prepared, grid.size)
  for (const { roles, open, free } of states) {
    markStarts(grid, open, counts.openChanges(roles), counts.changesAt)
    markStarts(grid, free, counts.freeChanges(roles), counts.changesAt)
  }
  const toJoin = search.capacity > 1 ? joinableLineUps(prepared, states) : []
  const seatsToJoin = toJoin.length > 0 ? countSeats(toJoin, grid) : undefined

  const slots: Slot[] = []
  const { changesAt } = counts
  let capacityTotal = 0
  let freeSeats = 0
  for (const run of grid.runs) {
    for (let step = 0; step < run.count; step++) {
      const index = run.index + step
      if (changesAt[index] === 1) {
        counts.moveTo(index)
        capacityTotal = counts.openLineUps * search.capacity
        freeSeats = counts.freeLineUps * search.capacity
      }
      const left = seatsToJoin ? freeSeats + (seatsToJoin[index] as number) : freeSeats
      if (left === 0) {
        // Nights and full days: straight to the next start at which anything changes.
        if (!seatsToJoin) step = changesAt.indexOf(1, index + 1) - run.index - 1
        continue
      }
      const start = run.firstStart + step * grid.stepMs
      slots.push({ start, end: start + durationMs, capacityTotal, capacityUsed: capacityTotal - left })
    }
  }
  if (!options.withResources) return slots
  const toJoinAt = Map.groupBy(toJoin, (lineUp) => lineUp.start)
  return slots.map((slot) => {
    const pools = [states.filter((state) => includesInstant(state.free, slot.start))]
    for (const { members } of toJoinAt.get(slot.start) ?? []) pools.push(members.map((member) => member.state))
    return { ...slot, roles: choicesFrom(pools, search) }
  })
}

/** The grid from the first to the last start at which anything is open: a wide range of closed days costs nothing. */
function gridOver(prepared: PreparedSearch, states: readonly ResourceState[]): SlotGrid {
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const { open } of states) {
    if (open.length === 0) continue
    from = Math.min(from, open[0] as number)
    to = Math.max(to, open[open.length - 1] as number)
  }
  return slotGrid(prepared.clock, prepared.search.stepMinutes, from, to)
}

function countSeats(toJoin: readonly JoinableLineUp[], grid: SlotGrid): Int32Array {
  const seats = new Int32Array(grid.size)
  for (const lineUp of toJoin) {
    const index = indexOfStart(grid, lineUp.start)
    if (index >= 0) seats[index] = (seats[index] as number) + lineUp.seatsLeft
  }
  return seats
}

/** For each role the resources that stand in it in at least one line-up, where a line-up is of one pool. */
function choicesFrom(pools: readonly (readonly ResourceState[])[], { roles }: SlotSearch): RoleChoices[] {
  return roles.map(({ role }, index) => {
    const ids = new Set<string>()
    for (const pool of pools) {
      const candidates = roles.map((_, other) =>
        pool.filter((state) => (state.roles & (1 << other)) !== 0).map((state) => state.id),
      )
      for (const id of candidates[index] as string[]) {
        if (firstLineUp(candidates.with(index, [id]))) ids.add(id)
      }
    }
    return { role, resourceIds: [...ids] }
  })
}
