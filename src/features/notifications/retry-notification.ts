import type { Ctx } from '../../context.ts'
import type { UnitId } from '../../lib/ids.ts'
import { notFoundProblem, Problem } from '../../platform/problem.ts'
import { record } from '../audit/record-event.ts'
import { requireRole } from '../identity/actor.ts'
import type { NotificationId } from './notification.ts'
import { findOvertaking, lockNotification, type OutboxRow, requeueNotification } from './outbox.sql.ts'
import { messageOvertaken } from './problems.ts'

/**
 * Has a message sent, whatever became of it, unless something later says otherwise. It is the same message with the same
 * `Message-ID`, so a calendar that has the revision already takes no notice. One that waits is sent now.
 * @throws Problem `not-found`, `forbidden`, `message-overtaken`.
 */
export async function retryNotification(ctx: Ctx, { id }: { id: NotificationId }): Promise<OutboxRow> {
  return ctx.transaction(async (tx) => {
    const [row] = await tx.run(lockNotification, id)
    if (!row) throw notFoundProblem('notification')
    requireRole(ctx.actor, row.unit_id as UnitId, ['ADMIN', 'STAFF'], 'notification')
    if (row.leased_until !== null) return row
    const [overtaking] = await tx.run(findOvertaking, id)
    if (overtaking?.isOvertaken)
      throw new Problem(messageOvertaken, 'A later message of this appointment says otherwise.')
    await tx.run(requeueNotification, id)
    if (row.status !== 'QUEUED') {
      record(tx, {
        type: 'notification.requeued',
        unitId: row.unit_id,
        subject: { type: 'notification', id, version: row.attempts },
        before: { status: row.status },
        after: { status: 'QUEUED' },
        data: { kind: row.kind, channel: row.channel, appointmentId: row.appointment_id },
      })
    }
    tx.afterCommit('notifications')
    const [requeued] = await tx.run(lockNotification, id)
    return requeued ?? row
  })
}
