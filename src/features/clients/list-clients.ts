import type { Ctx } from '../../context.ts'
import type { UnitId } from '../../lib/ids.ts'
import { toPage } from '../../platform/http/schemas.ts'
import { requireRole } from '../identity/actor.ts'
import { readCursor } from '../units/read-cursor.ts'
import { type Client, readSearch } from './client.ts'
import { listClientRows } from './clients.sql.ts'

/** The clients of a unit by name, all or those whose name or number holds `search`. @throws Problem `not-found`. */
export async function listClients(
  ctx: Ctx,
  input: { unitId: UnitId; search?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: Client[]; nextCursor: string | null }> {
  const { unitId, search, cursor, limit } = input
  requireRole(ctx.actor, unitId, ['ADMIN', 'STAFF', 'PROVIDER'], 'unit')
  await ctx.catalogues.of(unitId)
  const sought = search === undefined ? undefined : readSearch(search)
  const name = sought && 'name' in sought ? `%${sought.name.replace(/[\\%_]/g, '\\$&')}%` : null
  const digits = sought && 'digits' in sought ? sought.digits : null
  const rows = await ctx.db.run(listClientRows, unitId, name, digits, readCursor(cursor), limit + 1)
  return toPage(rows, limit, (client) => [client.id])
}
