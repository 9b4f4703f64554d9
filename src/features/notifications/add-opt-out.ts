import type { Ctx } from '../../context.ts'
import { newId, type UnitId } from '../../lib/ids.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { record } from '../audit/record-event.ts'
import { requireRole } from '../identity/actor.ts'
import type { Reach } from './notification.ts'
import { optOutChanged } from './opt-out.ts'
import { findOptOut, insertOptOut, type OptOut } from './opt-outs.sql.ts'

export type AddOptOutInput = Reach & { readonly unitId: UnitId }

/** Writes to an address no more, on somebody's word. Again, the same answer. @throws Problem `not-found`, `forbidden`. */
export async function addOptOut(ctx: Ctx, input: AddOptOutInput): Promise<OptOut> {
  requireRole(ctx.actor, input.unitId, ['ADMIN', 'STAFF'], 'unit')
  return ctx.transaction((tx) => addOptOutIn(tx, input, 'STAFF'))
}

/** The same as part of the caller's transaction. */
export async function addOptOutIn(
  tx: Transaction,
  { unitId, channel, address }: AddOptOutInput,
  source: OptOut['source'],
): Promise<OptOut> {
  const [added] = await tx.run(insertOptOut, newId(), unitId, channel, address, source)
  if (added) {
    record(tx, optOutChanged('opt-out.added', added))
    return added
  }
  const [known] = await tx.run(findOptOut, unitId, channel, address)
  if (!known) throw notFoundProblem('opt-out')
  return known
}
