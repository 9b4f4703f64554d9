import type { Slot } from './find-slots.ts'
import { slotsBetween } from './find-slots.ts'
import { claimsInTheWay, openStarts } from './free-starts.ts'
import { countLineUps } from './line-ups.ts'
import { slotGrid } from './slot-grid.ts'
import type { Claim, Eligible, PreparedSearch, SlotSearch } from './slot-search.ts'
import { prepareSearch } from './slot-search.ts'

/**
 * Why a time cannot be booked.
 * `duration`: the service does not allow this length. `grid`: not a start of the grid. `notice`, `horizon`: too soon, too
 * far ahead. `closed`: too few of the resources needed are open for the whole slot. `capacity`: there is a session at this
 * time but its seats are taken. `taken`: a claim is in the way.
 */
export type Refusal = 'duration' | 'grid' | 'notice' | 'horizon' | 'closed' | 'capacity' | 'taken'

/** Why one resource is of no use at a time, with the claim that stands in the way unless it is closed. */
export interface Obstacle {
  readonly resourceId: string
  readonly roles: readonly string[]
  readonly refused: 'closed' | 'capacity' | 'taken'
  readonly claim?: Claim
}

/** `refused` is the verdict; `obstacles` has a line for every resource that cannot do it, those of the verdict first. */
export type SlotCheck =
  | { readonly ok: true; readonly slot: Slot }
  | { readonly ok: false; readonly refused: Refusal; readonly obstacles: readonly Obstacle[] }

/**
 * Whether a slot can start at `start`, and if not, why. Asks the very code that lists slots, so that the two cannot differ;
 * `from` and `to` of the search do not matter, but hours and claims must be loaded around `start`.
 */
export function checkSlot(search: SlotSearch, start: number): SlotCheck {
  const prepared = prepareSearch(search)
  const slot = slotsBetween(prepared, start, start + 1)[0]
  if (slot && slot.start === start) return { ok: true, slot }
  return { ok: false, ...explainRefusal(prepared, start) }
}

function explainRefusal(prepared: PreparedSearch, start: number): { refused: Refusal; obstacles: readonly Obstacle[] } {
  const rule = brokenRule(prepared, start)
  if (rule) return { refused: rule, obstacles: [] }

  const obstacles: Obstacle[] = []
  const openRoles: number[] = []
  for (const eligible of prepared.eligible) {
    const obstacle = obstacleAt(prepared, eligible, start)
    if (obstacle) obstacles.push(obstacle)
    if (obstacle?.refused !== 'closed') openRoles.push(eligible.roles)
  }
  const enoughOpen = countLineUps(prepared.search.roles.length, openRoles, new Int32Array(openRoles.length).fill(1)) > 0
  const refused = !enoughOpen ? 'closed' : obstacles.some((one) => one.refused === 'capacity') ? 'capacity' : 'taken'
  return { refused, obstacles: obstacles.sort((a, b) => Number(b.refused === refused) - Number(a.refused === refused)) }
}

function brokenRule(prepared: PreparedSearch, start: number): Refusal | undefined {
  const { search, clock } = prepared
  if (search.allowedDurations && !search.allowedDurations.includes(search.durationMinutes)) return 'duration'
  if (!Number.isInteger(start) || slotGrid(clock, search.stepMinutes, start, start + 1).size === 0) return 'grid'
  if (start < search.earliestStart) return 'notice'
  if (start > search.latestStart) return 'horizon'
  return undefined
}

function obstacleAt(prepared: PreparedSearch, { resource, roles }: Eligible, start: number): Obstacle | undefined {
  const about = {
    resourceId: resource.id,
    roles: prepared.search.roles.filter((_, index) => (roles & (1 << index)) !== 0).map((role) => role.role),
  }
  if (openStarts(prepared, resource, start, start + 1).length === 0) return { ...about, refused: 'closed' }

  const claims = claimsInTheWay(prepared, resource, start)
  if (claims.length === 0) return undefined
  const session = resource.sessions?.find(
    (one) => one.startsAt === start && one.durationMinutes === prepared.search.durationMinutes,
  )
  const foreign = claims.find((claim) => claim.sessionKey === null || claim.sessionKey !== session?.sessionKey)
  const isFull =
    !foreign && session !== undefined && prepared.search.capacity > 1 && session.used >= prepared.search.capacity
  return { ...about, refused: isFull ? 'capacity' : 'taken', claim: foreign ?? (claims[0] as Claim) }
}
