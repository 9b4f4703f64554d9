import type { AppointmentId } from '../../lib/ids.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Transaction } from '../../platform/db/transaction.ts'

const seatsOfSession = statement<{ seats: number }, [appointmentId: string]>(
  'session-seats',
  `select count(*)::int as seats from claims c
    where c.is_active and c.session_id = (select o.session_id from claims o where o.appointment_id = $1 order by o.id desc limit 1)`,
)

const seatsTaken = statement<
  { session_id: string; seat: number; appointment_id: string | null },
  [ids: readonly string[]]
>(
  'session-seats-taken',
  `select session_id, seat, appointment_id from claims where session_id = any ($1::uuid[]) and is_active`,
)

export type TakenSeat = {
  readonly sessionId: string
  readonly seat: number
  readonly appointmentId: AppointmentId | null
}

/** Every seat taken in some sessions, also at times nobody asked about: overbooking spreads a session over them. */
export async function takenSeats(tx: Transaction, sessionIds: readonly string[]): Promise<TakenSeat[]> {
  if (sessionIds.length === 0) return []
  const rows = await tx.run(seatsTaken, sessionIds)
  return rows.map((row) => ({
    sessionId: row.session_id,
    seat: row.seat,
    appointmentId: row.appointment_id as AppointmentId | null,
  }))
}

/** Seats taken in the session an appointment is or was part of. */
export async function countSeats(tx: Transaction, appointmentId: AppointmentId): Promise<number> {
  const [row] = await tx.run(seatsOfSession, appointmentId)
  return row?.seats ?? 0
}
