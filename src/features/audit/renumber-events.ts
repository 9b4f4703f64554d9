import type { Ctx } from '../../context.ts'
import { allowRenumbering, forbidRenumbering, isLogAhead, renumberCursors, renumberEvents } from './event-log.sql.ts'

/**
 * After a dump was restored on another server, events and cursors carry transaction ids that server will reach only much
 * later, and new events would sort before them, unseen. What was restored is put first, in the order it was written. Done at every
 * start; costs one look when there is nothing to do. Returns whether there was.
 */
export async function renumberEventsAfterRestore(ctx: Ctx): Promise<boolean> {
  const [look] = await ctx.db.run(isLogAhead)
  if (!look?.is_ahead) return false
  await ctx.transaction(async (tx) => {
    // Locks the table against every other process that starts or writes meanwhile.
    await tx.run(allowRenumbering)
    await tx.run(renumberCursors)
    await tx.run(renumberEvents)
    await tx.run(forbidRenumbering)
  })
  return true
}
