import type { Ctx } from '../../context.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { Problem } from '../../platform/problem.ts'
import { refuseStale } from '../units/revision.ts'
import { saveMemberships } from './add-user.ts'
import { recordUserUpdated } from './events.ts'
import { lockUserFor } from './load-user.ts'
import { inOrder, refuseLimitedKey } from './membership.ts'
import { lastAdmin } from './problems.ts'
import { deleteSessionsOf } from './sessions.sql.ts'
import type { User, UserChange, UserId } from './user.ts'
import { changeUser, isInstallationAdmin, userAsSeenBy, userFacts } from './user.ts'
import { countOtherAdmins, lockAdmins, updateUserRow } from './users.sql.ts'

/**
 * Changes what somebody is and may do, with effect from their next request; a deactivated user's sessions end. `ifMatch` is
 * the row version read, undefined for any. @throws Problem `not-found`, `stale`, `forbidden`, `last-admin`.
 */
export async function updateUser(ctx: Ctx, id: UserId, change: UserChange, ifMatch: number | undefined): Promise<User> {
  refuseLimitedKey(ctx.actor)
  const user = await ctx.transaction(async (tx) => {
    await tx.run(lockAdmins)
    const before = await lockUserFor(tx, ctx.actor, { id })
    refuseStale(before, ifMatch)
    const wanted = changeUser(ctx.actor, before, change)
    if (isSame(before, wanted)) return before
    if (isInstallationAdmin(before) && !isInstallationAdmin(wanted)) await refuseLastAdmin(tx, id)
    const after = await save(tx, wanted)
    await recordUserUpdated(tx, before, after)
    return after
  })
  return userAsSeenBy(ctx.actor, user)
}

async function refuseLastAdmin(tx: Transaction, id: UserId): Promise<void> {
  const [count] = await tx.run(countOtherAdmins, id)
  if (count && count.others > 0) return
  throw new Problem(
    lastAdmin,
    'This is the last ADMIN of the installation. Make somebody else ADMIN of every unit first.',
  )
}

async function save(tx: Transaction, user: User): Promise<User> {
  const [saved] = await tx.run(updateUserRow, user.id, user.name, user.isActive, user.mayOverbook)
  await saveMemberships(tx, user.id, user.memberships)
  if (!user.isActive) await tx.run(deleteSessionsOf, user.id, null)
  return { ...user, rowVersion: saved?.row_version ?? user.rowVersion }
}

function isSame(one: User, other: User): boolean {
  const facts = (user: User) => JSON.stringify(userFacts({ ...user, memberships: inOrder(user.memberships) }))
  return facts(one) === facts(other)
}
