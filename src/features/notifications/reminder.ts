import type { AppointmentId, UnitId } from '../../lib/ids.ts'
import { MINUTE_MS } from '../../lib/time/local-date.ts'
import type { Event } from '../audit/event.ts'
import type { Appointment } from '../booking/appointment.ts'

/**
 * WAITING until it is due; QUEUED once its message is in the outbox. SKIPPED: none is needed, or nobody can be reached.
 * MISSED: the appointment began before anybody looked. CANCELLED: it is not to be any more.
 */
export type ReminderStatus = 'WAITING' | 'QUEUED' | 'SKIPPED' | 'MISSED' | 'CANCELLED'

/** What an event does to the timer of its appointment. */
export type ReminderChange = {
  readonly appointmentId: AppointmentId
  readonly unitId: UnitId
  /** Epoch ms. */
  readonly startsAt: number
  readonly status: 'WAITING' | 'SKIPPED' | 'CANCELLED'
  /** The appointment took place or nobody came: a timer that has run keeps what it was. */
  readonly isOver: boolean
  /** Row version of the appointment after the event. */
  readonly version: number
}

const endings = ['appointment.cancelled', 'appointment.declined', 'appointment.completed', 'appointment.no-show']

/** What an event means for the reminder of its appointment; undefined when nothing: a request is not reminded of. */
export function readReminderChange(event: Event, lookaheadMinutes: number): ReminderChange | undefined {
  const { type, unitId, subject, data, after, happenedAt } = event
  const isSet =
    (type === 'appointment.confirmed' || type === 'appointment.moved') && statusOf(data, after) === 'CONFIRMED'
  if (unitId === null || !(isSet || endings.includes(type))) return undefined
  const startsAt = Date.parse(String(data.startsAt))
  return {
    appointmentId: subject.id as AppointmentId,
    unitId: unitId as UnitId,
    startsAt,
    status: isSet ? firstStatus(startsAt, happenedAt.epochMilliseconds, lookaheadMinutes) : 'CANCELLED',
    isOver: type === 'appointment.completed' || type === 'appointment.no-show',
    version: subject.version,
  }
}

/** An event of an older server says it only where it changed; it moved nothing that was not confirmed without saying so. */
function statusOf(data: Event['data'], after: Event['after']): unknown {
  return data.status ?? after?.status ?? 'CONFIRMED'
}

/** Whoever books or moves inside the lookahead is told so at once, and that message is the reminder. */
function firstStatus(startsAt: number, changedAt: number, lookaheadMinutes: number): 'WAITING' | 'SKIPPED' {
  return startsAt - changedAt <= lookaheadMinutes * MINUTE_MS ? 'SKIPPED' : 'WAITING'
}

/** What to do with a timer that is due: DUE when its message is to be written, else what it is to be and when. */
export type Verdict =
  | 'DUE'
  | { readonly status: 'WAITING' | 'SKIPPED' | 'MISSED' | 'CANCELLED'; readonly startsAt: number }

/**
 * Looks again at the appointment itself: the consumer of events may be behind. When its time differs, the last change stands
 * for the move; the event, once it comes, has the last word.
 */
export function judgeReminder(
  { startsAt, now }: { readonly startsAt: number; readonly now: number },
  appointment: Pick<Appointment, 'status' | 'startsAt' | 'updatedAt'> | undefined,
  lookaheadMinutes: number,
): Verdict {
  if (appointment?.status !== 'CONFIRMED') return { status: 'CANCELLED', startsAt }
  if (appointment.startsAt !== startsAt) {
    const { startsAt: start, updatedAt } = appointment
    return { status: firstStatus(start, updatedAt, lookaheadMinutes), startsAt: start }
  }
  return startsAt <= now ? { status: 'MISSED', startsAt } : 'DUE'
}
