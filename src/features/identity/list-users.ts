import type { Ctx } from '../../context.ts'
import type { UnitId } from '../../lib/ids.ts'
import { toPage } from '../../platform/http/schemas.ts'
import { readCursor } from '../units/read-cursor.ts'
import { requireRole } from './actor.ts'
import { readUser } from './load-user.ts'
import { administeredUnits } from './membership.ts'
import type { User } from './user.ts'
import { userAsSeenBy } from './user.ts'
import { listUserRows } from './users.sql.ts'

type Page = { unitId?: UnitId | undefined; cursor?: string | undefined; limit: number }

/** The staff of the units the caller is ADMIN of, oldest first. @throws Problem `not-found` or `forbidden` for `unitId`. */
export async function listUsers(
  ctx: Ctx,
  { unitId, cursor, limit }: Page,
): Promise<{ items: User[]; nextCursor: string | null }> {
  if (unitId) requireRole(ctx.actor, unitId, ['ADMIN'], 'unit')
  const rows = await ctx.db.run(
    listUserRows,
    administeredUnits(ctx.actor),
    unitId ?? null,
    readCursor(cursor),
    limit + 1,
  )
  return toPage(
    rows.map((row) => userAsSeenBy(ctx.actor, readUser(row))),
    limit,
    ({ id }) => [id],
  )
}
