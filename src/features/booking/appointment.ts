import type { AppointmentId, ClientId, ResourceId, ServiceId, UnitId } from '../../lib/ids.ts'
import { Problem } from '../../platform/problem.ts'
import { holdExpired, lockedLevel, notInState } from './problems.ts'

export const appointmentStatuses = [
  'HELD',
  'PENDING_APPROVAL',
  'CONFIRMED',
  'COMPLETED',
  'NO_SHOW',
  'CANCELLED',
] as const
export type AppointmentStatus = (typeof appointmentStatuses)[number]

/** Why an appointment or a hold is no more. */
export const cancelReasons = [
  'HOLD_EXPIRED',
  'HOLD_RELEASED',
  'HOLD_REPLACED',
  'APPROVAL_EXPIRED',
  'DECLINED',
  'CANCELLED_BY_CLIENT',
  'CANCELLED_BY_UNIT',
  'RESCHEDULED',
] as const
export type CancelReason = (typeof cancelReasons)[number]

/** A client's time with a unit, from the hold to the end of its life. */
export type Appointment = {
  readonly id: AppointmentId
  readonly unitId: UnitId
  readonly serviceId: ServiceId
  readonly clientId: ClientId | null
  readonly status: AppointmentStatus
  /** Epoch ms; the end is start + duration, buffers are not included. */
  readonly startsAt: number
  readonly durationMinutes: number
  readonly lockLevel: number
  readonly rowVersion: number
  /** iCalendar identity, minted once; SEQUENCE rises with every change of time. */
  readonly uid: string
  readonly icsSequence: number
  /** SEQUENCE of the last change of time; whatever answers an older one is out of date. */
  readonly icsMajorSequence: number
  readonly channel: string
  readonly conversation: string | null
  readonly reservationToken: string
  /** Epoch ms; set exactly while HELD. */
  readonly holdExpiresAt: number | null
  readonly holdExtended: boolean
  /** Epoch ms; set exactly while PENDING_APPROVAL. */
  readonly approvalDeadlineAt: number | null
  readonly cancelReason: CancelReason | null
  readonly overrideReason: string | null
  /** Whom it is for, as said when booking; the client record may carry another name. */
  readonly attendeeName: string | null
  /** Said when booking; told of this appointment instead of the client's own address. */
  readonly contactEmail: string | null
  readonly notes: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly places: readonly Place[]
}

/** One resource in one role. */
export type Place = { readonly role: string; readonly resourceId: ResourceId }

type Change = Partial<Appointment>

function changed(appointment: Appointment, now: number, change: Change): Appointment {
  return { ...appointment, ...change, rowVersion: appointment.rowVersion + 1, updatedAt: now }
}

/** True while it takes its resources' time. */
export function isActive({ status }: Pick<Appointment, 'status'>): boolean {
  return status !== 'CANCELLED'
}

/** True for a hold whose deadline has not passed at `now`, by the database's clock. */
export function isLiveHold({ status, holdExpiresAt }: Appointment, now: number): boolean {
  return status === 'HELD' && holdExpiresAt !== null && holdExpiresAt > now
}

export function endsAt({ startsAt, durationMinutes }: Pick<Appointment, 'startsAt' | 'durationMinutes'>): number {
  return startsAt + durationMinutes * 60_000
}

/** @throws Problem `hold-expired` with both clocks. */
export function refuseExpired(hold: Appointment, now: number): void {
  if (isLiveHold(hold, now)) return
  const expiresAt = hold.holdExpiresAt ?? hold.updatedAt
  const wasGivenUp = hold.cancelReason !== null && hold.cancelReason !== 'HOLD_EXPIRED'
  const detail = wasGivenUp
    ? 'This time is not held any more: it was given up. Choose a time again.'
    : 'The time was held for you, but the deadline has passed. Choose a time again.'
  throw new Problem(holdExpired, detail, {
    reason: hold.cancelReason ?? 'HOLD_EXPIRED',
    expiresAt: new Date(expiresAt).toISOString(),
    serverTime: new Date(now).toISOString(),
  })
}

/** Once: the deadline moves to `now` plus the service's hold length. @throws Problem `hold-expired`, `not-in-state`. */
export function extendHold(hold: Appointment, now: number, holdSeconds: number): Appointment {
  if (hold.status !== 'HELD' && hold.status !== 'CANCELLED') {
    throw new Problem(notInState, 'The hold was confirmed: there is no deadline any more.', { appointmentId: hold.id })
  }
  refuseExpired(hold, now)
  if (hold.holdExtended) throw new Problem(notInState, 'A hold can be extended once, and this one has been.')
  return changed(hold, now, { holdExpiresAt: now + holdSeconds * 1000, holdExtended: true })
}

