import type { Ctx } from '../../context.ts'
import type { ResourceId, UnitId } from '../../lib/ids.ts'
import { loadClock } from '../availability/occupancy.ts'
import { requireRole } from '../identity/actor.ts'
import { readCursor } from '../units/read-cursor.ts'
import type { Block } from './block.ts'
import { listBlockRows } from './blocks.sql.ts'

const yearMs = 366 * 24 * 3_600_000

export type ListBlocksInput = {
  readonly unitId: UnitId
  readonly from?: Temporal.Instant | undefined
  readonly to?: Temporal.Instant | undefined
  readonly resourceId?: ResourceId | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Active blocks that touch the range (by default from now, a year ahead), one row more than asked. */
export async function listBlocks(ctx: Ctx, input: ListBlocksInput): Promise<Block[]> {
  requireRole(ctx.actor, input.unitId, ['ADMIN', 'STAFF', 'PROVIDER'], 'unit')
  const after = readCursor(input.cursor) ?? undefined
  const from = input.from?.epochMilliseconds ?? (await loadClock(ctx.db))
  return listBlockRows(ctx.db, {
    unitId: input.unitId,
    from,
    to: Math.max(from, input.to?.epochMilliseconds ?? from + yearMs),
    resourceId: input.resourceId,
    after,
    limit: input.limit + 1,
  })
}
