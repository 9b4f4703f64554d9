import type { AppointmentId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

// Rows another worker or a booking has just locked are theirs to deal with.
const overdue = statement<{ id: string }, [most: number]>(
  'appointments-overdue',
  `select id from appointments
    where status in ('HELD', 'PENDING_APPROVAL') and coalesce(hold_expires_at, approval_deadline_at) <= clock_at()
    order by coalesce(hold_expires_at, approval_deadline_at), id limit $1 for update skip locked`,
)

/** Holds and requests past their deadline, oldest first, locked for this transaction. */
export async function takeOverdue(db: Queryable, most: number): Promise<AppointmentId[]> {
  return (await db.run(overdue, most)).map((row) => row.id as AppointmentId)
}
