import type { Ctx } from '../../context.ts'
import type { ResourceId } from '../../lib/ids.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { record } from '../audit/record-event.ts'
import { requireRole } from '../identity/actor.ts'
import { raiseCatalogueVersion } from './catalogue.sql.ts'
import { refuseUnknownUser } from './problems.ts'
import { type Resource, type ResourceChange, refuseRoomWithUser } from './resource.ts'
import { findOwnerOfResource, findResource, saveResource } from './resources.sql.ts'
import { revise } from './revision.ts'
import { canonicalZone, concernsCatalogue } from './unit.ts'
import { lockUnit } from './units.sql.ts'

/**
 * Changes a person or a room. Deactivated, it takes no new bookings; what it has stays, to be moved or kept.
 * @throws Problem `not-found`, `forbidden`, `stale`, `malformed`.
 */
export async function updateResource(
  ctx: Ctx,
  { resourceId, ifMatch, change }: { resourceId: ResourceId; ifMatch: number | undefined; change: ResourceChange },
): Promise<Resource> {
  const wanted = change.timeZone === undefined ? change : { ...change, timeZone: canonicalZone(change.timeZone) }
  return ctx.transaction(async (tx) => {
    const [owner] = await tx.run(findOwnerOfResource, resourceId)
    if (!owner) throw notFoundProblem('resource')
    const { unitId } = owner
    requireRole(ctx.actor, unitId, ['ADMIN'], 'resource')
    await tx.run(lockUnit, unitId)
    const [current] = await tx.run(findResource, resourceId)
    if (!current) throw notFoundProblem('resource')
    const revision = revise(current, wanted, ifMatch)
    if (!revision) return current

    const { name, timeZone, email, phone, userId, isActive, rowVersion } = revision.next
    refuseRoomWithUser(revision.next)
    await tx
      .run(saveResource, resourceId, name, timeZone, email, phone, userId, isActive, rowVersion)
      .catch(refuseUnknownUser)
    if (concernsCatalogue(revision.after)) await tx.run(raiseCatalogueVersion, unitId)
    record(tx, {
      type: 'resource.updated',
      unitId,
      subject: { type: 'resource', id: resourceId, version: rowVersion },
      before: revision.before,
      after: revision.after,
    })
    return revision.next
  })
}
