import type { Ctx } from '../../context.ts'
import { purgeLocks } from './conversation-locks.sql.ts'
import { expireOverdue } from './end-hold.ts'
import { takeOverdue } from './overdue.sql.ts'

/** Rows one transaction deals with: locks are held briefly, however many there are. */
const batch = 50

export type ExpiryStatus = { readonly expired: number; readonly locksPurged: number }

/**
 * Tidies overdue holds away, declines requests nobody approved, drops locks that own nothing (A5). Any number of workers
 * may run it at once, again and again; nothing depends on it: an overdue hold blocks nobody anyway.
 */
export async function expireHolds(ctx: Ctx): Promise<ExpiryStatus> {
  let expired = 0
  for (;;) {
    const done = await ctx.transaction(async (tx) => {
      const ids = await takeOverdue(tx, batch)
      let count = 0
      for (const id of ids) if (await expireOverdue(tx, ctx.catalogues, id)) count++
      return { taken: ids.length, count }
    })
    expired += done.count
    if (done.taken < batch) break
  }
  const locksPurged = await ctx.transaction((tx) => purgeLocks(tx, 1000))
  return { expired, locksPurged }
}
