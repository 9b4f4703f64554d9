import { setTimeout as wait } from 'node:timers/promises'
import type { Gauge } from 'prom-client'
import type { Ctx } from '../../context.ts'
import { countQueue } from './notifications.sql.ts'
import { countDueReminders } from './reminders.sql.ts'

/** Figures that do not need the database must not wait long for it. */
const patienceMs = 1000

/**
 * Keeps the figures of what waits true in every process: counted whenever they are asked for, since a worker that does not run
 * cannot tell that it does not. While the database is away the last count stands.
 */
export function watchOutbox({ db, config, metrics }: Pick<Ctx, 'db' | 'config' | 'metrics'>): void {
  onScrape(metrics.remindersDueUnsent, async () => {
    const [due] = await db.run(countDueReminders, config.REMINDER_LOOKAHEAD_MINUTES)
    if (due) metrics.remindersDueUnsent.set(due.dueUnsent)
  })
  onScrape(metrics.notificationsQueued, async () => {
    const [queue] = await db.run(countQueue)
    if (!queue) return
    metrics.notificationsQueued.set(queue.queued)
    metrics.notificationsDead.set(queue.dead)
    metrics.notificationOldestSeconds.set(queue.oldestSeconds)
  })
}

function onScrape(gauge: Gauge, count: () => Promise<void>): void {
  Object.assign(gauge, {
    collect: () => Promise.race([count().catch(() => {}), wait(patienceMs, undefined, { ref: false })]),
  })
}
