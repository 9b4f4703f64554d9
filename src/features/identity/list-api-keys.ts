import type { Ctx } from '../../context.ts'
import type { UnitId } from '../../lib/ids.ts'
import { toPage } from '../../platform/http/schemas.ts'
import { readCursor } from '../units/read-cursor.ts'
import { requireRole } from './actor.ts'
import type { ApiKey } from './api-key.ts'
import { listKeyRows } from './api-keys.sql.ts'
import { administeredUnits } from './membership.ts'
import { readApiKey } from './read-api-key.ts'

type Page = { unitId?: UnitId | undefined; cursor?: string | undefined; limit: number }

/** The keys that reach only units the caller is ADMIN of, revoked ones included, oldest first. */
export async function listApiKeys(
  ctx: Ctx,
  { unitId, cursor, limit }: Page,
): Promise<{ items: ApiKey[]; nextCursor: string | null }> {
  if (unitId) requireRole(ctx.actor, unitId, ['ADMIN'], 'unit')
  const rows = await ctx.db.run(
    listKeyRows,
    administeredUnits(ctx.actor),
    unitId ?? null,
    readCursor(cursor),
    limit + 1,
  )
  return toPage(rows.map(readApiKey), limit, ({ id }) => [id])
}
