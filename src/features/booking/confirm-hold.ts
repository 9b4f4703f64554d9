import type { Ctx } from '../../context.ts'
import type { ClientId, UnitId } from '../../lib/ids.ts'
import { MINUTE_MS } from '../../lib/time/local-date.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { Restart } from '../../platform/db/transaction.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { annotateSpan, inSpan } from '../../platform/telemetry/trace.ts'
import { record } from '../audit/record-event.ts'
import { isAtTheDesk } from '../availability/asker.ts'
import { serviceOf } from '../availability/build-search.ts'
import { findClientPhone } from '../clients/find-client-phone.ts'
import { findOrCreateClient } from '../clients/find-or-create-client.ts'
import { worksIn } from '../identity/actor.ts'
import type { Catalogue } from '../units/catalogue.ts'
import { type Appointment, confirmHold as confirm, isLiveHold, refuseExpired } from './appointment.ts'
import * as appointments from './appointments.sql.ts'
import { chooseSlot, lockForChoice, offeredService } from './choose-slot.ts'
import { dropClaims, takeClaims } from './claims.sql.ts'
import { expireOverdue } from './end-hold.ts'
import { appointmentEvent } from './events.ts'
import { refuseWhenDisabled } from './place-hold.ts'
import { requireColleague, strictnessFor } from './require-access.ts'
import { withAlternatives } from './suggest-alternatives.ts'

/** Who comes: somebody on record, or a person by name and phone (or e-mail). */
export type Attendee =
  | { readonly clientId: ClientId; readonly name?: string | undefined }
  | {
      readonly clientId?: undefined
      readonly name: string
      readonly phone?: string | undefined
      readonly email?: string | undefined
      readonly locale?: 'lt' | 'en' | 'pt' | undefined
      readonly timeZone?: string | undefined
    }

export type ConfirmHoldInput = {
  readonly reservationToken: string
  readonly client: Attendee
  readonly notes?: string | undefined
  /** After the deadline, try the same time once more instead of answering 410 (A6). */
  readonly ifStillFree?: boolean | undefined
}

/** `isNew` is false when the hold had been confirmed before: the same answer, no second effect. */
export type Confirmed = { readonly appointment: Appointment; readonly isNew: boolean }

/**
 * Turns a hold into an appointment, or into a request where the service needs approval (A3, C3). State, claims and event
 * commit together or not at all.
 * @throws Problem `hold-expired`, `slot-taken` (only with `ifStillFree`), `not-found`.
 */
export async function confirmHold(ctx: Ctx, input: ConfirmHoldInput): Promise<Confirmed> {
  return inSpan('confirm-hold', { 'holdfast.reservation_token': input.reservationToken }, async () => {
    const hold = await appointments.findHold(ctx.db, input.reservationToken)
    if (!hold) throw notFoundProblem('hold')
    const wanted = { ...hold, start: hold.startsAt, resourceIds: hold.places.map((place) => place.resourceId) }
    const confirmed = await withAlternatives(ctx, wanted, () =>
      ctx.transaction((tx) => confirmHoldIn(tx, ctx, hold, input)),
    )
    if (confirmed.isNew) ctx.metrics.holdsConfirmed.inc()
    annotateSpan({ 'holdfast.appointment_id': confirmed.appointment.id })
    return confirmed
  })
}

