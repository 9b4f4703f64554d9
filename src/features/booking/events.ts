import type { NewEvent } from '../audit/record-event.ts'
import type { Catalogue } from '../units/catalogue.ts'
import { type Appointment, endsAt } from './appointment.ts'

/** What a `slot.*` event says about the session's seats after the change. */
export type Seats = { readonly capacityTotal: number; readonly capacityUsed: number }

export type AppointmentEventType =
  | 'appointment.requested'
  | 'appointment.confirmed'
  | 'appointment.cancelled'
  | 'appointment.declined'
  | 'appointment.moved'
  | 'appointment.completed'
  | 'appointment.no-show'
  | 'appointment.updated'
  | 'appointment.lock-level-changed'

/** One fact about an appointment, with what changed of it. */
export function appointmentEvent(
  type: AppointmentEventType,
  before: Appointment,
  after: Appointment,
  data: Record<string, unknown> = {},
): NewEvent {
  return {
    type,
    ...changeOf(before, after),
    data: {
      serviceId: after.serviceId,
      clientId: after.clientId,
      status: after.status,
      icsSequence: after.icsSequence,
      ...timesOf(after),
      ...data,
    },
  }
}

/** C4: a time is held for somebody. */
export function slotLocked(catalogue: Catalogue, hold: Appointment, seats: Seats): NewEvent {
  return { type: 'slot.locked', ...changeOf(null, hold), data: slotData(catalogue, hold, seats) }
}

/** A hold lives longer. */
export function slotExtended(catalogue: Catalogue, before: Appointment, after: Appointment, seats: Seats): NewEvent {
  return { type: 'slot.extended', ...changeOf(before, after), data: slotData(catalogue, after, seats) }
}

/** C4: a held time is free again; the reason is why the hold ended. */
export function slotReleased(catalogue: Catalogue, before: Appointment, after: Appointment, seats: Seats): NewEvent {
  return {
    type: 'slot.released',
    ...changeOf(before, after),
    data: { ...slotData(catalogue, after, seats), reason: after.cancelReason },
  }
}

function slotData(catalogue: Catalogue, hold: Appointment, seats: Seats): Record<string, unknown> {
  const zone = catalogue.unit.timeZone
  const start = Temporal.Instant.fromEpochMilliseconds(hold.startsAt).toZonedDateTimeISO(zone)
  const end = Temporal.Instant.fromEpochMilliseconds(endsAt(hold)).toZonedDateTimeISO(zone)
  return {
    reservationToken: hold.reservationToken,
    unitId: hold.unitId,
    serviceId: hold.serviceId,
    date: start.toPlainDate().toString(),
    startTime: start.toPlainTime().toString({ smallestUnit: 'minute' }),
    endTime: end.toPlainTime().toString({ smallestUnit: 'minute' }),
    timeZone: zone,
    ...timesOf(hold),
    ...seats,
  }
}

function timesOf(appointment: Appointment) {
  return { startsAt: isoOf(appointment.startsAt), endsAt: isoOf(endsAt(appointment)), resources: appointment.places }
}

/** The parts of an appointment the audit shows. */
function factsOf(appointment: Appointment): Record<string, unknown> {
  const { status, startsAt, durationMinutes, lockLevel, clientId, icsSequence, cancelReason, overrideReason, places } =
    appointment
  return {
    status,
    startsAt: isoOf(startsAt),
    durationMinutes,
    resources: places,
    lockLevel,
    clientId,
    icsSequence,
    cancelReason,
    overrideReason,
    holdExpiresAt: appointment.holdExpiresAt === null ? null : isoOf(appointment.holdExpiresAt),
    attendeeName: appointment.attendeeName,
    notes: appointment.notes,
  }
}

function changeOf(
  before: Appointment | null,
  after: Appointment,
): Pick<NewEvent, 'unitId' | 'subject' | 'before' | 'after'> {
  const about = { unitId: after.unitId, subject: { type: 'appointment', id: after.id, version: after.rowVersion } }
  const now = factsOf(after)
  if (!before) return { ...about, before: null, after: now }
  const was = factsOf(before)
  const keys = Object.keys(now).filter((key) => JSON.stringify(now[key]) !== JSON.stringify(was[key]))
  const pick = (facts: Record<string, unknown>) => Object.fromEntries(keys.map((key) => [key, told(key, facts[key])]))
  return { ...about, before: pick(was), after: pick(now) }
}

/** As with clients, the log tells that a name was changed, and keeps no name for ever. */
function told(fact: string, value: unknown): unknown {
  return fact === 'attendeeName' && value !== null ? '…' : value
}

const isoOf = (ms: number) => new Date(ms).toISOString()