export type Confirmation = {
  readonly clientId: ClientId
  readonly attendeeName: string | null
  readonly contactEmail: string | null
  readonly notes: string
  /** Epoch ms when the service needs approval; null confirms at once. */
  readonly approvalDeadlineAt: number | null
}

/** A hold, or an expired one that was claimed anew, becomes an appointment or a request for one. */
export function confirmHold(
  hold: Appointment,
  now: number,
  { clientId, attendeeName, contactEmail, notes, approvalDeadlineAt }: Confirmation,
): Appointment {
  return changed(hold, now, {
    status: approvalDeadlineAt === null ? 'CONFIRMED' : 'PENDING_APPROVAL',
    approvalDeadlineAt,
    holdExpiresAt: null,
    cancelReason: null,
    clientId,
    attendeeName,
    contactEmail,
    notes,
  })
}

/** @throws Problem `not-in-state` when nothing waits for approval any more. */
export function approve(appointment: Appointment, now: number): Appointment {
  if (appointment.status !== 'PENDING_APPROVAL' || (appointment.approvalDeadlineAt ?? 0) <= now) {
    throw new Problem(notInState, 'Nothing waits for approval here: it was decided already or its deadline passed.')
  }
  return changed(appointment, now, { status: 'CONFIRMED', approvalDeadlineAt: null })
}

/** SEQUENCE rises only when an invitation can have gone out. */
export function cancel(appointment: Appointment, now: number, cancelReason: CancelReason): Appointment {
  const wasPromised = appointment.status === 'CONFIRMED' || appointment.status === 'PENDING_APPROVAL'
  return changed(appointment, now, {
    status: 'CANCELLED',
    cancelReason,
    holdExpiresAt: null,
    approvalDeadlineAt: null,
    icsSequence: appointment.icsSequence + (wasPromised ? 1 : 0),
  })
}

export type NewTime = {
  readonly startsAt: number
  readonly durationMinutes: number
  readonly places: readonly Place[]
  readonly overrideReason: string | null
}

/** The same appointment at another time: same id, same UID, SEQUENCE + 1. */
export function move(appointment: Appointment, now: number, to: NewTime): Appointment {
  const icsSequence = appointment.icsSequence + 1
  const isMajor = to.startsAt !== appointment.startsAt || to.durationMinutes !== appointment.durationMinutes
  return changed(appointment, now, {
    ...to,
    icsSequence,
    icsMajorSequence: isMajor ? icsSequence : appointment.icsMajorSequence,
  })
}

export function finish(appointment: Appointment, now: number, status: 'COMPLETED' | 'NO_SHOW'): Appointment {
  if (appointment.status !== 'CONFIRMED') {
    throw new Problem(
      notInState,
      `Only a confirmed appointment can be closed this way; this one is ${appointment.status}.`,
    )
  }
  if (appointment.startsAt > now) throw new Problem(notInState, 'It has not begun yet.')
  return changed(appointment, now, { status })
}

export function changeDetails(
  appointment: Appointment,
  now: number,
  change: Pick<Change, 'notes' | 'attendeeName' | 'lockLevel'>,
): Appointment {
  return changed(appointment, now, change)
}

/** Automation leaves level 1 alone; from level 2 only an ADMIN changes an appointment. @throws Problem `locked`. */
export function refuseLocked({ lockLevel }: Appointment, actor: { isAdmin: boolean; isAutomation: boolean }): void {
  if (lockLevel >= 1 && actor.isAutomation) {
    throw new Problem(lockedLevel, `This appointment has lock level ${lockLevel}: automation leaves it alone.`, {
      lockLevel,
    })
  }
  if (lockLevel >= 2 && !actor.isAdmin) {
    throw new Problem(lockedLevel, `This appointment has lock level ${lockLevel}: only an ADMIN may change it.`, {
      lockLevel,
    })
  }
}

/** @throws Problem `not-in-state` unless it stands: CONFIRMED or waiting for approval. */
export function refuseUnlessStanding({ status }: Appointment): void {
  if (status === 'CONFIRMED' || status === 'PENDING_APPROVAL') return
  throw new Problem(notInState, `Only a standing appointment can be changed; this one is ${status}.`)
}
