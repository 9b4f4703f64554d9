import type { ResourceId, UnitId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { record } from '../audit/record-event.ts'
import { type Actor, requireRole } from '../identity/actor.ts'
import { raiseCatalogueVersion } from './catalogue.sql.ts'
import { type Resource, requireHoursRole } from './resource.ts'
import { findOwnerOfResource, findResource, raiseResourceVersion } from './resources.sql.ts'
import type { Unit } from './unit.ts'
import { lockUnit, raiseUnitVersion } from './units.sql.ts'
import type { HoursOf } from './working-hours.ts'

/** Whose hours are about to change, locked. */
export type HoursOwner = { unitId: UnitId; resourceId: ResourceId | null; timeZone: string; rowVersion: number }

/**
 * Who may set hours: ADMIN and STAFF; a PROVIDER their own; for the whole unit, `read` lets every colleague look.
 * @throws Problem `not-found`, `forbidden`.
 */
export async function authoriseHours(
  db: Queryable,
  actor: Actor,
  of: HoursOf,
  purpose: 'read' | 'write',
): Promise<{ unitId: UnitId; resourceId: ResourceId | null }> {
  if ('unitId' in of) {
    requireRole(actor, of.unitId, purpose === 'read' ? ['ADMIN', 'STAFF', 'PROVIDER'] : ['ADMIN', 'STAFF'], 'unit')
    return { unitId: of.unitId, resourceId: null }
  }
  const [owner] = await db.run(findOwnerOfResource, of.resourceId)
  if (!owner) throw notFoundProblem('resource')
  requireHoursRole(actor, owner)
  return { unitId: owner.unitId, resourceId: of.resourceId }
}

/** Authorises, then locks the unit: hours are part of its catalogue. @throws Problem `not-found`, `forbidden`. */
export async function lockWorkingHours(tx: Transaction, actor: Actor, of: HoursOf): Promise<HoursOwner> {
  const { unitId, resourceId } = await authoriseHours(tx, actor, of, 'write')
  const [unit] = await tx.run(lockUnit, unitId)
  const owner: Unit | Resource | undefined = resourceId ? (await tx.run(findResource, resourceId))[0] : unit
  if (!owner) throw notFoundProblem(resourceId ? 'resource' : 'unit')
  return { unitId, resourceId, timeZone: owner.timeZone, rowVersion: owner.rowVersion }
}

/** Raises the version of whose hours changed and of the catalogue, and records the fact. Returns the new row version. */
export async function recordHoursChange(
  tx: Transaction,
  { unitId, resourceId }: HoursOwner,
  before: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
): Promise<number> {
  const rows = resourceId ? await tx.run(raiseResourceVersion, resourceId) : await tx.run(raiseUnitVersion, unitId)
  const version = rows[0]?.rowVersion
  if (version === undefined) throw new Error('A locked row cannot be gone')
  await tx.run(raiseCatalogueVersion, unitId)
  const type = resourceId ? 'resource' : 'unit'
  record(tx, {
    type: `${type}.hours-changed`,
    unitId,
    subject: { type, id: resourceId ?? unitId, version },
    before,
    after,
  })
  return version
}
