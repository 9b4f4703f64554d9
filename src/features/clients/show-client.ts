import type { Ctx } from '../../context.ts'
import type { ClientId } from '../../lib/ids.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { requireRole } from '../identity/actor.ts'
import type { Client } from './client.ts'
import { findClient } from './clients.sql.ts'

/** One client, for those who work in the unit. @throws Problem `not-found`. */
export async function showClient(ctx: Ctx, { clientId }: { clientId: ClientId }): Promise<Client> {
  const [client] = await ctx.db.run(findClient, clientId)
  if (!client) throw notFoundProblem('client')
  requireRole(ctx.actor, client.unitId, ['ADMIN', 'STAFF', 'PROVIDER'], 'client')
  return client
}
