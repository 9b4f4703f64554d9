import { randomUUID } from 'node:crypto'
import type { Ctx } from '../../context.ts'
import {
  type AppointmentId,
  type ClientId,
  newId,
  type ResourceId,
  type ServiceId,
  type UnitId,
} from '../../lib/ids.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { Problem } from '../../platform/problem.ts'
import { inSpan } from '../../platform/telemetry/trace.ts'
import { record } from '../audit/record-event.ts'
import { serviceOf } from '../availability/build-search.ts'
import { findClientPhone } from '../clients/find-client-phone.ts'
import type { Appointment } from './appointment.ts'
import * as appointments from './appointments.sql.ts'
import { type ChosenSlot, chooseSlot, lockForChoice, offeredService } from './choose-slot.ts'
import { takeClaims } from './claims.sql.ts'
import { type LockKey, type OwnedHold, pointLocks, takeLocks } from './conversation-locks.sql.ts'
import { endHold, expireOverdue } from './end-hold.ts'
import { slotLocked } from './events.ts'
import { clientBusy, engineDisabled, slotTaken } from './problems.ts'
import { requireColleague, requireOverbooking, strictnessFor } from './require-access.ts'
import { withAlternatives } from './suggest-alternatives.ts'

export type PlaceHoldInput = {
  readonly unitId: UnitId
  readonly serviceId: ServiceId
  /** Epoch ms. */
  readonly start: number
  /** Left out: the shortest the service offers. */
  readonly durationMinutes?: number | undefined
  /** Left out: any that is free, the least busy first. */
  readonly resourceIds?: readonly ResourceId[] | undefined
  /** The conversation the hold is for; its hold before is given up for this one. */
  readonly conversation?: string | undefined
  /** Whom it is for, if that is known already: one person holds one time (A4). */
  readonly client?: { readonly phone?: string | undefined; readonly clientId?: ClientId | undefined } | undefined
  /** Takes the time although it is not free; audited. */
  readonly override?: { readonly reason: string } | undefined
}

/**
 * Takes a time for somebody for a few minutes (A3, C2). When this returns, nobody else can have it.
 * @throws Problem `slot-taken` with alternatives, `client-busy`, `rule-rejected`, `not-found`.
 */
export async function placeHold(ctx: Ctx, input: PlaceHoldInput): Promise<Appointment> {
  return watchHold(
    ctx,
    'place-hold',
    input,
    (tx) => placeHoldIn(tx, ctx, input),
    (hold) => hold,
  )
}

/** One attempt to have a time, in one transaction: counted, timed, with its span, refused with alternatives (C8). */
export async function watchHold<T>(
  ctx: Ctx,
  name: string,
  input: PlaceHoldInput,
  work: (tx: Transaction) => Promise<T>,
  heldBy: (result: T) => Appointment,
): Promise<T> {
  const { metrics } = ctx
  metrics.slotLockAttempts.inc()
  const stopTimer = metrics.slotLockSeconds.startTimer()
  try {
    const result = await inSpan(name, { 'holdfast.unit_id': input.unitId }, async (span) => {
      const had = await withAlternatives(ctx, input, () => ctx.transaction(work))
      span.setAttribute('holdfast.reservation_token', heldBy(had).reservationToken)
      return had
    })
    metrics.slotLockSuccesses.inc()
    return result
  } catch (error) {
    const isConflict = error instanceof Problem && (error.kind === slotTaken || error.kind === clientBusy)
    if (isConflict) metrics.slotLockConflicts.inc({ reason: error.kind.code })
    throw error
  } finally {
    stopTimer()
  }
}