/** The same as part of the caller's transaction; `known` is the hold as read a moment ago, `found` its client if known. */
export async function confirmHoldIn(
  tx: Transaction,
  ctx: Ctx,
  known: Appointment,
  input: Omit<ConfirmHoldInput, 'reservationToken'>,
  found?: ClientId,
): Promise<Confirmed> {
  refuseWhenDisabled(ctx)
  // Confirmed before: nothing more happens, whatever is said of the client now. It never becomes a hold again.
  if (known.status !== 'HELD' && known.status !== 'CANCELLED') return { appointment: known, isNew: false }
  // Client first, then (to claim anew) resources, the appointment last: the lock order of everybody.
  const finding = found ?? clientOf(tx, ctx, known.unitId, input.client)
  const reading = ctx.catalogues.of(known.unitId, tx)
  // Sent together. When an earlier one fails so do those after it, and the first one's error says why.
  reading.catch(() => {})
  if (input.ifStillFree) {
    await finding
    await lockForChoice(tx, { service: serviceOf(await reading, known.serviceId) })
  }
  const locking = appointments.lock(tx, known.id)
  locking.catch(() => {})
  const clientId = await finding
  const catalogue = await reading
  const locked = await locking
  if (!locked) throw notFoundProblem('hold')
  const { appointment, now } = locked
  if (appointment.status !== 'HELD' && appointment.status !== 'CANCELLED') return { appointment, isNew: false }

  const service = serviceOf(catalogue, appointment.serviceId)
  const claimed = isLiveHold(appointment, now)
    ? appointment
    : await claimAnew(tx, ctx, catalogue, appointment, now, input)
  const confirmed = confirm(claimed, now, {
    clientId,
    attendeeName: input.client.name ?? null,
    contactEmail: input.client.clientId === undefined ? (input.client.email ?? null) : null,
    notes: input.notes ?? '',
    approvalDeadlineAt:
      service.needsApproval && !isAtTheDesk(ctx.actor, appointment.unitId)
        ? now + service.approvalWithinMinutes * MINUTE_MS
        : null,
  })
  const type = confirmed.status === 'CONFIRMED' ? 'appointment.confirmed' : 'appointment.requested'
  appointments.save(tx, confirmed)
  record(tx, appointmentEvent(type, appointment, confirmed))
  return { appointment: confirmed, isNew: true }
}

/** The client record of whoever comes. @throws Problem `not-found`. */
export async function clientOf(tx: Transaction, ctx: Ctx, unitId: UnitId, client: Attendee): Promise<ClientId> {
  if (client.clientId === undefined) {
    return (await findOrCreateClient(tx, { unitId, ...client, isVouchedFor: worksIn(ctx.actor, unitId) })).id
  }
  // Whose record it is, only the unit's people can say: a stranger could book in somebody else's name.
  requireColleague(ctx.actor, unitId)
  await findClientPhone(tx, unitId, client.clientId)
  return client.clientId
}

/**
 * A6: the deadline has passed. While nobody tidied the hold away its claims still stand, and nobody else can have the
 * time; afterwards the same time is claimed again under the rules that hold for everybody.
 */
async function claimAnew(
  tx: Transaction,
  ctx: Ctx,
  catalogue: Catalogue,
  hold: Appointment,
  now: number,
  input: { ifStillFree?: boolean | undefined },
): Promise<Appointment> {
  const mayRevive = hold.status === 'HELD' || hold.cancelReason === 'HOLD_EXPIRED'
  if (!input.ifStillFree || !mayRevive) refuseExpired(hold, now)
  if (hold.status === 'HELD') return hold

  const service = offeredService(catalogue, serviceOf(catalogue, hold.serviceId))
  const places = hold.places.map((place) => place.resourceId)
  const slot = await chooseSlot(tx, catalogue, {
    service,
    start: hold.startsAt,
    durationMinutes: hold.durationMinutes,
    // Whoever was promised somebody must not be given somebody else.
    resourceIds: places,
    strictness: strictnessFor(ctx.actor, hold.unitId, service, service.noticeToBookMinutes),
    seed: hold.id,
  })
  for (const overdue of slot.overdue) {
    if (overdue === hold.id) throw new Restart('the hold itself came back')
    await expireOverdue(tx, ctx.catalogues, overdue)
  }
  dropClaims(tx, hold.id)
  takeClaims(tx, { unitId: hold.unitId, appointmentId: hold.id }, slot.claims)
  return { ...hold, places: slot.places }
}
