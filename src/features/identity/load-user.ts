import type { Queryable } from '../../platform/db/database.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import type { Actor, Membership } from './actor.ts'
import { administersAny } from './membership.ts'
import type { User, UserId } from './user.ts'
import type { UserRow } from './users.sql.ts'
import { findUser, lockUser } from './users.sql.ts'

export async function loadUser(db: Queryable, id: UserId): Promise<User | undefined> {
  const [row] = await db.run(findUser, id)
  return row && readUser(row)
}

/** Locks and reads a user whom `actor` may see. @throws Problem `not-found`, also for a stranger. */
export async function lockUserFor(
  tx: Transaction,
  actor: Actor,
  who: { id: UserId } | { email: string },
): Promise<User> {
  const [id, email] = 'id' in who ? [who.id, null] : [null, who.email.toLowerCase()]
  const [locked] = await tx.run(lockUser, id, email)
  const user = locked && (await loadUser(tx, locked.id as UserId))
  if (!user || !administersAny(actor, user.memberships)) throw notFoundProblem('user')
  return user
}

export function readUser(row: UserRow): User {
  return {
    id: row.id as UserId,
    name: row.name,
    email: row.email,
    isActive: row.is_active,
    mayOverbook: row.may_overbook,
    mustChangePassword: row.must_change_password,
    rowVersion: row.row_version,
    createdAt: row.created_at,
    memberships: row.memberships as Membership[],
  }
}
