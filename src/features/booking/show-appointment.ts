import type { Ctx } from '../../context.ts'
import type { AppointmentId } from '../../lib/ids.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import type { Appointment } from './appointment.ts'
import * as appointments from './appointments.sql.ts'
import { requireAccess } from './require-access.ts'

/** One appointment, for its unit's staff or whoever holds its token. @throws Problem `not-found`, `forbidden`. */
export async function showAppointment(
  ctx: Ctx,
  input: { readonly appointmentId: AppointmentId; readonly reservationToken?: string | undefined },
): Promise<Appointment> {
  const appointment = await appointments.find(ctx.db, input.appointmentId)
  if (!appointment) throw notFoundProblem('appointment')
  requireAccess(
    ctx.actor,
    await ctx.catalogues.of(appointment.unitId),
    appointment,
    input.reservationToken,
    'appointments:read',
  )
  return appointment
}
