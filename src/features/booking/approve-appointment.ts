import type { Ctx } from '../../context.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { Problem } from '../../platform/problem.ts'
import { record } from '../audit/record-event.ts'
import { type Appointment, approve, cancel } from './appointment.ts'
import * as appointments from './appointments.sql.ts'
import { type ChangeTarget, changeAppointment, type Locked } from './change-appointment.ts'
import { dropClaims } from './claims.sql.ts'
import { appointmentEvent } from './events.ts'
import { notInState } from './problems.ts'

/** Says yes to a request. Repeated: the same answer. @throws Problem `not-in-state`, and those of `changeAppointment`. */
export async function approveAppointment(ctx: Ctx, target: ChangeTarget): Promise<Appointment> {
  const isDone = ({ status }: Appointment) => status === 'CONFIRMED'
  const change = async (tx: Transaction, { appointment, now }: Locked) => {
    const approved = approve(appointment, now)
    appointments.save(tx, approved)
    record(tx, appointmentEvent('appointment.confirmed', appointment, approved))
    return approved
  }
  return changeAppointment(ctx, target, change, { isDone })
}

/** Says no to a request: its time is free again. Repeated: the same answer. @throws Problem `not-in-state`, and others. */
export async function declineAppointment(
  ctx: Ctx,
  target: ChangeTarget & { readonly note?: string | undefined },
): Promise<Appointment> {
  const isDone = ({ cancelReason }: Appointment) => cancelReason === 'DECLINED'
  const change = async (tx: Transaction, { appointment, now }: Locked) => {
    if (appointment.status !== 'PENDING_APPROVAL') throw new Problem(notInState, 'Nothing waits for approval here.')
    const declined = cancel(appointment, now, 'DECLINED')
    dropClaims(tx, appointment.id)
    appointments.save(tx, declined)
    record(tx, appointmentEvent('appointment.declined', appointment, declined, { note: target.note ?? null }))
    return declined
  }
  return changeAppointment(ctx, target, change, { isDone })
}
