import type { Transaction } from '../../platform/db/transaction.ts'
import type { ReminderChange } from './reminder.ts'
import { endReminders, expireReminders, setReminders } from './reminders.sql.ts'

/**
 * Takes the timers of appointments along with what happened to them (E5): sent without waiting, before anything else the
 * transaction writes. Of several changes of one appointment the last decides; told again or late, they change nothing.
 */
export function keepReminders(tx: Transaction, changes: readonly ReminderChange[]): void {
  const last = new Map<string, ReminderChange>()
  for (const change of changes) {
    if (change.version > (last.get(change.appointmentId)?.version ?? 0)) last.set(change.appointmentId, change)
  }
  const set = [...last.values()].filter(({ isOver }) => !isOver)
  const over = [...last.values()].filter(({ isOver }) => isOver)
  if (over.length > 0) tx.send(endReminders, JSON.stringify(over))
  if (set.length === 0) return
  tx.send(setReminders, JSON.stringify(set))
  // A statement of its own: by now it sees what a worker queued while the one before waited for it.
  tx.send(
    expireReminders,
    set.map(({ appointmentId }) => appointmentId),
  )
}
