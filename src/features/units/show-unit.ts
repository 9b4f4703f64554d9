import type { Ctx } from '../../context.ts'
import type { UnitId } from '../../lib/ids.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import type { Unit } from './unit.ts'
import { findUnitById, findUnitBySlug } from './units.sql.ts'

/** What anybody may know of a unit. @throws Problem `not-found`. */
export async function showUnit(ctx: Ctx, by: { unitId: UnitId } | { slug: string }): Promise<Unit> {
  const [unit] = 'slug' in by ? await ctx.db.run(findUnitBySlug, by.slug) : await ctx.db.run(findUnitById, by.unitId)
  if (!unit) throw notFoundProblem('unit')
  return unit
}
