import { includesInstant } from '../../lib/intervals.ts'
import type { JoinableLineUp } from './join-sessions.ts'
import { joinableLineUps } from './join-sessions.ts'
import { firstLineUp, lineUpsInOrder } from './line-ups.ts'
import type { ResourceState } from './read-resource.ts'
import { readResource } from './read-resource.ts'
import { slotGrid } from './slot-grid.ts'
import type { SlotSearch } from './slot-search.ts'
import { prepareSearch } from './slot-search.ts'

export interface ResourcePreference {
  /** Breaks ties: the same seed gives the same order, a new one (a booking's id, say) gives everybody their turn. */
  readonly seed: string
  /** Resources to take if at all possible, as when a client asks for somebody. Outranks everything else. */
  readonly preferred?: readonly string[]
  /** At most this many line-ups; 20 when left out. */
  readonly limit?: number
}

/** One resource for every role, in the order of the roles. */
export interface LineUp {
  readonly places: readonly Place[]
}

export interface Place {
  readonly role: string
  readonly resourceId: string
  /** The session to take a seat of; null starts a new one. */
  readonly sessionKey: string | null
}

/**
 * With which resources a slot at `start` can be booked, best first; none iff `checkSlot` refuses. First the sessions to
 * join, so that classes fill up and people stay free, then the least loaded, then by lot. Among line-ups of free resources
 * those come first that share nothing with an earlier one: whoever lost one to a race goes on to the next in the list.
 */
export function chooseResources(search: SlotSearch, start: number, preference: ResourcePreference): LineUp[] {
  const prepared = prepareSearch(search)
  if (!(start >= prepared.firstStart && start < prepared.startsBefore && Number.isInteger(start))) return []
  if (slotGrid(prepared.clock, search.stepMinutes, start, start + 1).size === 0) return []

  const states = prepared.eligible.map((eligible) => readResource(prepared, eligible, start, start + 1))
  const preferred = new Set(preference.preferred)
  const ranks = rankResources(search, preference.seed, preferred)
  const inOrder = states.sort((a, b) => (ranks.get(a.id) as number) - (ranks.get(b.id) as number))
  const limit = preference.limit ?? 20

  const chosen = [
    ...placesToJoin(search, joinableLineUps(prepared, inOrder), ranks),
    ...freePlaces(
      search,
      inOrder.filter((state) => includesInstant(state.free, start)),
      limit,
    ),
  ]
  const countPreferred = (places: readonly Place[]) => places.filter((place) => preferred.has(place.resourceId)).length
  return chosen
    .toSorted((a, b) => countPreferred(b) - countPreferred(a))
    .slice(0, limit)
    .map((places) => ({ places }))
}

function placesToJoin(
  search: SlotSearch,
  occasions: readonly JoinableLineUp[],
  ranks: ReadonlyMap<string, number>,
): Place[][] {
  const rankOf = (occasion: JoinableLineUp) =>
    occasion.members.reduce((sum, member) => sum + (ranks.get(member.state.id) as number), 0)
  return occasions
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .map(({ members }) => {
      const sessionOf = new Map(members.map((member) => [member.state.id, member.session.sessionKey]))
      const lineUp = firstLineUp(
        candidatesByRole(
          search,
          members.map((member) => member.state),
        ),
      ) as string[]
      return toPlaces(search, lineUp, sessionOf)
    })
}

/** First line-ups as different as can be, each preferring resources that no earlier one used; then the rest in order. */
function freePlaces(search: SlotSearch, free: readonly ResourceState[], limit: number): Place[][] {
  const candidates = candidatesByRole(search, free)
  const found = new Map<string, string[]>()
  const uses = new Map<string, number>()
  const usesOf = (id: string) => uses.get(id) ?? 0
  while (found.size < limit) {
    const lineUp = firstLineUp(candidates.map((ids) => ids.toSorted((a, b) => usesOf(a) - usesOf(b))))
    if (!lineUp || found.has(lineUp.join(' '))) break
    found.set(lineUp.join(' '), lineUp)
    for (const id of lineUp) uses.set(id, usesOf(id) + 1)
  }
  for (const lineUp of lineUpsInOrder(candidates)) {
    if (found.size >= limit) break
    found.set(lineUp.join(' '), lineUp)
  }
  return [...found.values()].map((lineUp) => toPlaces(search, lineUp, new Map()))
}

function candidatesByRole(search: SlotSearch, states: readonly ResourceState[]): string[][] {
  return search.roles.map((_, role) =>
    states.filter((state) => (state.roles & (1 << role)) !== 0).map((state) => state.id),
  )
}

function toPlaces(search: SlotSearch, lineUp: readonly string[], sessionOf: ReadonlyMap<string, string>): Place[] {
  return search.roles.map(({ role }, index) => {
    const resourceId = lineUp[index] as string
    return { role, resourceId, sessionKey: sessionOf.get(resourceId) ?? null }
  })
}

/** Every resource's place in the queue: preferred ones, then by load, then by lot. */
function rankResources(search: SlotSearch, seed: string, preferred: ReadonlySet<string>): Map<string, number> {
  const byId = new Map(search.roles.flatMap((role) => role.resources).map((resource) => [resource.id, resource]))
  const order = [...byId.values()]
    .map(({ id, load = 0 }) => ({ id, load, lot: drawLot(seed, id), isPreferred: preferred.has(id) }))
    .sort((a, b) => Number(b.isPreferred) - Number(a.isPreferred) || a.load - b.load || a.lot - b.lot)
  return new Map(order.map(({ id }, rank) => [id, rank]))
}

/** A number all seeds and ids scatter evenly over: FNV-1a, then a final mix, since FNV alone leaves similar ids in order. */
function drawLot(seed: string, id: string): number {
  let hash = 0x811c9dc5
  for (const text of [seed, '\0', id]) {
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
