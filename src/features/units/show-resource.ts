import type { Ctx } from '../../context.ts'
import type { ResourceId } from '../../lib/ids.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { requireRole } from '../identity/actor.ts'
import type { Resource } from './resource.ts'
import { findResource } from './resources.sql.ts'

/** One resource with everything, for those who work in its unit. @throws Problem `not-found`. */
export async function showResource(ctx: Ctx, { resourceId }: { resourceId: ResourceId }): Promise<Resource> {
  const [resource] = await ctx.db.run(findResource, resourceId)
  if (!resource) throw notFoundProblem('resource')
  requireRole(ctx.actor, resource.unitId, ['ADMIN', 'STAFF', 'PROVIDER'], 'resource')
  return resource
}
