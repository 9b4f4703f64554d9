import type { Ctx } from '../../context.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { type Confirmed, type ConfirmHoldInput, clientOf, confirmHoldIn } from './confirm-hold.ts'
import { type PlaceHoldInput, placeHoldIn, refuseWhenDisabled, watchHold } from './place-hold.ts'

export type BookAppointmentInput = Omit<PlaceHoldInput, 'client'> & Pick<ConfirmHoldInput, 'client' | 'notes'>

/**
 * Holds and confirms at once, in one transaction: for a program or the desk that has everything at hand.
 * @throws Problem `slot-taken` with alternatives, `client-busy`, `rule-rejected`, `not-found`.
 */
export async function bookAppointment(ctx: Ctx, input: BookAppointmentInput): Promise<Confirmed> {
  const work = async (tx: Transaction) => {
    refuseWhenDisabled(ctx)
    // The client before the claims: whoever confirms a hold waits for them in this order, too.
    const clientId = await clientOf(tx, ctx, input.unitId, input.client)
    const hold = await placeHoldIn(tx, ctx, input, clientId)
    return confirmHoldIn(tx, ctx, hold, input, clientId)
  }
  const booked = await watchHold(ctx, 'book-appointment', input, work, ({ appointment }) => appointment)
  ctx.metrics.holdsConfirmed.inc()
  return booked
}
