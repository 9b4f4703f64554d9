import type { ResourceId, ServiceId } from '../../lib/ids.ts'
import { MINUTE_MS } from '../../lib/time/local-date.ts'
import { fieldProblem, notFoundProblem } from '../../platform/problem.ts'
import type { Catalogue, CatalogueService } from '../units/catalogue.ts'
import type { Occupancy, OccupyingClaim } from './occupancy.ts'
import { openHours, withinUnitHours } from './open-hours.ts'
import type { Claim, SearchResource, Session, SlotSearch } from './slot-search.ts'
import { searchSpan } from './slot-search.ts'

const dayMs = 24 * 60 * MINUTE_MS

/** How strictly the service's own rules apply to whoever asks. */
export type Strictness = {
  /** Notice the asker must keep, in minutes; people at the desk need none. */
  readonly noticeMinutes: number
  readonly horizonDays: number
}

/** What is wanted: a service for a length of time, in a stretch of time, possibly of certain resources. */
export type Wish = {
  readonly service: CatalogueService
  readonly durationMinutes: number
  /** Slot starts lie in [from, to), epoch ms. */
  readonly from: number
  readonly to: number
  /** When given, a role that has one of these takes only these. */
  readonly resourceIds?: readonly ResourceId[] | undefined
}

/** The service of a catalogue. @throws Problem `not-found`. */
export function serviceOf(catalogue: Catalogue, serviceId: ServiceId): CatalogueService {
  const service = catalogue.services.get(serviceId)
  if (!service) throw notFoundProblem('service')
  return service
}

/** Every resource that may take part when `asked` are wanted, each once, sorted by id. */
export function eligibleResources(service: CatalogueService, asked?: readonly ResourceId[]): ResourceId[] {
  return [...new Set(service.roles.flatMap((role) => wanted(role.resourceIds, asked)))].sort()
}

/** True when some role has a choice, so that it matters who is less busy. */
export function hasChoice(service: CatalogueService, asked?: readonly ResourceId[]): boolean {
  return service.roles.some((role) => wanted(role.resourceIds, asked).length > 1)
}

/** The stretch of time whose claims decide the wish, epoch ms. */
export function claimSpan({ service, durationMinutes, from, to }: Wish): { from: number; to: number } {
  const { bufferBeforeMinutes, bufferAfterMinutes } = service
  return searchSpan({ from, to, durationMinutes, bufferBeforeMinutes, bufferAfterMinutes }).claims
}

/** The pure question that answers a wish: rules of the catalogue, hours, and the claims as they were read. */
export function buildSearch(
  catalogue: Catalogue,
  wish: Wish,
  occupancy: Occupancy,
  strictness: Strictness,
): SlotSearch {
  const { service } = wish
  const { open } = searchSpan({ ...wish, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 })
  const byResource = Map.groupBy(occupancy.claims, (claim) => claim.resourceId)
  const lineUps = service.capacity > 1 ? lineUpKeys(occupancy.claims) : undefined
  const resources = new Map<ResourceId, SearchResource>()
  for (const id of eligibleResources(service, wish.resourceIds)) {
    const resource = catalogue.resources.get(id)
    if (!resource) continue
    const hours = openHours(resource.timeZone, resource.weekly, resource.exceptions, open.from, open.to)
    const claims = byResource.get(id) ?? []
    resources.set(id, {
      id,
      open: withinUnitHours(hours, catalogue.unit.timeZone, catalogue.unitExceptions),
      claims: claims.map(asClaim),
      ...(lineUps && { sessions: sessionsAmong(claims, lineUps) }),
      load: claims.length,
    })
  }
  return {
    from: wish.from,
    to: wish.to,
    zone: catalogue.unit.timeZone,
    stepMinutes: service.slotStepMinutes,
    durationMinutes: wish.durationMinutes,
    allowedDurations: service.durations,
    bufferBeforeMinutes: service.bufferBeforeMinutes,
    bufferAfterMinutes: service.bufferAfterMinutes,
    earliestStart: occupancy.now + strictness.noticeMinutes * MINUTE_MS,
    latestStart: occupancy.now + strictness.horizonDays * dayMs,
    capacity: service.capacity,
    roles: service.roles.map(({ role, resourceIds }) => ({
      role,
      resources: wanted(resourceIds, wish.resourceIds).flatMap((id) => resources.get(id) ?? []),
    })),
  }
}

/** A wish for certain resources narrows the roles they can take and leaves the others open. */
function wanted(eligible: readonly ResourceId[], asked: readonly ResourceId[] | undefined): readonly ResourceId[] {
  if (!asked) return eligible
  const both = eligible.filter((id) => asked.includes(id))
  return both.length > 0 ? both : eligible
}

/** Whoever asks for somebody must not be given somebody else. @throws Problem `malformed` naming the resource. */
export function refuseUnfitResources(service: CatalogueService, asked: readonly ResourceId[] | undefined): void {
  const index = asked?.findIndex((id) => !service.roles.some((role) => role.resourceIds.includes(id))) ?? -1
  if (index >= 0) throw fieldProblem(`resourceIds.${index}`, `does not do ${service.name} here.`)
}

function asClaim({ startsAt, endsAt, sessionId, appointmentId, blockId }: OccupyingClaim): Claim {
  const id = appointmentId ?? blockId
  return { startsAt, endsAt, sessionKey: blockId ? null : sessionId, ...(id && { id }) }
}

/** The resources of one shared occasion are recognised by the appointments that sit in all of them: its smallest id. */
function lineUpKeys(claims: readonly OccupyingClaim[]): Map<string, string> {
  const keys = new Map<string, string>()
  for (const { sessionId, appointmentId } of claims) {
    if (appointmentId === null) continue
    const known = keys.get(sessionId)
    if (known === undefined || appointmentId < known) keys.set(sessionId, appointmentId)
  }
  return keys
}

/** A session somebody overbooked with anything else takes nobody in: its time belongs to more than one occasion. */
function sessionsAmong(claims: readonly OccupyingClaim[], lineUps: ReadonlyMap<string, string>): Session[] {
  const sessions = new Map<
    string,
    { sessionKey: string; startsAt: number; durationMinutes: number; used: number; lineUpKey: string }
  >()
  const mixed = new Set<string>()
  for (const { sessionId, session } of claims) {
    const known = sessions.get(sessionId)
    if (!session || (known && !isSameOccasion(known, session))) mixed.add(sessionId)
    else if (known) known.used += 1
    else
      sessions.set(sessionId, { sessionKey: sessionId, ...session, used: 1, lineUpKey: lineUps.get(sessionId) ?? '' })
  }
  return [...sessions.values()].filter(({ sessionKey }) => !mixed.has(sessionKey))
}

type Occasion = { readonly startsAt: number; readonly durationMinutes: number }

function isSameOccasion(a: Occasion, b: Occasion): boolean {
  return a.startsAt === b.startsAt && a.durationMinutes === b.durationMinutes
}
