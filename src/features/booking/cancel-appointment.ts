import type { Ctx } from '../../context.ts'
import { MINUTE_MS } from '../../lib/time/local-date.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { record } from '../audit/record-event.ts'
import { serviceOf } from '../availability/build-search.ts'
import { type Appointment, cancel, refuseUnlessStanding } from './appointment.ts'
import * as appointments from './appointments.sql.ts'
import { type ChangeTarget, changeAppointment, type Locked } from './change-appointment.ts'
import { ruleProblem } from './choose-slot.ts'
import { dropClaims } from './claims.sql.ts'
import { endHold } from './end-hold.ts'
import { appointmentEvent } from './events.ts'

export type CancelAppointmentInput = ChangeTarget & {
  /** In somebody's own words; kept with the event. */
  readonly note?: string | undefined
}

/**
 * Ends a hold or an appointment: its time is free again. Repeated, the same answer and nothing more.
 * @throws Problem `rule-rejected` when a client is later than the service's notice, and those of `changeAppointment`.
 */
export async function cancelAppointment(ctx: Ctx, input: CancelAppointmentInput): Promise<Appointment> {
  const isDone = ({ status }: Appointment) => status === 'CANCELLED'
  const change = async (tx: Transaction, { appointment, now, catalogue, standing }: Locked) => {
    if (appointment.status === 'HELD') return endHold(tx, catalogue, appointment, now, 'HOLD_RELEASED')
    refuseUnlessStanding(appointment)
    const { noticeToCancelMinutes } = serviceOf(catalogue, appointment.serviceId)
    if (standing === 'client' && appointment.startsAt - now < noticeToCancelMinutes * MINUTE_MS) {
      throw ruleProblem('notice', 'It is too late to cancel this online: please call.')
    }
    const cancelled = cancel(appointment, now, standing === 'client' ? 'CANCELLED_BY_CLIENT' : 'CANCELLED_BY_UNIT')
    dropClaims(tx, appointment.id)
    appointments.save(tx, cancelled)
    record(
      tx,
      appointmentEvent('appointment.cancelled', appointment, cancelled, {
        reason: cancelled.cancelReason,
        note: input.note ?? null,
      }),
    )
    return cancelled
  }
  return changeAppointment(ctx, input, change, { isDone })
}
