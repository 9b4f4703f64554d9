import type { Ctx } from '../../context.ts'
import { newId, type UnitId } from '../../lib/ids.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { record } from '../audit/record-event.ts'
import { requireRole } from '../identity/actor.ts'
import { raiseCatalogueVersion } from './catalogue.sql.ts'
import { refuseUnknownUser } from './problems.ts'
import { type NewResource, type Resource, refuseRoomWithUser } from './resource.ts'
import { insertResource } from './resources.sql.ts'
import { canonicalZone } from './unit.ts'
import { lockUnit } from './units.sql.ts'

/**
 * Adds a person or a room. It is open at no time and eligible for nothing until its hours are set and a service names it.
 * @throws Problem `not-found`, `forbidden`, `malformed`.
 */
export async function createResource(
  ctx: Ctx,
  { unitId, resource: wanted }: { unitId: UnitId; resource: NewResource },
): Promise<Resource> {
  requireRole(ctx.actor, unitId, ['ADMIN'], 'unit')
  refuseRoomWithUser(wanted)
  return ctx.transaction(async (tx) => {
    const [unit] = await tx.run(lockUnit, unitId)
    if (!unit) throw notFoundProblem('unit')

    const own = { ...wanted, timeZone: canonicalZone(wanted.timeZone ?? unit.timeZone) }
    const resource: Resource = { ...own, id: newId(), unitId, roles: [], rowVersion: 1 }
    const { id, kind, name, timeZone, email, phone, userId, isActive } = resource
    await tx
      .run(insertResource, id, unitId, kind, name, timeZone, email, phone, userId, isActive)
      .catch(refuseUnknownUser)
    await tx.run(raiseCatalogueVersion, unitId)
    record(tx, {
      type: 'resource.created',
      unitId,
      subject: { type: 'resource', id, version: 1 },
      before: null,
      after: own,
    })
    return resource
  })
}
