import { hashPassword } from 'better-auth/crypto'
import type { Ctx } from '../../context.ts'
import type { Membership } from './actor.ts'
import { addUser } from './add-user.ts'
import { refuseGrantBeyond, refuseLimitedKey } from './membership.ts'
import { newOneTimePassword } from './password.ts'
import type { User } from './user.ts'
import { userAsSeenBy } from './user.ts'

export type NewUser = {
  name: string
  email: string
  memberships: readonly Membership[]
  mayOverbook?: boolean | undefined
}

/**
 * Adds somebody to the staff, with a password that only opens the change of it and is shown this once.
 * @throws Problem `forbidden`, `not-found` for a stranger's unit, `email-taken`.
 */
export async function createUser(ctx: Ctx, input: NewUser): Promise<{ user: User; oneTimePassword: string }> {
  refuseLimitedKey(ctx.actor)
  refuseGrantBeyond(ctx.actor, input.memberships)
  const oneTimePassword = newOneTimePassword()
  // Outside the transaction: it takes 60 ms on purpose.
  const passwordHash = await hashPassword(oneTimePassword)
  const mayOverbook = input.mayOverbook ?? false
  const user = await ctx.transaction((tx) =>
    addUser(tx, { ...input, mayOverbook, passwordHash, mustChangePassword: true }),
  )
  return { user: userAsSeenBy(ctx.actor, user), oneTimePassword }
}
