import type { Ctx } from '../../context.ts'
import { notFoundProblem, Problem } from '../../platform/problem.ts'
import { inSpan } from '../../platform/telemetry/trace.ts'
import { type Appointment, isLiveHold } from './appointment.ts'
import * as appointments from './appointments.sql.ts'
import { endHold } from './end-hold.ts'
import { notInState } from './problems.ts'

/**
 * Gives a held time back (C2). Again: nothing more happens, the same answer.
 * @throws Problem `not-found`; `not-in-state` when it is an appointment by now: that is cancelled, not released.
 */
export async function releaseHold(ctx: Ctx, reservationToken: string): Promise<Appointment> {
  return inSpan('release-hold', { 'holdfast.reservation_token': reservationToken }, async () => {
    const known = await appointments.findHold(ctx.db, reservationToken)
    if (!known) throw notFoundProblem('hold')
    return ctx.transaction(async (tx) => {
      const locked = await appointments.lock(tx, known.id)
      if (!locked) throw notFoundProblem('hold')
      const { appointment, now } = locked
      if (appointment.status === 'CANCELLED') return appointment
      if (appointment.status !== 'HELD') {
        throw new Problem(notInState, 'The hold was confirmed: cancel the appointment instead.', {
          appointmentId: appointment.id,
        })
      }
      const catalogue = await ctx.catalogues.of(appointment.unitId, tx)
      return endHold(tx, catalogue, appointment, now, isLiveHold(appointment, now) ? 'HOLD_RELEASED' : 'HOLD_EXPIRED')
    })
  })
}
