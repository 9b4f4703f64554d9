import type { AppointmentId } from '../../lib/ids.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { record } from '../audit/record-event.ts'
import type { Catalogue } from '../units/catalogue.ts'
import type { CatalogueCache } from '../units/catalogue-cache.ts'
import { type Appointment, type CancelReason, cancel, isLiveHold } from './appointment.ts'
import * as appointments from './appointments.sql.ts'
import { dropClaims } from './claims.sql.ts'
import { appointmentEvent, slotReleased } from './events.ts'
import { countSeats } from './sessions.sql.ts'

/** Ends a hold whose row the caller has locked: the time is free again when the transaction commits. */
export async function endHold(
  tx: Transaction,
  catalogue: Catalogue,
  hold: Appointment,
  now: number,
  reason: CancelReason,
): Promise<Appointment> {
  const ended = cancel(hold, now, reason)
  dropClaims(tx, hold.id)
  const capacityTotal = catalogue.services.get(hold.serviceId)?.capacity ?? 1
  const capacityUsed = capacityTotal > 1 ? await countSeats(tx, hold.id) : 0
  appointments.save(tx, ended)
  record(tx, slotReleased(catalogue, hold, ended, { capacityTotal, capacityUsed }))
  return ended
}

/**
 * Expires a hold, or declines a request nobody approved, if its deadline has passed (A5); looks again under the lock, since
 * it may have been confirmed in the same instant. Returns what became of it, or undefined when it was not overdue.
 */
export async function expireOverdue(
  tx: Transaction,
  catalogues: CatalogueCache,
  id: AppointmentId,
): Promise<Appointment | undefined> {
  const locked = await appointments.lock(tx, id)
  if (!locked) return undefined
  const { appointment, now } = locked
  if (appointment.status === 'HELD' && !isLiveHold(appointment, now)) {
    const catalogue = await catalogues.of(appointment.unitId, tx)
    tx.afterCommit('hold-expired')
    return endHold(tx, catalogue, appointment, now, 'HOLD_EXPIRED')
  }
  if (appointment.status === 'PENDING_APPROVAL' && (appointment.approvalDeadlineAt as number) <= now) {
    const declined = cancel(appointment, now, 'APPROVAL_EXPIRED')
    dropClaims(tx, id)
    appointments.save(tx, declined)
    record(tx, appointmentEvent('appointment.declined', appointment, declined, { reason: 'APPROVAL_EXPIRED' }))
    return declined
  }
  return undefined
}
