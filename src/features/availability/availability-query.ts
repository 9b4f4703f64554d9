import type { ResourceId, ServiceId, UnitId } from '../../lib/ids.ts'
import { fieldProblem, malformed, Problem } from '../../platform/problem.ts'
import type { Catalogue } from '../units/catalogue.ts'

/** The longest range one question may span. */
const longestDays = 62
const dayMs = 24 * 3_600_000

/** A question as asked; see the contract. */
export type AvailabilityQuery = {
  readonly unitId: UnitId
  readonly serviceId: ServiceId
  readonly durationMinutes?: number | undefined
  readonly from?: string | Temporal.Instant | undefined
  readonly to?: string | Temporal.Instant | undefined
  readonly resourceIds?: readonly ResourceId[] | undefined
  readonly first?: number | undefined
  readonly withResources?: boolean | undefined
  readonly reservationToken?: string | undefined
}

/**
 * The range asked about, epoch ms, half-open. Dates are the unit's: `from` its first instant, `to` the end of that day.
 * @throws Problem `malformed` naming `to` or `from`.
 */
export function readRange(query: AvailabilityQuery, catalogue: Catalogue, now: number): { from: number; to: number } {
  const zone = catalogue.unit.timeZone
  const from = query.from === undefined ? now : startOf(query.from, zone)
  const to = query.to === undefined ? startOfDate(dateOf(from, zone).add({ days: 8 }), zone) : endOf(query.to, zone)
  // A date its zone skipped is a day like any other, only that it has no time.
  const isDay = typeof query.from === 'string' && typeof query.to === 'string' && query.from <= query.to
  if (to <= from && !(isDay && to === from)) throw fieldProblem('to', 'is not after `from`.')
  // A day more, since a range of dates with a change of clocks is an hour longer.
  if (to - from > (longestDays + 1) * dayMs)
    throw fieldProblem('to', `is more than ${longestDays} days after \`from\`.`)
  return { from, to }
}

/** The length asked for, or the shortest there is. @throws Problem `malformed` naming the lengths that are offered. */
export function readDuration(asked: number | undefined, durations: readonly number[]): number {
  const [shortest] = durations
  const minutes = asked ?? shortest
  if (minutes !== undefined && durations.includes(minutes)) return minutes
  const message =
    durations.length > 0
      ? `is not offered; this service takes ${durations.join(', ')} minutes.`
      : 'cannot be had: this service offers no length.'
  throw new Problem(malformed, `durationMinutes: ${message}`, { errors: [{ path: 'durationMinutes', message }] })
}

function startOf(at: string | Temporal.Instant, zone: string): number {
  return typeof at === 'string' ? startOfDate(Temporal.PlainDate.from(at), zone) : at.epochMilliseconds
}

function endOf(at: string | Temporal.Instant, zone: string): number {
  return typeof at === 'string' ? startOfDate(Temporal.PlainDate.from(at).add({ days: 1 }), zone) : at.epochMilliseconds
}

function startOfDate(date: Temporal.PlainDate, zone: string): number {
  return date.toZonedDateTime(zone).epochMilliseconds
}

function dateOf(ms: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate()
}
