import type { Ctx } from '../../context.ts'
import type { ResourceId } from '../../lib/ids.ts'
import { MINUTE_MS } from '../../lib/time/local-date.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { record } from '../audit/record-event.ts'
import { eligibleResources, serviceOf } from '../availability/build-search.ts'
import { type Appointment, move, refuseUnlessStanding } from './appointment.ts'
import * as appointments from './appointments.sql.ts'
import { type ChangeTarget, changeAppointment } from './change-appointment.ts'
import { chooseSlot, ruleProblem } from './choose-slot.ts'
import { dropClaims, takeClaims } from './claims.sql.ts'
import { expireOverdue } from './end-hold.ts'
import { appointmentEvent } from './events.ts'
import { refuseWhenDisabled } from './place-hold.ts'
import { requireOverbooking, strictnessFor } from './require-access.ts'
import { withAlternatives } from './suggest-alternatives.ts'

export type MoveAppointmentInput = ChangeTarget & {
  /** Epoch ms. */
  readonly start: number
  readonly durationMinutes?: number | undefined
  readonly resourceIds?: readonly ResourceId[] | undefined
  readonly override?: { readonly reason: string } | undefined
}

/**
 * Gives an appointment another time, length or resource; the same id and UID, SEQUENCE + 1. Its own old time does not
 * stand in its way, and is given up only if the new one is had.
 * @throws Problem `slot-taken` with alternatives, `rule-rejected`, and those of `changeAppointment`.
 */
export async function moveAppointment(ctx: Ctx, input: MoveAppointmentInput): Promise<Appointment> {
  refuseWhenDisabled(ctx)
  const known = await appointments.find(ctx.db, input.appointmentId)
  if (!known) throw notFoundProblem('appointment')
  const durationMinutes = input.durationMinutes ?? known.durationMinutes
  const wanted = { ...known, start: input.start, durationMinutes, resourceIds: input.resourceIds }
  return withAlternatives(ctx, wanted, () =>
    changeAppointment(
      ctx,
      input,
      async (tx, { appointment, now, catalogue, standing }) => {
        refuseUnlessStanding(appointment)
        if (input.override) requireOverbooking(ctx.actor, appointment.unitId)
        const service = serviceOf(catalogue, appointment.serviceId)
        if (standing === 'client' && appointment.startsAt - now < service.noticeToMoveMinutes * MINUTE_MS) {
          throw ruleProblem('notice', 'It is too late to move this online: please call.')
        }
        const slot = await chooseSlot(tx, catalogue, {
          service,
          start: input.start,
          durationMinutes,
          resourceIds: input.resourceIds,
          preferred: appointment.places.map((place) => place.resourceId),
          strictness: strictnessFor(ctx.actor, appointment.unitId, service, service.noticeToMoveMinutes),
          overbook: input.override !== undefined,
          ignore: appointment.id,
          seed: appointment.id,
        })
        for (const overdue of slot.overdue) await expireOverdue(tx, ctx.catalogues, overdue)
        const { places } = slot
        const moved = move(appointment, now, {
          startsAt: input.start,
          durationMinutes,
          places,
          overrideReason: input.override?.reason ?? null,
        })
        dropClaims(tx, appointment.id)
        takeClaims(tx, { unitId: appointment.unitId, appointmentId: appointment.id }, slot.claims)
        appointments.save(tx, moved)
        record(tx, appointmentEvent('appointment.moved', appointment, moved))
        return moved
      },
      {
        resourcesOf: (appointment, catalogue) => [
          ...appointment.places.map((place) => place.resourceId),
          ...eligibleResources(serviceOf(catalogue, appointment.serviceId)),
        ],
      },
    ),
  )
}
