import type { Ctx } from '../../context.ts'
import { newId, type UnitId } from '../../lib/ids.ts'
import { Restart, type Transaction } from '../../platform/db/transaction.ts'
import { Problem } from '../../platform/problem.ts'
import { record } from '../audit/record-event.ts'
import { requireRole } from '../identity/actor.ts'
import { type Client, maskPersonal, type NewClient } from './client.ts'
import { findClientByPhone, insertClient } from './clients.sql.ts'
import { clientExists } from './problems.ts'

/** Adds a client at the desk. @throws Problem `not-found`, `forbidden`, `client-exists` with the id of who has the phone. */
export async function createClient(
  ctx: Ctx,
  { unitId, client: wanted }: { unitId: UnitId; client: NewClient },
): Promise<Client> {
  requireRole(ctx.actor, unitId, ['ADMIN', 'STAFF'], 'unit')
  return ctx.transaction(async (tx) => {
    const client: Client = { ...wanted, id: newId(), unitId, rowVersion: 1 }
    const { id, name, phone, email, locale, timeZone, channels, notes } = client
    await ctx.catalogues.of(unitId, tx)
    const [inserted] = await tx.run(insertClient, id, unitId, name, phone, email, locale, timeZone, notes, channels)
    if (!inserted) {
      await refuseTakenPhone(tx, client)
      throw new Restart('the phone was taken and is free again')
    }
    const subject = { type: 'client', id, version: 1 }
    record(tx, { type: 'client.created', unitId, subject, before: null, after: maskPersonal(wanted) })
    return client
  })
}

/** @throws Problem `client-exists` when another client of the unit has the phone. */
export async function refuseTakenPhone(
  tx: Transaction,
  { id, unitId, phone }: Pick<Client, 'id' | 'unitId' | 'phone'>,
): Promise<void> {
  const [existing] = phone === null ? [] : await tx.run(findClientByPhone, unitId, phone)
  if (!existing || existing.id === id) return
  throw new Problem(clientExists, 'Another client of this unit has that phone.', {
    clientId: existing.id,
    errors: [{ path: 'phone', message: 'belongs to another client.' }],
  })
}
