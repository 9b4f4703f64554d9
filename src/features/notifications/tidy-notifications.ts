import type { Ctx } from '../../context.ts'
import { deleteOldNotifications } from './outbox.sql.ts'

const batch = 1000
/** A run ends after so many; what is left goes with the next, and meanwhile other jobs have their turn. */
const mostBatches = 100

/** Drops messages that are over and older than they are kept for, with their attempts. They hold addresses of people. */
export async function tidyNotifications({ db, config }: Pick<Ctx, 'db' | 'config'>): Promise<{ removed: number }> {
  let removed = 0
  for (let i = 0; i < mostBatches; i++) {
    const rows = await db.run(deleteOldNotifications, config.NOTIFICATION_KEEP_DAYS, batch)
    removed += rows.length
    if (rows.length < batch) break
  }
  return { removed }
}
