import { randomBytes } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import type { Ctx } from '../../context.ts'
import { newId } from '../../lib/ids.ts'
import type { Membership } from './actor.ts'
import { addUser } from './add-user.ts'
import { sessionCookieOf, signToken } from './credential.ts'
import { insertSession } from './sessions.sql.ts'
import type { User } from './user.ts'

export type SeededStaff = {
  user: User
  password: string /** Value of a Cookie header of a live session. */
  cookie: string
}

/**
 * Somebody with a password of their own and a session that is open: staff of a demonstration or a test, without the round
 * through one-time password and sign-in. For a program's key call createApiKey.
 */
export async function seedStaff(
  ctx: Ctx,
  input: {
    memberships: readonly Membership[]
    name?: string
    email?: string
    mayOverbook?: boolean
    password?: string
  },
): Promise<SeededStaff> {
  const { memberships, name = 'Ona Staff', mayOverbook = false } = input
  const password = input.password ?? randomBytes(12).toString('base64url')
  const email = input.email ?? `staff-${randomBytes(6).toString('hex')}@holdfast.localhost`
  const passwordHash = await hashPassword(password)
  const token = randomBytes(24).toString('base64url')
  const user = await ctx.transaction(async (tx) => {
    const added = await addUser(tx, { name, email, memberships, mayOverbook, passwordHash, mustChangePassword: false })
    await tx.run(insertSession, newId(), added.id, token)
    return added
  })
  const { name: cookieName, secret } = sessionCookieOf(ctx.config)
  return { user, password, cookie: `${cookieName}=${signToken(token, secret)}` }
}
