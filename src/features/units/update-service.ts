import type { Ctx } from '../../context.ts'
import type { ServiceId } from '../../lib/ids.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { record } from '../audit/record-event.ts'
import { requireRole } from '../identity/actor.ts'
import { raiseCatalogueVersion } from './catalogue.sql.ts'
import { revise } from './revision.ts'
import { checkRoles, saveService } from './save-service.ts'
import { inOrder, type Service, type ServiceChange } from './service.ts'
import { findService, findUnitOfService } from './services.sql.ts'
import { concernsCatalogue } from './unit.ts'
import { lockUnit } from './units.sql.ts'

/**
 * Changes a service. Appointments that stand keep the time, length and resources they were promised.
 * @throws Problem `not-found`, `forbidden`, `stale`, `malformed` for a foreign resource, `slug-taken`.
 */
export async function updateService(
  ctx: Ctx,
  { serviceId, ifMatch, change }: { serviceId: ServiceId; ifMatch: number | undefined; change: ServiceChange },
): Promise<Service> {
  return ctx.transaction(async (tx) => {
    const [owner] = await tx.run(findUnitOfService, serviceId)
    if (!owner) throw notFoundProblem('service')
    const { unitId } = owner
    requireRole(ctx.actor, unitId, ['ADMIN'], 'service')
    await tx.run(lockUnit, unitId)
    // Read after the lock: what was read before it may have been changed by whoever had the lock.
    const [current] = await tx.run(findService, serviceId, true)
    if (!current) throw notFoundProblem('service')
    if (change.roles) await checkRoles(tx, unitId, change.roles)
    const revision = revise(current, inOrder(change), ifMatch)
    if (!revision) return current

    await saveService(tx, revision.next)
    if (concernsCatalogue(revision.after)) await tx.run(raiseCatalogueVersion, unitId)
    record(tx, {
      type: 'service.updated',
      unitId,
      subject: { type: 'service', id: serviceId, version: revision.next.rowVersion },
      before: revision.before,
      after: revision.after,
    })
    return revision.next
  })
}
