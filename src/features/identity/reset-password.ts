import { hashPassword } from 'better-auth/crypto'
import type { Ctx } from '../../context.ts'
import { forgiveAttempts } from './count-attempt.ts'
import { recordPasswordChanged } from './events.ts'
import { lockUserFor } from './load-user.ts'
import { refuseLimitedKey } from './membership.ts'
import { newOneTimePassword } from './password.ts'
import { deleteSessionsOf } from './sessions.sql.ts'
import type { UserId } from './user.ts'
import { refusePartlyForeign } from './user.ts'
import { markPassword, updatePassword } from './users.sql.ts'

/**
 * Gives somebody a new one-time password and ends their sessions. It opens the account, so it takes an ADMIN of everywhere
 * the user works; the command line is one. @throws Problem `not-found`, `forbidden`.
 */
export async function resetPassword(
  ctx: Ctx,
  who: { id: UserId } | { email: string },
): Promise<{ email: string; oneTimePassword: string }> {
  refuseLimitedKey(ctx.actor)
  const oneTimePassword = newOneTimePassword()
  const passwordHash = await hashPassword(oneTimePassword)
  const email = await ctx.transaction(async (tx) => {
    const user = await lockUserFor(tx, ctx.actor, who)
    refusePartlyForeign(ctx.actor, user)
    await tx.run(updatePassword, user.id, passwordHash, null)
    const [marked] = await tx.run(markPassword, user.id, true)
    await tx.run(deleteSessionsOf, user.id, null)
    await forgiveAttempts(tx, user.email)
    await recordPasswordChanged(tx, { ...user, rowVersion: marked?.row_version ?? user.rowVersion }, 'reset')
    return user.email
  })
  return { email, oneTimePassword }
}
