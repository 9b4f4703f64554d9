import type { Ctx } from '../../context.ts'
import type { ResourceId } from '../../lib/ids.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { requireHoursRole } from './resource.ts'
import { findResource } from './resources.sql.ts'
import { listWindows } from './working-hours.sql.ts'
import type { WeekWindow } from './working-hours.ts'

/** The weekly hours of a resource, with the version of the resource they are part of. */
export type WorkingHours = { resourceId: ResourceId; timeZone: string; windows: WeekWindow[]; rowVersion: number }

/** @throws Problem `not-found`, `forbidden`. */
export async function showWorkingHours(ctx: Ctx, { resourceId }: { resourceId: ResourceId }): Promise<WorkingHours> {
  // The version first: hours newer than it make the next change stale, the other way round one would be lost.
  const [resource] = await ctx.db.run(findResource, resourceId)
  if (!resource) throw notFoundProblem('resource')
  requireHoursRole(ctx.actor, resource)
  const windows = await ctx.db.run(listWindows, resourceId)
  return { resourceId, timeZone: resource.timeZone, windows, rowVersion: resource.rowVersion }
}
