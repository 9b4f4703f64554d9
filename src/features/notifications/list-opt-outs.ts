import type { Ctx } from '../../context.ts'
import type { UnitId } from '../../lib/ids.ts'
import { requireRole } from '../identity/actor.ts'
import { readCursor } from '../units/read-cursor.ts'
import { listOptOutRows, type OptOut } from './opt-outs.sql.ts'

/** Addresses of a unit that are not written to, one more than asked. @throws Problem `not-found`, `forbidden`. */
export async function listOptOuts(
  ctx: Ctx,
  { unitId, cursor, limit }: { unitId: UnitId; cursor?: string | undefined; limit: number },
): Promise<OptOut[]> {
  requireRole(ctx.actor, unitId, ['ADMIN', 'STAFF'], 'unit')
  return ctx.db.run(listOptOutRows, unitId, readCursor(cursor), limit + 1)
}
