import type { Ctx } from '../../context.ts'
import { newId, type UnitId } from '../../lib/ids.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { record } from '../audit/record-event.ts'
import { requireRole } from '../identity/actor.ts'
import { raiseCatalogueVersion } from './catalogue.sql.ts'
import { checkRoles, saveService } from './save-service.ts'
import { inOrder, type NewService, type Service } from './service.ts'
import { lockUnit } from './units.sql.ts'

/** Adds what can be booked. @throws Problem `not-found`, `forbidden`, `malformed` for a foreign resource, `slug-taken`. */
export async function createService(
  ctx: Ctx,
  { unitId, service: wanted }: { unitId: UnitId; service: NewService },
): Promise<Service> {
  requireRole(ctx.actor, unitId, ['ADMIN'], 'unit')
  return ctx.transaction(async (tx) => {
    const [unit] = await tx.run(lockUnit, unitId)
    if (!unit) throw notFoundProblem('unit')
    await checkRoles(tx, unitId, wanted.roles)

    const service: Service = { ...inOrder(wanted), id: newId(), unitId, rowVersion: 1 }
    await saveService(tx, service)
    await tx.run(raiseCatalogueVersion, unitId)
    const subject = { type: 'service', id: service.id, version: 1 }
    record(tx, { type: 'service.created', unitId, subject, before: null, after: wanted })
    return service
  })
}
