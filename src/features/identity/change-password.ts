import { hashPassword, verifyPassword } from 'better-auth/crypto'
import type { Ctx } from '../../context.ts'
import { fieldProblem, forbidden, Problem } from '../../platform/problem.ts'
import { countAttempt, forgiveAttempts } from './count-attempt.ts'
import { recordPasswordChanged } from './events.ts'
import { loadUser } from './load-user.ts'
import { deleteSessionsOf } from './sessions.sql.ts'
import type { UserId } from './user.ts'
import { findPassword, lockUser, markPassword, updatePassword } from './users.sql.ts'

/**
 * The caller's own new password. Every other session of theirs ends; the one that asks stays.
 * @throws Problem `malformed` naming the field, `too-many-requests` after wrong ones, `forbidden` for a program.
 */
export async function changePassword(ctx: Ctx, input: { currentPassword: string; newPassword: string }): Promise<void> {
  const { id, kind, sessionId = null } = ctx.actor
  if (kind !== 'user') throw new Problem(forbidden, 'Only people have passwords.')
  await countAttempt(ctx.db, id, 'change-password')
  const [held] = await ctx.db.run(findPassword, id)
  if (!held || !(await verifyPassword({ hash: held.password, password: input.currentPassword }))) {
    throw fieldProblem('currentPassword', 'is not your current password')
  }
  await forgiveAttempts(ctx.db, id)
  if (input.newPassword === input.currentPassword) throw fieldProblem('newPassword', 'is the same as the current one')
  const newHash = await hashPassword(input.newPassword)
  await ctx.transaction(async (tx) => {
    await tx.run(lockUser, id, null)
    const [updated] = await tx.run(updatePassword, id, newHash, held.password)
    if (!updated) throw fieldProblem('currentPassword', 'was changed meanwhile')
    const [marked] = await tx.run(markPassword, id, false)
    await tx.run(deleteSessionsOf, id, sessionId)
    const user = await loadUser(tx, id as UserId)
    if (user && marked) await recordPasswordChanged(tx, { ...user, rowVersion: marked.row_version }, 'owner')
  })
}
