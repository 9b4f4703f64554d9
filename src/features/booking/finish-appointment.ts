import type { Ctx } from '../../context.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { record } from '../audit/record-event.ts'
import { type Appointment, finish } from './appointment.ts'
import * as appointments from './appointments.sql.ts'
import { type ChangeTarget, changeAppointment, type Locked } from './change-appointment.ts'
import { appointmentEvent } from './events.ts'

/** It took place. Repeated: the same answer. @throws Problem `not-in-state`, and those of `changeAppointment`. */
export function completeAppointment(ctx: Ctx, target: ChangeTarget): Promise<Appointment> {
  return finishAs(ctx, target, 'COMPLETED')
}

/** The client did not come. Repeated: the same answer. @throws Problem `not-in-state`, and those of `changeAppointment`. */
export function markNoShow(ctx: Ctx, target: ChangeTarget): Promise<Appointment> {
  return finishAs(ctx, target, 'NO_SHOW')
}

async function finishAs(ctx: Ctx, target: ChangeTarget, status: 'COMPLETED' | 'NO_SHOW'): Promise<Appointment> {
  const isDone = (appointment: Appointment) => appointment.status === status
  const change = async (tx: Transaction, { appointment, now }: Locked) => {
    const finished = finish(appointment, now, status)
    appointments.save(tx, finished)
    record(
      tx,
      appointmentEvent(status === 'COMPLETED' ? 'appointment.completed' : 'appointment.no-show', appointment, finished),
    )
    return finished
  }
  return changeAppointment(ctx, target, change, { isDone })
}
