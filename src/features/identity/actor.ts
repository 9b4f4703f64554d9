import type { UnitId } from '../../lib/ids.ts'
import type { Cause } from '../../platform/cause.ts'
import { forbidden, notFoundProblem, Problem } from '../../platform/problem.ts'

export const roles = ['ADMIN', 'STAFF', 'PROVIDER'] as const
export type Role = (typeof roles)[number]

/** A role in one unit; without a unit, in every unit of the installation. */
export type Membership = { readonly unitId: UnitId | null; readonly role: Role }

/** Who acts, and what they are where. An API key is a member of its units with the role it was given, and its scopes. */
export type Actor = Cause['actor'] & {
  readonly memberships: readonly Membership[]
  /** `all` for people; an API key lists its scopes. */
  readonly scopes: 'all' | readonly string[]
  /** May overbook with a reason although not an ADMIN. */
  readonly mayOverbook: boolean
  /** Of a person: the session that asks. */
  readonly sessionId?: string
  /** Of a person: the password was made by Holdfast, and nothing is allowed before it is changed. */
  readonly mustChangePassword?: boolean
}

export const anonymous: Actor = {
  kind: 'anonymous',
  id: 'anonymous',
  memberships: [],
  scopes: 'all',
  mayOverbook: false,
}

/** Holdfast itself: jobs and the command line. */
export const system: Actor = {
  kind: 'system',
  id: 'system',
  memberships: [{ unitId: null, role: 'ADMIN' }],
  scopes: 'all',
  mayOverbook: true,
}

/** The roles `actor` has in `unitId`. */
export function rolesIn(actor: Actor, unitId: UnitId): Role[] {
  return actor.memberships.filter((at) => at.unitId === null || at.unitId === unitId).map((at) => at.role)
}

/** True when nothing but the role limits the actor, or their key has the scope. */
export function hasScope(actor: Actor, scope: string): boolean {
  return actor.scopes === 'all' || actor.scopes.includes(scope)
}

/** @throws Problem `forbidden` when an API key lacks the scope: for endpoints that are open to anybody, and do more for staff. */
export function requireScope(actor: Actor, scope: string): void {
  if (!hasScope(actor, scope)) throw new Problem(forbidden, `This API key lacks the scope ${scope}.`)
}

export function isAdminIn(actor: Actor, unitId: UnitId): boolean {
  return rolesIn(actor, unitId).includes('ADMIN')
}

/** True for anybody who works in the unit, whatever the role. */
export function worksIn(actor: Actor, unitId: UnitId): boolean {
  return rolesIn(actor, unitId).length > 0
}

/**
 * Lets through who has one of `allowed` in the unit.
 * @throws Problem `not-found` for a stranger to the unit (what is there is none of their business), `forbidden` for a
 * colleague whose role does not reach.
 */
export function requireRole(actor: Actor, unitId: UnitId, allowed: readonly Role[], what: string): void {
  const held = rolesIn(actor, unitId)
  if (held.length === 0) throw notFoundProblem(what)
  if (!held.some((role) => allowed.includes(role))) {
    throw new Problem(forbidden, `This takes the role ${allowed.join(' or ')}; yours is ${held.join(', ')}.`)
  }
}
