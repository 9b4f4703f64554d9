import type { AppointmentId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import type { Appointment } from './appointment.ts'
import { findAmong } from './appointments.sql.ts'

/** Appointments as they are now, by id; whoever asks has checked that they may. Unknown ids are left out. */
export async function loadAppointments(
  db: Queryable,
  ids: readonly AppointmentId[],
): Promise<Map<AppointmentId, Appointment>> {
  return new Map((await findAmong(db, ids)).map((appointment) => [appointment.id, appointment]))
}
