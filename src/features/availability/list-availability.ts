import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Ctx } from '../../context.ts'
import { MINUTE_MS } from '../../lib/time/local-date.ts'
import type { AnswerCache, CachedAnswer } from './answer-cache.ts'
import { isStillTrue } from './answer-cache.ts'
import { deskStrictness, isAtTheDesk } from './asker.ts'
import type { AvailabilityQuery } from './availability-query.ts'
import { readDuration, readRange } from './availability-query.ts'
import type { Strictness, Wish } from './build-search.ts'
import { buildSearch, claimSpan, eligibleResources, refuseUnfitResources, serviceOf } from './build-search.ts'
import type { availabilityView } from './contract.ts'
import type { Slot } from './find-slots.ts'
import { findSlots, firstFreeSlots } from './find-slots.ts'
import { loadClock, loadOccupancy } from './occupancy.ts'
import type { SlotSearch } from './slot-search.ts'

/**
 * The free times of a service, as the JSON to send (C1). An answer given before is given again only after the database
 * has said, in this request, that nothing it was made of has changed.
 * @throws Problem `not-found`, `malformed`.
 */
export async function listAvailability(ctx: Ctx, cache: AnswerCache, query: AvailabilityQuery): Promise<CachedAnswer> {
  const isDesk = isAtTheDesk(ctx.actor, query.unitId)
  // One's own hold is seen by one person for a few minutes: not worth remembering.
  if (query.reservationToken !== undefined) return computeAnswer(ctx, query, isDesk)
  const key = cache.keyOf(query, isDesk)
  return cache.share(key, async () => {
    const known = cache.get(key)
    if (known && (await isStillTrue(ctx.db, known))) return known
    const answer = await computeAnswer(ctx, query, isDesk)
    if (answer.isLasting) cache.set(key, answer)
    return answer
  })
}

async function computeAnswer(ctx: Ctx, query: AvailabilityQuery, isDesk: boolean): Promise<CachedAnswer> {
  for (;;) {
    const catalogue = await ctx.catalogues.of(query.unitId)
    const service = serviceOf(catalogue, query.serviceId)
    refuseUnfitResources(service, query.resourceIds)
    const durationMinutes = readDuration(query.durationMinutes, service.durations)
    const now = query.from === undefined ? await loadClock(ctx.db) : 0
    const asked = readRange(query, catalogue, now)
    const resourceIds = eligibleResources(service, query.resourceIds)
    const wish: Wish = { service, durationMinutes, ...asked, resourceIds: query.resourceIds }
    const occupancy = await loadOccupancy(ctx.db, {
      unitId: query.unitId,
      resourceIds,
      ...claimSpan(wish),
      sessionsOf: service.capacity > 1 ? service.id : undefined,
      ownToken: query.reservationToken,
    })
    if (occupancy.catalogueVersion !== catalogue.version) continue

    const strictness: Strictness = isDesk
      ? deskStrictness
      : { noticeMinutes: service.noticeToBookMinutes, horizonDays: service.horizonDays }
    const search = buildSearch(catalogue, wish, occupancy, strictness)
    const withResources = query.withResources === true
    const slots = !service.isOffered
      ? []
      : query.first === undefined
        ? findSlots(search, { withResources })
        : firstFreeSlots(search, query.first, { withResources })
    const view: z.input<typeof availabilityView> = {
      unitId: query.unitId,
      serviceId: service.id,
      durationMinutes,
      timeZone: catalogue.unit.timeZone,
      from: isoOf(asked.from),
      to: isoOf(asked.to),
      slots: slots.map(viewSlot),
    }
    const body = Buffer.from(JSON.stringify(view))
    return {
      body,
      etag: `"${createHash('sha1').update(body).digest('base64url')}"`,
      unitId: query.unitId,
      resourceIds,
      catalogueVersion: catalogue.version,
      snapshot: occupancy.snapshot,
      serverEpoch: occupancy.serverEpoch,
      // A hold past its deadline may yet be confirmed by whoever looked at the clock before: that changes no claim.
      isLasting: occupancy.overdue.length === 0,
      validUntil: Math.min(occupancy.nextDeadline, nextRuleChange(query, search, slots, occupancy.now)),
    }
  }
}

/** The first moment at which the answer changes by the clock alone: a slot comes too close, or one comes within the horizon. */
function nextRuleChange(query: AvailabilityQuery, search: SlotSearch, slots: readonly Slot[], now: number): number {
  const notice = search.earliestStart - now
  const firstToGo = slots[0] ? slots[0].start - notice : Number.POSITIVE_INFINITY
  // Starts lie on whole minutes. A range that begins "now", or reaches past the horizon, moves with them.
  const isMoving = query.from === undefined || query.to === undefined || search.to > search.latestStart
  const nextMinute = (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS
  return Math.min(firstToGo, isMoving ? nextMinute : Number.POSITIVE_INFINITY)
}

function viewSlot({ start, end, capacityTotal, capacityUsed, roles }: Slot) {
  const slot = { start: isoOf(start), end: isoOf(end), capacityTotal, capacityUsed }
  return roles
    ? { ...slot, resources: roles.map(({ role, resourceIds }) => ({ role, resourceIds: [...resourceIds] })) }
    : slot
}

/** Seconds are enough: starts lie on whole minutes. */
const isoOf = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`
