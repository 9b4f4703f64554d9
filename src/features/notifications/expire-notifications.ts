import type { Ctx } from '../../context.ts'
import { expireDueNotifications } from './notifications.sql.ts'

const batch = 1000

/** Puts aside what is of no use to anybody any more, a thousand at a time. What waits elsewhere is not held up by it. */
export async function expireNotifications(ctx: Ctx): Promise<{ expired: number }> {
  let expired = 0
  for (;;) {
    const rows = await ctx.db.run(expireDueNotifications, batch)
    expired += rows.length
    const reminders = rows.filter(({ kind }) => kind === 'appointment-reminder').length
    if (reminders > 0) ctx.metrics.remindersFailed.inc(reminders)
    if (rows.length < batch) return { expired }
  }
}
