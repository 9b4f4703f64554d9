import type { AppointmentId } from '../../lib/ids.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Transaction } from '../../platform/db/transaction.ts'

const seatsOfSession = statement<{ seats: number }, [appointmentId: string]>(
  'session-seats',
  `select count(*)::int as seats from claims c
    where c.is_active and c.session_id = (select o.session_id from claims o where o.appointment_id = $1 order by o.id desc limit 1)`,
)

/** Seats taken in the session an appointment is or was part of. */
export async function countSeats(tx: Transaction, appointmentId: AppointmentId): Promise<number> {
  const [row] = await tx.run(seatsOfSession, appointmentId)
  return row?.seats ?? 0
}