/** The same as part of the caller's transaction; `found` is the client when the caller has them already. */
export async function placeHoldIn(
  tx: Transaction,
  ctx: Ctx,
  input: PlaceHoldInput,
  found?: ClientId,
): Promise<Appointment> {
  refuseWhenDisabled(ctx)
  if (input.override) requireOverbooking(ctx.actor, input.unitId)
  const keys = await lockKeys(tx, ctx, input, found)
  const [catalogue, owned] = await Promise.all([ctx.catalogues.of(input.unitId, tx), takeLocks(tx, input.unitId, keys)])
  const previous = refuseBusyClient(owned, input.conversation)

  const service = offeredService(catalogue, serviceOf(catalogue, input.serviceId))
  const durationMinutes = input.durationMinutes ?? service.durations[0] ?? 0
  if (previous.length > 0) {
    await lockForChoice(tx, { service, resourceIds: input.resourceIds, overbook: input.override !== undefined })
    await replaceHolds(tx, ctx, previous)
  }
  const slot = await chooseSlot(tx, catalogue, {
    service,
    start: input.start,
    durationMinutes,
    resourceIds: input.resourceIds,
    strictness: strictnessFor(ctx.actor, input.unitId, service, service.noticeToBookMinutes),
    overbook: input.override !== undefined,
    seed: randomUUID(),
  })
  for (const overdue of slot.overdue) await expireOverdue(tx, ctx.catalogues, overdue)

  const hold = newHold(tx, input, slot, durationMinutes, service.holdSeconds, ctx.config.UID_DOMAIN)
  // Sent together with the commit. The claims decide: a rival who was first undoes the rest with them.
  appointments.insertHold(tx, hold)
  takeClaims(tx, { unitId: hold.unitId, appointmentId: hold.id }, slot.claims)
  pointLocks(tx, hold.unitId, keys, hold.id, hold.holdExpiresAt as number)
  record(tx, slotLocked(catalogue, hold, slot.seats))
  return hold
}

/** @throws Problem `schedule-engine-disabled`. */
export function refuseWhenDisabled(ctx: Ctx): void {
  if (ctx.config.ENABLE_SCHEDULE_ENGINE) return
  throw new Problem(engineDisabled, 'Times cannot be booked here just now; ask to be called back.')
}

function newHold(
  tx: Transaction,
  input: PlaceHoldInput,
  slot: ChosenSlot,
  durationMinutes: number,
  holdSeconds: number,
  uidDomain: string,
): Appointment {
  const id = newId<'appointment'>()
  const now = Math.floor(slot.now)
  return {
    id,
    unitId: input.unitId,
    serviceId: input.serviceId,
    clientId: null,
    status: 'HELD',
    startsAt: input.start,
    durationMinutes,
    lockLevel: 0,
    rowVersion: 1,
    uid: `${id}@${uidDomain}`,
    icsSequence: 0,
    icsMajorSequence: 0,
    channel: tx.cause.channel,
    conversation: input.conversation ?? null,
    reservationToken: randomUUID(),
    holdExpiresAt: now + holdSeconds * 1000,
    holdExtended: false,
    approvalDeadlineAt: null,
    cancelReason: null,
    overrideReason: input.override?.reason ?? null,
    attendeeName: null,
    contactEmail: null,
    notes: '',
    createdAt: now,
    updatedAt: now,
    places: slot.places,
  }
}

async function lockKeys(
  tx: Transaction,
  ctx: Ctx,
  { unitId, client, conversation }: PlaceHoldInput,
  found: ClientId | undefined,
): Promise<LockKey[]> {
  const keys: LockKey[] = []
  if (client?.clientId) requireColleague(ctx.actor, unitId)
  const clientId = found ?? client?.clientId
  // A client known by id or e-mail and the same one known by phone must meet at one key.
  const phone = client?.phone ?? (clientId && (await findClientPhone(tx, unitId, clientId)))
  if (phone) keys.push({ kind: 'CLIENT', key: `phone:${phone}` })
  else if (clientId) keys.push({ kind: 'CLIENT', key: `client:${clientId}` })
  // Callers with an identity name their conversations among themselves; strangers share one space and choose long names.
  const { kind, id } = ctx.actor
  if (conversation)
    keys.push({ kind: 'CONVERSATION', key: kind === 'anonymous' ? conversation : `${kind}:${id}:${conversation}` })
  return keys
}

/** A live hold of the same conversation makes way; the client's hold in another conversation is in the way (A4). */
function refuseBusyClient(owned: readonly OwnedHold[], conversation: string | undefined): AppointmentId[] {
  const elsewhere = owned.find(
    (hold) => hold.kind === 'CLIENT' && (hold.conversation === null || hold.conversation !== conversation),
  )
  if (elsewhere) {
    throw new Problem(
      clientBusy,
      'This client is holding another time just now, in another conversation. Confirm or release that first.',
    )
  }
  return [...new Set(owned.map((hold) => hold.id))].sort()
}

async function replaceHolds(tx: Transaction, ctx: Ctx, ids: readonly AppointmentId[]): Promise<void> {
  for (const id of ids) {
    const locked = await appointments.lock(tx, id)
    if (locked?.appointment.status !== 'HELD') continue
    const catalogue = await ctx.catalogues.of(locked.appointment.unitId, tx)
    await endHold(tx, catalogue, locked.appointment, locked.now, 'HOLD_REPLACED')
  }
}
