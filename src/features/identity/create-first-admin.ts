import { hashPassword } from 'better-auth/crypto'
import type { Ctx } from '../../context.ts'
import { addUser } from './add-user.ts'
import { newOneTimePassword } from './password.ts'
import { isAnybodyThere, lockAdmins } from './users.sql.ts'

export const firstAdminEmail = 'admin@holdfast.localhost'

/**
 * Where nobody is yet, makes the ADMIN of every unit and returns the one-time password, to be printed once; otherwise
 * undefined. Of several processes that start at once, one makes it. Takes an actor that is Holdfast itself.
 */
export async function createFirstAdmin(ctx: Ctx): Promise<{ email: string; oneTimePassword: string } | undefined> {
  const [seen] = await ctx.db.run(isAnybodyThere)
  if (seen?.is_so) return undefined
  const oneTimePassword = newOneTimePassword()
  const passwordHash = await hashPassword(oneTimePassword)
  const admin = await ctx.transaction(async (tx) => {
    await tx.run(lockAdmins)
    const [locked] = await tx.run(isAnybodyThere)
    if (locked?.is_so) return undefined
    return addUser(tx, {
      name: 'Administrator',
      email: firstAdminEmail,
      memberships: [{ unitId: null, role: 'ADMIN' }],
      mayOverbook: true,
      passwordHash,
      mustChangePassword: true,
    })
  })
  return admin && { email: admin.email, oneTimePassword }
}
