import type { Ctx } from '../../context.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { record } from '../audit/record-event.ts'
import { requireRole } from '../identity/actor.ts'
import type { AddOptOutInput } from './add-opt-out.ts'
import { optOutChanged } from './opt-out.ts'
import { deleteOptOut, findOptOut, type OptOut } from './opt-outs.sql.ts'

/** Writes to an address again. @throws Problem `not-found` also when it was never closed, `forbidden`. */
export async function removeOptOut(ctx: Ctx, { unitId, channel, address }: AddOptOutInput): Promise<OptOut> {
  requireRole(ctx.actor, unitId, ['ADMIN', 'STAFF'], 'unit')
  return ctx.transaction(async (tx) => {
    const [known] = await tx.run(findOptOut, unitId, channel, address)
    const [removed] = known ? await tx.run(deleteOptOut, known.id) : []
    if (!removed) throw notFoundProblem('opt-out')
    record(tx, optOutChanged('opt-out.removed', removed))
    return removed
  })
}
