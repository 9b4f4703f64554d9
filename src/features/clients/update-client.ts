import type { Ctx } from '../../context.ts'
import type { ClientId } from '../../lib/ids.ts'
import { Restart } from '../../platform/db/transaction.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { record } from '../audit/record-event.ts'
import { requireRole } from '../identity/actor.ts'
import { violates } from '../units/problems.ts'
import { revise } from '../units/revision.ts'
import { type Client, type ClientChange, maskPersonal } from './client.ts'
import { findClient, lockClient, saveClient } from './clients.sql.ts'
import { refuseTakenPhone } from './create-client.ts'

/** Changes what is known of a client. @throws Problem `not-found`, `forbidden`, `stale`, `client-exists`. */
export async function updateClient(
  ctx: Ctx,
  { clientId, ifMatch, change }: { clientId: ClientId; ifMatch: number | undefined; change: ClientChange },
): Promise<Client> {
  return ctx.transaction(async (tx) => {
    const [known] = await tx.run(findClient, clientId)
    if (!known) throw notFoundProblem('client')
    requireRole(ctx.actor, known.unitId, ['ADMIN', 'STAFF'], 'client')
    const [current] = await tx.run(lockClient, clientId)
    if (!current) throw notFoundProblem('client')
    const revision = revise(current, change, ifMatch)
    if (!revision) return current

    const { unitId, name, phone, email, locale, timeZone, channels, notes, rowVersion } = revision.next
    await refuseTakenPhone(tx, revision.next)
    await tx
      .run(saveClient, clientId, name, phone, email, locale, timeZone, notes, rowVersion, channels)
      .catch(againIfTaken)
    record(tx, {
      type: 'client.updated',
      unitId,
      subject: { type: 'client', id: clientId, version: rowVersion },
      before: maskPersonal(revision.before),
      after: maskPersonal(revision.after),
    })
    return revision.next
  })
}

/** Taken since it was looked up: looked up again, the refusal can say by whom. */
function againIfTaken(error: unknown): never {
  throw violates(error, 'client_phone_is_taken') ? new Restart('the phone was taken in this moment') : error
}
