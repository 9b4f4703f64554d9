import type { z } from 'zod'
import type { Ctx } from '../../context.ts'
import type { ResourceId, ServiceId, UnitId } from '../../lib/ids.ts'
import { hasScope, worksIn } from '../identity/actor.ts'
import { deskStrictness, isAtTheDesk } from './asker.ts'
import { buildSearch, claimSpan, eligibleResources, refuseUnfitResources, serviceOf } from './build-search.ts'
import type { Obstacle } from './check-slot.ts'
import { checkSlot } from './check-slot.ts'
import type { explainAvailability } from './contract.ts'
import type { Occupancy } from './occupancy.ts'
import { loadOccupancy } from './occupancy.ts'

export type ExplainSlotInput = {
  readonly unitId: UnitId
  readonly serviceId: ServiceId
  readonly start: Temporal.Instant
  readonly durationMinutes?: number | undefined
  readonly resourceIds?: readonly ResourceId[] | undefined
  readonly reservationToken?: string | undefined
}

export type Explanation = z.input<(typeof explainAvailability)['answers'][200]['schema']>

/** Why a time can or cannot be booked: the rule, and for each resource what stands in the way. @throws Problem `not-found`. */
export async function explainSlot(ctx: Ctx, input: ExplainSlotInput): Promise<Explanation> {
  const catalogue = await ctx.catalogues.of(input.unitId)
  const service = serviceOf(catalogue, input.serviceId)
  refuseUnfitResources(service, input.resourceIds)
  const start = input.start.epochMilliseconds
  const durationMinutes = input.durationMinutes ?? service.durations[0] ?? 0
  if (!service.isOffered || durationMinutes === 0) return { isFree: false, refused: 'closed', obstacles: [] }
  const wish = { service, durationMinutes, from: start, to: start + 1, resourceIds: input.resourceIds }
  const occupancy = await loadOccupancy(ctx.db, {
    unitId: input.unitId,
    resourceIds: eligibleResources(service, input.resourceIds),
    ...claimSpan(wish),
    sessionsOf: service.capacity > 1 ? service.id : undefined,
    ownToken: input.reservationToken,
  })
  const strictness = isAtTheDesk(ctx.actor, input.unitId)
    ? deskStrictness
    : { noticeMinutes: service.noticeToBookMinutes, horizonDays: service.horizonDays }
  const check = checkSlot(buildSearch(catalogue, wish, occupancy, strictness), start)
  if (check.ok) return { isFree: true, obstacles: [] }
  const isInsider = worksIn(ctx.actor, input.unitId) && hasScope(ctx.actor, 'appointments:read')
  const nameOf = (id: string) => catalogue.resources.get(id as ResourceId)?.name ?? ''
  return {
    isFree: false,
    refused: check.refused,
    obstacles: check.obstacles.map((obstacle) =>
      viewObstacle(obstacle, nameOf(obstacle.resourceId), occupancy, isInsider),
    ),
  }
}

function viewObstacle(
  { resourceId, roles, refused, claim }: Obstacle,
  resourceName: string,
  occupancy: Occupancy,
  isInsider: boolean,
) {
  const view = { resourceId, resourceName, roles: [...roles], refused }
  if (!claim) return view
  const time = { start: new Date(claim.startsAt).toISOString(), end: new Date(claim.endsAt).toISOString() }
  const owner = occupancy.claims.find(
    (one) => one.resourceId === resourceId && (one.appointmentId ?? one.blockId) === claim.id,
  )
  const ids = {
    ...(owner?.appointmentId && { appointmentId: owner.appointmentId }),
    ...(owner?.blockId && { blockId: owner.blockId }),
  }
  return { ...view, claim: isInsider ? { ...time, ...ids } : time }
}
