import type { UnitId } from '../../lib/ids.ts'
import { forbidden, notFoundProblem, Problem } from '../../platform/problem.ts'
import { deskStrictness, isAtTheDesk } from '../availability/asker.ts'
import type { Strictness } from '../availability/build-search.ts'
import { type Actor, isAdminIn, requireRole, requireScope, rolesIn } from '../identity/actor.ts'
import type { Catalogue, CatalogueService } from '../units/catalogue.ts'
import type { Appointment } from './appointment.ts'

/** People at the desk may book at the last minute and far ahead; everybody else keeps the service's notice and horizon. */
export function strictnessFor(actor: Actor, unitId: UnitId, service: CatalogueService, notice: number): Strictness {
  return isAtTheDesk(actor, unitId) ? deskStrictness : { noticeMinutes: notice, horizonDays: service.horizonDays }
}

/** How somebody stands to an appointment: as its unit's staff, or as the client who holds its token. */
export type Standing = 'staff' | 'client'

/**
 * Staff of the unit, the provider whose appointment it is, or whoever shows its reservation token.
 * @throws Problem `not-found` for strangers, `forbidden` for a provider whose appointment it is not.
 */
export function requireAccess(
  actor: Actor,
  catalogue: Catalogue,
  appointment: Appointment,
  token: string | undefined,
  scope: 'appointments:read' | 'appointments:write',
): Standing {
  if (token !== undefined && token === appointment.reservationToken) return 'client'
  const held = rolesIn(actor, appointment.unitId)
  if (held.length > 0) requireScope(actor, scope)
  if (held.includes('ADMIN') || held.includes('STAFF')) return 'staff'
  if (!held.includes('PROVIDER')) throw notFoundProblem('appointment')
  const isTheirs = appointment.places.some(({ resourceId }) => catalogue.resources.get(resourceId)?.userId === actor.id)
  if (!isTheirs) throw new Problem(forbidden, 'A provider sees and changes only their own appointments.')
  return 'staff'
}

/** @throws Problem `forbidden` unless the actor may overbook, and gives a reason. */
export function requireOverbooking(actor: Actor, unitId: UnitId): void {
  requireRole(actor, unitId, ['ADMIN', 'STAFF'], 'unit')
  requireScope(actor, 'appointments:write')
  if (isAdminIn(actor, unitId) || actor.mayOverbook) return
  throw new Problem(forbidden, 'Overbooking takes an ADMIN or the permission to overbook.')
}

export function actorOf(actor: Actor, unitId: UnitId): { isAdmin: boolean; isAutomation: boolean } {
  return { isAdmin: isAdminIn(actor, unitId), isAutomation: actor.kind === 'system' }
}

/** Whose record a client is, only the unit's people can say: a stranger could book in somebody else's name. */
export function requireColleague(actor: Actor, unitId: UnitId): void {
  requireRole(actor, unitId, ['ADMIN', 'STAFF', 'PROVIDER'], 'client')
  requireScope(actor, 'clients:read')
}
