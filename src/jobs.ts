import type { Ctx } from './context.ts'
import { expireHolds } from './features/booking/expire-holds.ts'
import { tidySessions } from './features/identity/tidy-sessions.ts'
import { tidyIdempotencyKeys } from './platform/http/tidy-idempotency-keys.ts'
import type { Job } from './platform/jobs/job-runner.ts'

const hour = 3600

/** Every recurring job: what a worker does. */
export function allJobs(ctx: Ctx): Job[] {
  return [
    {
      name: 'expire-holds',
      everySeconds: ctx.config.SCHEDULE_HOLD_EXPIRY_INTERVAL_SECONDS,
      run: () => expireHolds(ctx),
    },
    { name: 'tidy-idempotency-keys', everySeconds: hour, run: () => tidyIdempotencyKeys(ctx.db) },
    { name: 'tidy-sessions', everySeconds: hour, run: () => tidySessions(ctx) },
  ]
}
