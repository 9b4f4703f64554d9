import type { Ctx } from '../../context.ts'
import type { ServiceId } from '../../lib/ids.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import type { Service } from './service.ts'
import { findService, findUnitOfService } from './services.sql.ts'
import { seesInside } from './unit.ts'

/** One service; the public sees it while it is offered. @throws Problem `not-found`. */
export async function showService(ctx: Ctx, { serviceId }: { serviceId: ServiceId }): Promise<Service> {
  const [owner] = await ctx.db.run(findUnitOfService, serviceId)
  if (!owner) throw notFoundProblem('service')
  const [service] = await ctx.db.run(findService, serviceId, seesInside(ctx.actor, owner.unitId))
  if (!service) throw notFoundProblem('service')
  return service
}
