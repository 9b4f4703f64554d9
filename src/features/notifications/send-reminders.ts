import type { Ctx } from '../../context.ts'
import { newId } from '../../lib/ids.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import type { Appointment } from '../booking/appointment.ts'
import { loadAppointments } from '../booking/load-appointments.ts'
import { mintLinks } from '../calendars/mint-links.ts'
import { loadSurroundings } from './load-surroundings.ts'
import type { NewNotification, Reach } from './notification.ts'
import { insertNotifications, rowOf } from './notifications.sql.ts'
import { planReminder } from './plan-reminder.ts'
import { readQuietHours } from './quiet-hours.ts'
import { judgeReminder, type ReminderStatus } from './reminder.ts'
import { type DueRow, settleReminders, takeDueReminders } from './reminders.sql.ts'

/** Timers one transaction deals with. */
const batch = 100

/** How many reminders went into the outbox, are not needed, came too late, and had to follow their appointment first. */
export type RemindersSent = { queued: number; skipped: number; missed: number; corrected: number }

/**
 * Puts the reminders that are due into the outbox (E5), from where they go out like every other message. Looks at what is due
 * by now and not at when it ran before, so whatever was left while nobody ran is made up for. Any number of workers may do
 * this at once: each timer is in one hand, and its message is unique.
 */
export async function sendReminders(ctx: Ctx, isChannelOpen: (reach: Reach) => boolean): Promise<RemindersSent> {
  const total = { queued: 0, skipped: 0, missed: 0, corrected: 0 }
  const correlationId = newId()
  for (;;) {
    const { taken, ...done } = await ctx.transaction((tx) => sendBatch(ctx, tx, isChannelOpen, correlationId))
    for (const each of ['queued', 'skipped', 'missed', 'corrected'] as const) total[each] += done[each]
    if (taken < batch) break
  }
  ctx.metrics.notificationsWritten.inc(total.queued)
  ctx.metrics.remindersFailed.inc(total.missed)
  if (total.queued + total.missed > 0) ctx.log.info({ ...total, correlationId }, 'reminders put into the outbox')
  return total
}

type Settled = { appointmentId: string; startsAt: number; status: ReminderStatus; version: number | null }

async function sendBatch(
  ctx: Ctx,
  tx: Transaction,
  isChannelOpen: (reach: Reach) => boolean,
  correlationId: string,
): Promise<RemindersSent & { taken: number }> {
  const { AUTH_SECRET, QUIET_HOURS, REMINDER_LOOKAHEAD_MINUTES: lookahead } = ctx.config
  const timers = await tx.run(takeDueReminders, lookahead, batch)
  const sent = { taken: timers.length, queued: 0, skipped: 0, missed: 0, corrected: 0 }
  if (timers.length === 0) return sent

  const appointments = await loadAppointments(
    tx,
    timers.map(({ appointmentId }) => appointmentId),
  )
  const settled: Settled[] = []
  const due: { timer: DueRow; appointment: Appointment }[] = []
  for (const timer of timers) {
    const appointment = appointments.get(timer.appointmentId)
    const verdict = judgeReminder(timer, appointment, lookahead)
    if (verdict === 'DUE') due.push({ timer, appointment: appointment! })
    else {
      sent[verdict.status === 'MISSED' ? 'missed' : 'corrected']++
      settled.push({ appointmentId: timer.appointmentId, version: null, ...verdict })
    }
  }

  const surroundings = await loadSurroundings(
    ctx,
    tx,
    due.map(({ appointment }) => concernsOf(appointment)),
    isChannelOpen,
  )
  const rules = { quietHours: readQuietHours(QUIET_HOURS), correlationId }
  const messages: NewNotification[] = []
  for (const [i, { timer, appointment }] of due.entries()) {
    const around = surroundings[i]
    const message = around && planReminder(appointment, around, timer.now, rules)
    if (message) messages.push(message)
    const status = message ? 'QUEUED' : 'SKIPPED'
    settled.push({ appointmentId: appointment.id, startsAt: timer.startsAt, status, version: appointment.rowVersion })
  }
  sent.queued = messages.length
  sent.skipped = due.length - messages.length
  if (messages.length > 0) {
    const subjects = messages.map(({ unitId, appointmentId }) => ({ unitId, subjectId: appointmentId! }))
    mintLinks(
      tx,
      AUTH_SECRET,
      subjects.map((subject) => ({ ...subject, purpose: 'APPOINTMENT' as const })),
    )
    tx.send(insertNotifications, JSON.stringify(messages.map(rowOf)))
    tx.afterCommit('notifications')
  }
  tx.send(settleReminders, JSON.stringify(settled))
  return sent
}

function concernsOf({ id, unitId, clientId, places }: Appointment) {
  return {
    unitId,
    appointmentId: id,
    clientId: clientId!,
    resourceIds: places.map(({ resourceId }) => resourceId),
    removed: [],
  }
}
