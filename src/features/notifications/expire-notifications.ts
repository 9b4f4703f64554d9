import type { Ctx } from '../../context.ts'
import { expireDueNotifications } from './notifications.sql.ts'

/** Puts aside what is of no use to anybody any more, a thousand at a time. What waits elsewhere is not held up by it. */
export async function expireNotifications(ctx: Ctx): Promise<{ expired: number }> {
  const expired = await ctx.db.run(expireDueNotifications)
  const reminders = expired.filter(({ kind }) => kind === 'appointment-reminder').length
  if (reminders > 0) ctx.metrics.remindersFailed.inc(reminders)
  return { expired: expired.length }
}
