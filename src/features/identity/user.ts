import type { Id, UnitId } from '../../lib/ids.ts'
import { forbidden, Problem } from '../../platform/problem.ts'
import type { Actor, Membership } from './actor.ts'
import { administeredUnits, administersAll, inOrder, isSameMembership, refuseGrantBeyond } from './membership.ts'

export type UserId = Id<'user'>

/** Somebody who works here, with everything they are. */
export type User = {
  readonly id: UserId
  readonly name: string
  readonly email: string
  readonly isActive: boolean
  readonly mayOverbook: boolean
  readonly mustChangePassword: boolean
  readonly rowVersion: number
  readonly createdAt: Temporal.Instant
  readonly memberships: readonly Membership[]
}

/** What is to be different; absent stays. `memberships`: all of them, in the units the caller is ADMIN of. */
export type UserChange = {
  readonly name?: string | undefined
  readonly isActive?: boolean | undefined
  readonly mayOverbook?: boolean | undefined
  readonly memberships?: readonly Membership[] | undefined
}

/**
 * The user as `actor` wants them. An ADMIN of a unit decides on the roles in that unit; on what the user is everywhere,
 * only who is ADMIN everywhere the user works. @throws Problem `forbidden`, or `not-found` for a stranger's unit.
 */
export function changeUser(actor: Actor, user: User, change: UserChange): User {
  const { name = user.name, isActive = user.isActive, mayOverbook = user.mayOverbook } = change
  if (name !== user.name || isActive !== user.isActive || mayOverbook !== user.mayOverbook)
    refusePartlyForeign(actor, user)
  const memberships = change.memberships ? changeMemberships(actor, user, change.memberships) : user.memberships
  return { ...user, name, isActive, mayOverbook, memberships }
}

/** @throws Problem `forbidden` when the user also works where `actor` has no say. */
export function refusePartlyForeign(actor: Actor, user: User): void {
  if (administersAll(actor, user.memberships)) return
  throw new Problem(forbidden, 'They work in other units too. This takes an ADMIN of every unit they work in.')
}

/** The user without the memberships that are none of the actor's business. */
export function userAsSeenBy(actor: Actor, user: User): User {
  const units = administeredUnits(actor)
  if (units === null) return user
  return { ...user, memberships: user.memberships.filter(({ unitId }) => unitId !== null && units.includes(unitId)) }
}

/** ADMIN of every unit, and able to sign in: at least one must remain. */
export function isInstallationAdmin(user: Pick<User, 'isActive' | 'memberships'>): boolean {
  return user.isActive && user.memberships.some(({ unitId, role }) => unitId === null && role === 'ADMIN')
}

/** What the audit shows: no secret among it. */
export function userFacts({
  name,
  email,
  isActive,
  mayOverbook,
  memberships,
}: Omit<User, 'id' | 'rowVersion' | 'createdAt' | 'mustChangePassword'>) {
  return { name, email, isActive, mayOverbook, memberships }
}

function changeMemberships(actor: Actor, user: User, wanted: readonly Membership[]): Membership[] {
  const seen = userAsSeenBy(actor, user).memberships
  refuseGrantBeyond(
    actor,
    wanted.filter((membership) => !seen.some((held) => isSameMembership(held, membership))),
  )
  const units: UnitId[] | null = administeredUnits(actor)
  const elsewhere =
    units === null ? [] : user.memberships.filter(({ unitId }) => unitId === null || !units.includes(unitId))
  return inOrder([...elsewhere, ...wanted])
}
