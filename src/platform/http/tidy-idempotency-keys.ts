import type { Queryable } from '../db/database.ts'
import { removeOld } from './idempotency-keys.sql.ts'

const batch = 5000

/** Forgets answers older than the 24 hours they are promised for. */
export async function tidyIdempotencyKeys(db: Queryable): Promise<{ removed: number }> {
  let removed = 0
  for (;;) {
    const [row] = await db.run(removeOld, batch)
    removed += row?.removed ?? 0
    if ((row?.removed ?? 0) < batch) return { removed }
  }
}
