import type { Ctx } from '../../context.ts'
import { newId, type UnitId } from '../../lib/ids.ts'
import { addOptOutIn } from './add-opt-out.ts'
import type { Attempt } from './attempt.ts'
import { messageIdOf, type NotificationId } from './notification.ts'
import { insertFallback, type LeasedRow, recordAttempts } from './notifications.sql.ts'

/**
 * Writes down what came of attempts, all in one go. Whoever could not be reached on one channel is written to on the next;
 * whoever told the provider to stop is not written to there again.
 */
export async function keepAttempts(ctx: Ctx, worker: string, via: string, attempts: readonly Attempt[]): Promise<void> {
  // In order of id, as leases are renewed: two statements on the same rows never wait for each other in a circle.
  const sorted = attempts.toSorted((a, b) => (a.row.id < b.row.id ? -1 : 1))
  const rows = JSON.stringify(sorted.map((attempt) => rowOf(attempt, worker, via)))
  const dead = attempts.filter(({ status }) => status === 'DEAD')
  if (dead.length === 0) await ctx.db.run(recordAttempts, rows)
  else {
    await ctx.transaction(async (tx) => {
      await tx.run(recordAttempts, rows)
      for (const { row, isOptOut } of dead) {
        const { channel, address } = row
        if (isOptOut) await addOptOutIn(tx, { unitId: row.unit_id as UnitId, channel, address }, 'PROVIDER')
        const [next, ...others] = row.fallbacks
        if (!next) continue
        const id = newId<'notification'>() as NotificationId
        const messageId = messageIdOf(id, ctx.config.UID_DOMAIN)
        tx.send(insertFallback, row.id, id, next.channel, next.address, JSON.stringify(others), messageId)
        tx.afterCommit('notifications')
      }
    })
  }
  for (const attempt of attempts) count(ctx, attempt)
}

function rowOf({ row, ...attempt }: Attempt, worker: string, via: string) {
  return {
    id: row.id,
    attempt: row.attempts,
    worker,
    took_ms: attempt.tookMs,
    outcome: attempt.outcome,
    status: attempt.status,
    answer: attempt.answer.slice(0, 1000),
    provider_id: attempt.providerId,
    sent_via: attempt.status === 'SENT' ? via : null,
    sent_to: attempt.sentTo,
    wait_seconds: attempt.waitSeconds,
    failures: attempt.failures,
    is_uncertain: attempt.isUncertain,
    was_lost: row.was_lost,
  }
}

function count({ metrics, log }: Ctx, { row, outcome, status, answer }: Attempt): void {
  metrics.notificationAttempts.inc({ channel: row.channel, outcome })
  if (status === 'SENT') metrics.notificationSeconds.observe({ channel: row.channel }, waited(row))
  if (row.kind === 'appointment-reminder') {
    if (status === 'SENT') metrics.remindersSent.inc()
    if (status === 'DEAD') metrics.remindersFailed.inc()
  }
  const about = { notificationId: row.id, channel: row.channel, kind: row.kind, correlationId: row.correlation_id }
  if (status === 'SENT') log.debug(about, 'message sent')
  else
    log.warn(
      { ...about, outcome, answer, attempt: row.attempts },
      status === 'DEAD' ? 'message given up' : 'message delayed',
    )
}

/** Seconds from when it was to be sent until it was taken up, by the clock that says when it is due. */
function waited({ now, dated_at }: LeasedRow): number {
  return Math.max(0, (now - dated_at.epochMilliseconds) / 1000)
}
