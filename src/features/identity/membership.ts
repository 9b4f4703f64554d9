import type { UnitId } from '../../lib/ids.ts'
import { forbidden, Problem } from '../../platform/problem.ts'
import type { Actor, Membership } from './actor.ts'
import { requireRole } from './actor.ts'
import { scopeNames } from './scope.ts'

/** The units `actor` is ADMIN of; null: every one. */
export function administeredUnits(actor: Actor): UnitId[] | null {
  const units = actor.memberships.filter(({ role }) => role === 'ADMIN').map(({ unitId }) => unitId)
  return units.includes(null) ? null : (units as UnitId[])
}

/** True when every one of `memberships` lies where `actor` is ADMIN. */
export function administersAll(actor: Actor, memberships: readonly { unitId: UnitId | null }[]): boolean {
  const units = administeredUnits(actor)
  return units === null || memberships.every(({ unitId }) => unitId !== null && units.includes(unitId))
}

/** True when something of somebody with `memberships` is for `actor` to see: a unit where `actor` is ADMIN. */
export function administersAny(actor: Actor, memberships: readonly Membership[]): boolean {
  const units = administeredUnits(actor)
  return units === null || memberships.some(({ unitId }) => unitId !== null && units.includes(unitId))
}

/**
 * Nobody gives what they do not have: a role in a unit is given by its ADMIN, a role in every unit by an ADMIN of every
 * unit. @throws Problem `not-found` for a stranger's unit, `forbidden`.
 */
export function refuseGrantBeyond(actor: Actor, memberships: readonly { unitId: UnitId | null }[]): void {
  for (const { unitId } of memberships) {
    if (unitId !== null) requireRole(actor, unitId, ['ADMIN'], 'unit')
    else if (administeredUnits(actor) !== null) {
      throw new Problem(forbidden, 'A role in every unit is given by an ADMIN of every unit.')
    }
  }
}

/**
 * A person may do whatever their role allows, so whoever makes or changes one must be allowed all of it.
 * @throws Problem `forbidden` for an API key that lacks a scope.
 */
export function refuseLimitedKey(actor: Actor): void {
  const { scopes } = actor
  if (scopes === 'all' || scopeNames.every((scope) => scopes.includes(scope))) return
  throw new Problem(forbidden, 'People are changed by people, or by an API key that has every scope.')
}

export function isSameMembership(one: Membership, other: Membership): boolean {
  return one.unitId === other.unitId && one.role === other.role
}

/** Without repetitions, every unit first, then by unit and role: one order, so that equal sets are equal texts. */
export function inOrder(memberships: readonly Membership[]): Membership[] {
  const key = ({ unitId, role }: Membership) => `${unitId ?? ''} ${role}`
  const once = new Map(memberships.map((membership) => [key(membership), membership]))
  return [...once].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, membership]) => membership)
}

/** The unit all of it is about, for the audit of that unit; null when there are several. */
export function onlyUnit(memberships: readonly { unitId: UnitId | null }[]): UnitId | null {
  const [first, ...rest] = new Set(memberships.map(({ unitId }) => unitId))
  return rest.length === 0 ? (first ?? null) : null
}
