import type { Ctx } from '../../context.ts'
import type { UnitId } from '../../lib/ids.ts'
import { toPage } from '../../platform/http/schemas.ts'
import { readCursor } from './read-cursor.ts'
import { type ResourceView, viewResource } from './resource.ts'
import { listResourceRows } from './resources.sql.ts'
import { showUnit } from './show-unit.ts'
import { seesInside } from './unit.ts'

/**
 * The people and rooms of a unit by name. The public sees who takes part in something on offer, and only the name;
 * those who work there see everybody and everything. @throws Problem `not-found`.
 */
export async function listResources(
  ctx: Ctx,
  { unitId, cursor, limit }: { unitId: UnitId; cursor?: string | undefined; limit: number },
): Promise<{ items: ResourceView[]; nextCursor: string | null }> {
  const inside = seesInside(ctx.actor, unitId)
  const rows = await ctx.db.run(listResourceRows, unitId, inside, readCursor(cursor), limit + 1)
  if (rows.length === 0) await showUnit(ctx, { unitId })
  const page = toPage(rows, limit, (resource) => [resource.id])
  return { ...page, items: page.items.map((resource) => viewResource(resource, inside)) }
}
