import type { AppointmentId, ResourceId } from '../../lib/ids.ts'
import { MINUTE_MS } from '../../lib/time/local-date.ts'
import { Restart, type Transaction } from '../../platform/db/transaction.ts'
import { Problem } from '../../platform/problem.ts'
import {
  buildSearch,
  claimSpan,
  eligibleResources,
  hasChoice,
  refuseUnfitResources,
  type Strictness,
  type Wish,
} from '../availability/build-search.ts'
import { checkSlot, type SlotCheck } from '../availability/check-slot.ts'
import { chooseResources } from '../availability/choose-resources.ts'
import { loadOccupancy, type Occupancy } from '../availability/occupancy.ts'
import type { SlotSearch } from '../availability/slot-search.ts'
import type { Catalogue, CatalogueService } from '../units/catalogue.ts'
import type { Place } from './appointment.ts'
import { lockResources, type NewClaim } from './claims.sql.ts'
import { overbookClaims } from './overbook-claims.ts'
import { ruleRejected, slotTaken } from './problems.ts'
import { takenSeats } from './sessions.sql.ts'

/** One time that somebody wants. */
export type SlotRequest = {
  /** Of the catalogue that is handed in with the request. */
  readonly service: CatalogueService
  /** Epoch ms. */
  readonly start: number
  readonly durationMinutes: number
  readonly resourceIds?: readonly ResourceId[] | undefined
  readonly strictness: Strictness
  /** Takes the time whatever stands in the way. */
  readonly overbook?: boolean | undefined
  /** The appointment that is being moved: its own time counts as free. */
  readonly ignore?: AppointmentId | undefined
  readonly ownToken?: string | undefined
  /** Resources to keep if they are free, as those the appointment had. */
  readonly preferred?: readonly ResourceId[] | undefined
  readonly seed: string
}

/** Where the time was found. The claims are not taken yet. */
export type ChosenSlot = {
  /** The database's clock, epoch ms. */
  readonly now: number
  readonly places: readonly Place[]
  readonly claims: readonly NewClaim[]
  readonly seats: { readonly capacityTotal: number; readonly capacityUsed: number }
  /** Overdue holds whose claims are in the way: to be expired before the claims are taken. */
  readonly overdue: readonly AppointmentId[]
}

/**
 * Decides with which resources a time can be had. Whoever reads seats or several rows first locks the resources; a plain
 * hold goes without and lets the constraint decide.
 * @throws Problem `rule-rejected`, `slot-taken`; Restart when the catalogue changed meanwhile.
 */
export async function chooseSlot(tx: Transaction, catalogue: Catalogue, request: SlotRequest): Promise<ChosenSlot> {
  const { service, start, durationMinutes } = request
  const wish: Wish = { service, durationMinutes, from: start, to: start + 1, resourceIds: request.resourceIds }
  refuseUnfitResources(service, request.resourceIds)
  const resourceIds = eligibleResources(service, request.resourceIds)
  const locked = lockForChoice(tx, request)
  const around = claimSpan(wish)
  // "Least busy" is judged by the day around; without a choice the time itself is enough.
  const lookAround = hasChoice(service, request.resourceIds) ? 12 * 60 * MINUTE_MS : 0
  const reading = loadOccupancy(tx, {
    unitId: catalogue.unit.id,
    resourceIds,
    from: around.from - lookAround,
    to: around.to + lookAround,
    sessionsOf: service.id,
    ownToken: request.ownToken,
    ignore: request.ignore,
  })
  const [, occupancy] = await Promise.all([locked, reading])
  if (occupancy.catalogueVersion !== catalogue.version) throw new Restart('the catalogue changed')
  const search = buildSearch(catalogue, wish, occupancy, request.strictness)
  const found = request.overbook
    ? await overbookedSlot(tx, request, search, occupancy)
    : await freeSlot(tx, request, search, occupancy)
  const taken = new Set(found.claims.map((claim) => claim.resourceId))
  const overdue = occupancy.overdue.filter(
    (claim) => taken.has(claim.resourceId) && claim.startsAt < around.to && claim.endsAt > around.from,
  )
  return {
    now: occupancy.now,
    ...found,
    overdue: [...new Set(overdue.flatMap((claim) => claim.appointmentId ?? []))].sort(),
  }
}

/**
 * Locks the resources when the choice reads seats, or several rows, before it writes. Comes before the lock of any
 * appointment; whoever locks one before choosing calls this first.
 */
export async function lockForChoice(
  tx: Transaction,
  { service, resourceIds, overbook, ignore }: Pick<SlotRequest, 'service' | 'resourceIds' | 'overbook' | 'ignore'>,
): Promise<void> {
  if (service.capacity > 1 || overbook || ignore) await lockResources(tx, eligibleResources(service, resourceIds))
}

type Found = Pick<ChosenSlot, 'places' | 'claims' | 'seats'>

