import type { Ctx } from '../../context.ts'
import { deleteExpiredSessions } from './sessions.sql.ts'
import { deleteOldAttempts } from './sign-in-attempts.sql.ts'

/** Drops sessions that are over and counts of wrong passwords older than a day, at most 1000 each. They matter to nobody. */
export async function tidySessions(ctx: Ctx): Promise<{ sessions: number; attempts: number }> {
  const sessions = await ctx.db.run(deleteExpiredSessions)
  const attempts = await ctx.db.run(deleteOldAttempts)
  return { sessions: sessions.length, attempts: attempts.length }
}
