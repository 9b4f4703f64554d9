import type { Ctx } from '../../context.ts'
import { forbidden, Problem } from '../../platform/problem.ts'
import { record } from '../audit/record-event.ts'
import { isAdminIn } from '../identity/actor.ts'
import { type Appointment, changeDetails } from './appointment.ts'
import * as appointments from './appointments.sql.ts'
import { type ChangeTarget, changeAppointment } from './change-appointment.ts'
import { appointmentEvent } from './events.ts'

export type UpdateAppointmentInput = ChangeTarget & {
  readonly notes?: string | undefined
  readonly attendeeName?: string | undefined
}

/** Changes what is written about an appointment, not its time. @throws those of `changeAppointment`. */
export async function updateAppointment(ctx: Ctx, input: UpdateAppointmentInput): Promise<Appointment> {
  return changeAppointment(ctx, input, async (tx, { appointment, now }) => {
    const isSame =
      (input.notes ?? appointment.notes) === appointment.notes &&
      (input.attendeeName ?? appointment.attendeeName) === appointment.attendeeName
    if (isSame) return appointment
    const updated = changeDetails(appointment, now, {
      notes: input.notes ?? appointment.notes,
      attendeeName: input.attendeeName ?? appointment.attendeeName,
    })
    appointments.save(tx, updated)
    record(tx, appointmentEvent('appointment.updated', appointment, updated))
    return updated
  })
}

/** A2: protects an appointment from being moved. Levels 2 and 3 are set by an ADMIN. @throws Problem `forbidden`, `locked`. */
export async function setLockLevel(
  ctx: Ctx,
  input: ChangeTarget & { readonly lockLevel: number },
): Promise<Appointment> {
  return changeAppointment(ctx, input, async (tx, { appointment, now }) => {
    if (input.lockLevel >= 2 && !isAdminIn(ctx.actor, appointment.unitId)) {
      throw new Problem(forbidden, 'Lock levels 2 and 3 are set by an ADMIN.')
    }
    if (appointment.lockLevel === input.lockLevel) return appointment
    const locked = changeDetails(appointment, now, { lockLevel: input.lockLevel })
    appointments.save(tx, locked)
    record(tx, appointmentEvent('appointment.lock-level-changed', appointment, locked))
    return locked
  })
}
