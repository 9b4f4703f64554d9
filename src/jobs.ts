import type { Ctx } from './context.ts'
import { expireHolds } from './features/booking/expire-holds.ts'
import { tidySessions } from './features/identity/tidy-sessions.ts'
import { expireNotifications } from './features/notifications/expire-notifications.ts'
import type { Lane } from './features/notifications/lane.ts'
import { sendReminders } from './features/notifications/send-reminders.ts'
import { tidyNotifications } from './features/notifications/tidy-notifications.ts'
import { tidyIdempotencyKeys } from './platform/http/tidy-idempotency-keys.ts'
import type { Job } from './platform/jobs/job-runner.ts'

const hour = 3600

/** Every recurring job: what a worker does. Messages are written by processes that have lanes to send them through. */
export function allJobs(ctx: Ctx, lanes: readonly Lane[]): Job[] {
  return [
    {
      name: 'expire-holds',
      everySeconds: ctx.config.SCHEDULE_HOLD_EXPIRY_INTERVAL_SECONDS,
      run: () => expireHolds(ctx),
    },
    { name: 'tidy-idempotency-keys', everySeconds: hour, run: () => tidyIdempotencyKeys(ctx.db) },
    { name: 'tidy-sessions', everySeconds: hour, run: () => tidySessions(ctx) },
    { name: 'expire-notifications', everySeconds: 60, run: () => expireNotifications(ctx) },
    { name: 'tidy-notifications', everySeconds: hour, run: () => tidyNotifications(ctx) },
    ...(lanes.length > 0 ? [reminderJob(ctx, lanes)] : []),
  ]
}

function reminderJob(ctx: Ctx, lanes: readonly Lane[]): Job {
  const open = new Set(lanes.flatMap(({ channels }) => channels))
  return {
    name: 'send-reminders',
    cron: ctx.config.REMINDER_CRON,
    run: () => sendReminders(ctx, ({ channel }) => open.has(channel)),
  }
}
