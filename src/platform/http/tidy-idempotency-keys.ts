import type { Queryable } from '../db/database.ts'
import { statement } from '../db/statement.ts'

const batch = 5000

const removeOld = statement<{ removed: number }, [most: number]>(
  'idempotency-remove-old',
  `with old as (
     delete from idempotency_keys where ctid = any (array(
       select k.ctid from idempotency_keys k where k.created_at < clock_at() - interval '24 hours'
        order by k.created_at limit $1 for update skip locked)) returning 1)
   select count(*)::int as removed from old`,
)

/** Forgets answers older than the 24 hours they are promised for. */
export async function tidyIdempotencyKeys(db: Queryable): Promise<{ removed: number }> {
  let removed = 0
  for (;;) {
    const [row] = await db.run(removeOld, batch)
    removed += row?.removed ?? 0
    if ((row?.removed ?? 0) < batch) return { removed }
  }
}
