import type { Intervals } from '../../lib/intervals.ts'
import { DAY_MINUTES, MINUTE_MS } from '../../lib/time/local-date.ts'
import type { ZoneClock } from '../../lib/time/zone-clock.ts'
import { zoneClock } from '../../lib/time/zone-clock.ts'

/**
 * The question "when can this service be booked?" with everything the answer depends on. Instants are epoch milliseconds.
 * `searchSpan` says how much of the hours and claims must be loaded for it.
 */
export interface SlotSearch {
  /** Slot starts lie in [from, to). */
  readonly from: number
  readonly to: number
  /** The unit's IANA zone. A start is on the grid when its wall-clock minute of the day is divisible by `stepMinutes`. */
  readonly zone: string
  readonly stepMinutes: number
  readonly durationMinutes: number
  /** The durations the service allows (D1); left out: any. */
  readonly allowedDurations?: readonly number[]
  /** Time around the slot in which the resource must be free too, though it need not be open. */
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  /** Now plus the minimum notice, and now plus the horizon; both inclusive. */
  readonly earliestStart: number
  readonly latestStart: number
  /** Seats of one session. */
  readonly capacity: number
  /** What the service needs: one *different* resource for each role. Two nurses are two roles. */
  readonly roles: readonly SearchRole[]
}

export interface SearchRole {
  readonly role: string
  readonly resources: readonly SearchResource[]
}

/** A resource eligible for a role. One that is eligible for several is given, the same, in each. */
export interface SearchResource {
  readonly id: string
  readonly open: Intervals
  /** Everything that takes this resource's time: only what is in force, so no overdue holds. In order of `startsAt`. */
  readonly claims: readonly Claim[]
  /** Sessions of *this service* on this resource; needed only when `capacity` > 1. */
  readonly sessions?: readonly Session[]
  /** How busy it is, in any unit: of two free resources the less loaded is chosen. */
  readonly load?: number
}

/** A resource's taken time, buffers included, half-open. */
export interface Claim {
  readonly startsAt: number
  readonly endsAt: number
  /** The session whose seat it is; null for a block or an imported busy time. */
  readonly sessionKey: string | null
  readonly id?: string
}

/** One resource's part in an occasion that several clients share. */
export interface Session {
  readonly sessionKey: string
  /** Of the slot itself, without buffers. */
  readonly startsAt: number
  readonly durationMinutes: number
  /** Seats taken, of `capacity`. */
  readonly used: number
  /**
   * The same text on the sessions of all resources that hold this occasion together. A service with several roles
   * needs it to join one: a client must not get the teacher of one class and the room of another.
   */
  readonly lineUpKey?: string
}

/** A search with a number in it that can mean nothing. */
export class InvalidSearch extends RangeError {
  override readonly name = 'InvalidSearch'
}

/** A resource and the set of roles it can take, as bits. */
export interface Eligible {
  readonly resource: SearchResource
  readonly roles: number
}

/** A search made ready: checked, in milliseconds, every resource once. */
export interface PreparedSearch {
  readonly search: SlotSearch
  readonly clock: ZoneClock
  readonly durationMs: number
  readonly beforeMs: number
  readonly afterMs: number
  /** Starts lie in [firstStart, startsBefore) by the rules that do not depend on resources; empty when one refuses all. */
  readonly firstStart: number
  readonly startsBefore: number
  readonly eligible: readonly Eligible[]
}

/** Subsets of roles are walked through at every slot, so their number has a bound (2⁸). */
export const MAX_ROLES = 8

/** Checks a search and gathers its resources. Throws {@link InvalidSearch}, `UnknownTimeZone`. */
export function prepareSearch(search: SlotSearch): PreparedSearch {
  refuseUnless(Number.isFinite(search.from), 'from', search.from)
  refuseUnless(Number.isFinite(search.to), 'to', search.to)
  refuseUnless(
    Number.isInteger(search.durationMinutes) && search.durationMinutes > 0,
    'durationMinutes',
    search.durationMinutes,
  )
  refuseUnless(isWithin(search.stepMinutes, 1, DAY_MINUTES), 'stepMinutes', search.stepMinutes)
  refuseUnless(Number.isInteger(search.capacity) && search.capacity > 0, 'capacity', search.capacity)
  refuseUnless(search.bufferBeforeMinutes >= 0, 'bufferBeforeMinutes', search.bufferBeforeMinutes)
  refuseUnless(search.bufferAfterMinutes >= 0, 'bufferAfterMinutes', search.bufferAfterMinutes)
  refuseUnless(isWithin(search.roles.length, 1, MAX_ROLES), 'number of roles', search.roles.length)
  const allowed = search.allowedDurations?.includes(search.durationMinutes) ?? true
  return {
    search,
    clock: zoneClock(search.zone),
    durationMs: search.durationMinutes * MINUTE_MS,
    beforeMs: search.bufferBeforeMinutes * MINUTE_MS,
    afterMs: search.bufferAfterMinutes * MINUTE_MS,
    firstStart: search.earliestStart,
    // Starts are whole milliseconds, so "up to and including" is "before the next one".
    startsBefore: allowed ? Math.floor(search.latestStart) + 1 : Number.NEGATIVE_INFINITY,
    eligible: gatherEligible(search.roles),
  }
}

/**
 * How much a search can see: hours are needed over `open`, claims and sessions wherever they overlap `claims`. Loading
 * more changes nothing; loading less hides slots (hours) or offers taken ones (claims).
 */
export function searchSpan(
  search: Pick<SlotSearch, 'from' | 'to' | 'durationMinutes' | 'bufferBeforeMinutes' | 'bufferAfterMinutes'>,
): { open: { from: number; to: number }; claims: { from: number; to: number } } {
  const end = search.to + search.durationMinutes * MINUTE_MS
  return {
    open: { from: search.from, to: end },
    claims: {
      from: search.from - search.bufferBeforeMinutes * MINUTE_MS,
      to: end + search.bufferAfterMinutes * MINUTE_MS,
    },
  }
}

function gatherEligible(roles: readonly SearchRole[]): Eligible[] {
  const byId = new Map<string, { resource: SearchResource; roles: number }>()
  for (let index = 0; index < roles.length; index++) {
    for (const resource of (roles[index] as SearchRole).resources) {
      const known = byId.get(resource.id)
      if (known) known.roles |= 1 << index
      else byId.set(resource.id, { resource: inOrder(resource), roles: 1 << index })
    }
  }
  return [...byId.values()]
}

/** Claims out of order would be skipped over and their time offered again: putting them right costs one pass. */
function inOrder(resource: SearchResource): SearchResource {
  const { claims } = resource
  for (let i = 1; i < claims.length; i++) {
    if ((claims[i] as Claim).startsAt < (claims[i - 1] as Claim).startsAt) {
      return { ...resource, claims: claims.toSorted((a, b) => a.startsAt - b.startsAt) }
    }
  }
  return resource
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}

function refuseUnless(holds: boolean, field: string, value: number): void {
  if (!holds) throw new InvalidSearch(`${field} cannot be ${value}`)
}
