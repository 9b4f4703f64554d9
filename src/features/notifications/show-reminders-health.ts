import type { Ctx } from '../../context.ts'
import { MINUTE_MS } from '../../lib/time/local-date.ts'
import { type Cron, lastTurn, readCron } from '../../platform/jobs/cron.ts'
import { findJobRun } from '../../platform/jobs/job-runs.sql.ts'
import { Problem } from '../../platform/problem.ts'
import { remindersBehind } from './problems.ts'
import { countDueReminders, countWaitingReminders, type DueFigures } from './reminders.sql.ts'

/**
 * How long after its turn a reminder may still wait for its message. A worker that was killed is replaced within a minute or
 * two and a run takes seconds; nobody plans their day by ten minutes.
 */
const toleranceMs = 10 * MINUTE_MS

export type RemindersHealth = {
  /** When the job last ended, in any process and whatever came of it; epoch ms, null when it never ran. */
  readonly lastRunAt: number | null
  /** Due, with no message in the outbox. */
  readonly dueUnsent: number
  /** 0 when none is due. */
  readonly oldestDueSeconds: number
  /** Not due yet. */
  readonly waiting: number
}

/** Whether reminders go out when they are due (E5, H1). @throws Problem `reminders-behind` with the same figures. */
export async function showRemindersHealth({ db, config, metrics }: Ctx): Promise<RemindersHealth> {
  const { REMINDER_LOOKAHEAD_MINUTES: lookahead, REMINDER_CRON } = config
  const [[run], [due], [waiting]] = await Promise.all([
    db.run(findJobRun, 'send-reminders'),
    db.run(countDueReminders, lookahead),
    db.run(countWaitingReminders, lookahead),
  ])
  if (!run || !due || !waiting) throw new TypeError('A count has one row')
  metrics.remindersDueUnsent.set(due.dueUnsent)
  const health = {
    lastRunAt: run.ranAt,
    dueUnsent: due.dueUnsent,
    oldestDueSeconds: due.dueSince === null ? 0 : Math.max(0, Math.round((due.now - due.dueSince) / 1000)),
    waiting: waiting.waiting,
  }
  if (!isBehind(due, readCron(REMINDER_CRON))) return health
  const detail = `${health.dueUnsent} reminders are due, the oldest for ${Math.floor(health.oldestDueSeconds / 60)} minutes.`
  throw new Problem(remindersBehind, detail, viewHealth(health))
}

/** Something was due already at a turn that is over, and has not been taken up since. */
export function isBehind({ dueSince, now }: Pick<DueFigures, 'dueSince' | 'now'>, cron: Cron): boolean {
  if (dueSince === null) return false
  const turn = lastTurn(cron, now - toleranceMs)
  return turn !== null && dueSince <= turn
}

export function viewHealth({ lastRunAt, ...figures }: RemindersHealth) {
  return { lastRunAt: lastRunAt === null ? null : new Date(lastRunAt).toISOString(), ...figures }
}
