import type { Ctx } from '../../context.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { inSpan } from '../../platform/telemetry/trace.ts'
import { record } from '../audit/record-event.ts'
import { serviceOf } from '../availability/build-search.ts'
import { type Appointment, extendHold as extend } from './appointment.ts'
import * as appointments from './appointments.sql.ts'
import { extendLocks, lockKeysOf } from './conversation-locks.sql.ts'
import { slotExtended } from './events.ts'
import { countSeats } from './sessions.sql.ts'

/** Gives a hold its full length again, once. @throws Problem `hold-expired`, `not-in-state`, `not-found`. */
export async function extendHold(ctx: Ctx, reservationToken: string): Promise<Appointment> {
  return inSpan('extend-hold', { 'holdfast.reservation_token': reservationToken }, async () => {
    const known = await appointments.findHold(ctx.db, reservationToken)
    if (!known) throw notFoundProblem('hold')
    return ctx.transaction(async (tx) => {
      const catalogue = await ctx.catalogues.of(known.unitId, tx)
      const service = serviceOf(catalogue, known.serviceId)
      // Its keys first: nobody can decide just now that this hold is over and give its owner another.
      const [, locked] = await Promise.all([lockKeysOf(tx, known.id), appointments.lock(tx, known.id)])
      if (!locked) throw notFoundProblem('hold')
      const extended = extend(locked.appointment, locked.now, service.holdSeconds)
      appointments.save(tx, extended)
      extendLocks(tx, extended.id, extended.holdExpiresAt as number)
      const capacityUsed = await countSeats(tx, extended.id)
      record(
        tx,
        slotExtended(catalogue, locked.appointment, extended, { capacityTotal: service.capacity, capacityUsed }),
      )
      return extended
    })
  })
}
