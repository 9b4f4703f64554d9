import type { Ctx } from '../../context.ts'
import type { UnitId } from '../../lib/ids.ts'
import { toPage } from '../../platform/http/schemas.ts'
import { readCursor } from './read-cursor.ts'
import type { Service } from './service.ts'
import { listServiceRows } from './services.sql.ts'
import { showUnit } from './show-unit.ts'
import { seesInside } from './unit.ts'

/** The services of a unit by name: those on offer, or all for who works there. @throws Problem `not-found`. */
export async function listServices(
  ctx: Ctx,
  { unitId, cursor, limit }: { unitId: UnitId; cursor?: string | undefined; limit: number },
): Promise<{ items: Service[]; nextCursor: string | null }> {
  const inside = seesInside(ctx.actor, unitId)
  const rows = await ctx.db.run(listServiceRows, unitId, inside, readCursor(cursor), limit + 1)
  // Nothing there: is it the unit that is missing?
  if (rows.length === 0) await showUnit(ctx, { unitId })
  return toPage(rows, limit, (service) => [service.id])
}
