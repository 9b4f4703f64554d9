import { newId } from '../../lib/ids.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { fieldProblem, Problem } from '../../platform/problem.ts'
import { violates } from '../units/problems.ts'
import type { Membership } from './actor.ts'
import { recordUserCreated } from './events.ts'
import { loadUser } from './load-user.ts'
import { inOrder } from './membership.ts'
import { emailTaken } from './problems.ts'
import type { User, UserId } from './user.ts'
import { insertPassword, insertUser, replaceMemberships } from './users.sql.ts'

export type AddedUser = {
  name: string
  email: string
  memberships: readonly Membership[]
  mayOverbook: boolean
  passwordHash: string
  mustChangePassword: boolean
}

/** Adds a user with a password. Whether the caller may is decided before. @throws Problem `email-taken`, `malformed`. */
export async function addUser(tx: Transaction, added: AddedUser): Promise<User> {
  const id = newId<'user'>()
  const email = added.email.toLowerCase()
  await tx
    .run(insertUser, id, added.name, email, added.mayOverbook, added.mustChangePassword)
    .catch((error: unknown) => {
      if (!violates(error, 'user_email_is_taken')) throw error
      throw new Problem(emailTaken, `There is a user with the address ${email} already.`)
    })
  await tx.run(insertPassword, newId(), id, added.passwordHash)
  await saveMemberships(tx, id, added.memberships)
  const user = (await loadUser(tx, id)) as User
  await recordUserCreated(tx, user)
  return user
}

/** Leaves the user exactly these memberships. @throws Problem `malformed` for a unit that does not exist. */
export async function saveMemberships(
  tx: Transaction,
  userId: UserId,
  memberships: readonly Membership[],
): Promise<void> {
  const wanted = inOrder(memberships)
  const units = wanted.map(({ unitId }) => unitId)
  const roles = wanted.map(({ role }) => role)
  await tx.run(replaceMemberships, userId, units, roles).catch((error: unknown) => {
    if (!violates(error, 'membership_is_in_a_unit')) throw error
    throw fieldProblem('memberships', 'names a unit that does not exist')
  })
}