async function freeSlot(
  tx: Transaction,
  request: SlotRequest,
  search: SlotSearch,
  occupancy: Occupancy,
): Promise<Found> {
  const preference = { seed: request.seed, limit: 1, ...(request.preferred && { preferred: request.preferred }) }
  const [lineUp] = chooseResources(search, request.start, preference)
  if (!lineUp) throw refusal(request, checkSlot(search, request.start))
  const { from, to } = claimTimes(request)
  const joined = lineUp.places.flatMap(({ sessionKey }) => sessionKey ?? [])
  // Those who make way, being overdue or moved, leave their seats as well.
  const leaving = new Set([...occupancy.overdue.map((claim) => claim.appointmentId), request.ignore])
  const taken = (await takenSeats(tx, joined)).filter(
    ({ appointmentId }) => appointmentId === null || !leaving.has(appointmentId),
  )
  let capacityUsed = 1
  const claims = lineUp.places.map(({ role, resourceId, sessionKey }): NewClaim => {
    const used = occupancy.claims.filter((claim) => claim.sessionId === sessionKey).length
    if (sessionKey !== null) capacityUsed = Math.max(capacityUsed, used + 1)
    const seats = taken.filter((one) => one.sessionId === sessionKey).map((one) => one.seat)
    return { resourceId: resourceId as ResourceId, role, from, to, sessionId: sessionKey, seat: lowestFree(seats) }
  })
  const places = lineUp.places.map(({ role, resourceId }) => ({ role, resourceId: resourceId as ResourceId }))
  return { places, claims, seats: { capacityTotal: request.service.capacity, capacityUsed } }
}

/** On purpose and audited: the resources asked for, else the least busy of each role, each once. */
async function overbookedSlot(
  tx: Transaction,
  request: SlotRequest,
  search: SlotSearch,
  occupancy: Occupancy,
): Promise<Found> {
  if (!request.service.durations.includes(request.durationMinutes)) {
    throw ruleProblem('duration', explanations.duration ?? '', request.service)
  }
  // Overbooking sets aside what others have, not the calendar: a slip of the year is still a slip.
  const daysAhead = (request.start - occupancy.now) / (24 * 60 * MINUTE_MS)
  if (daysAhead < -1) throw ruleProblem('notice', 'That is in the past.')
  if (daysAhead > 730) throw ruleProblem('horizon', 'That is more than two years ahead.')
  const { from, to } = claimTimes(request)
  const places: Place[] = []
  for (const { role, resources } of search.roles) {
    const free = resources.filter(({ id }) => !places.some((place) => place.resourceId === id))
    const busyIn = ({ claims }: (typeof free)[number]) =>
      claims.filter((claim) => claim.startsAt < to && claim.endsAt > from).length
    const chosen = free.toSorted((a, b) => busyIn(a) - busyIn(b) || (a.load ?? 0) - (b.load ?? 0))[0]
    if (!chosen) throw ruleProblem('closed', `No resource can take the role ${role}.`)
    places.push({ role, resourceId: chosen.id as ResourceId })
  }
  const lastSeats = new Map<string, number>()
  for (const { sessionId, seat } of await takenSeats(tx, [...new Set(occupancy.claims.map((one) => one.sessionId))])) {
    lastSeats.set(sessionId, Math.max(seat, lastSeats.get(sessionId) ?? 0))
  }
  const claims = places.flatMap(({ role, resourceId }) =>
    overbookClaims(resourceId, role, from, to, occupancy.claims, lastSeats),
  )
  const capacityUsed = Math.max(...claims.map((claim) => claim.seat))
  return { places, claims, seats: { capacityTotal: request.service.capacity, capacityUsed } }
}

function claimTimes({ start, durationMinutes, service }: SlotRequest): { from: number; to: number } {
  return {
    from: start - service.bufferBeforeMinutes * MINUTE_MS,
    to: start + (durationMinutes + service.bufferAfterMinutes) * MINUTE_MS,
  }
}

function lowestFree(seats: readonly number[]): number {
  for (let seat = 1; ; seat++) if (!seats.includes(seat)) return seat
}

const explanations: Record<string, string> = {
  closed: 'Nobody who can do this is open at that time.',
  notice: 'That is too soon: this service asks for more notice.',
  horizon: 'That is too far ahead for this service.',
  grid: 'That is not a time this service starts at.',
  duration: 'This service does not offer that length.',
  capacity: 'All seats of that session are taken.',
}

function refusal(request: SlotRequest, check: SlotCheck): Problem {
  if (check.ok) throw new Error('checkSlot and chooseResources disagree')
  if (check.refused === 'taken' || check.refused === 'capacity') {
    return new Problem(slotTaken, explanations[check.refused] ?? 'Somebody else has that time.', {
      rule: check.refused,
    })
  }
  return ruleProblem(check.refused, explanations[check.refused] ?? '', request.service)
}

/** 422 that names the rule and, when the rule is about one, the field. */
export function ruleProblem(rule: string, detail: string, service?: CatalogueService): Problem {
  const path = rule === 'duration' ? 'durationMinutes' : 'start'
  const limits = service && {
    limits: {
      durations: service.durations,
      slotStepMinutes: service.slotStepMinutes,
      noticeToBookMinutes: service.noticeToBookMinutes,
      horizonDays: service.horizonDays,
    },
  }
  return new Problem(ruleRejected, detail, { rule, errors: [{ path, message: detail }], ...limits })
}

/** The catalogue of a unit and one of its services that is on offer. @throws Problem `not-found`. */
export function offeredService(catalogue: Catalogue, service: CatalogueService | undefined): CatalogueService {
  if (!service?.isOffered)
    throw new Problem(ruleRejected, `${catalogue.unit.name} does not offer this service.`, { rule: 'closed' })
  return service
}
