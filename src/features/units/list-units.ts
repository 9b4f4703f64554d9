import type { Ctx } from '../../context.ts'
import { toPage } from '../../platform/http/schemas.ts'
import { readCursor } from './read-cursor.ts'
import type { Unit } from './unit.ts'
import { listUnitRows } from './units.sql.ts'

/** The units the caller works in, by name. */
export async function listUnits(
  ctx: Ctx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: Unit[]; nextCursor: string | null }> {
  const unitIds = ctx.actor.memberships.map((at) => at.unitId)
  const among = unitIds.includes(null) ? null : unitIds.filter((id) => id !== null)
  const rows = await ctx.db.run(listUnitRows, among, readCursor(cursor), limit + 1)
  return toPage(rows, limit, (unit) => [unit.id])
}
