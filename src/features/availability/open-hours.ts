import type { Intervals } from '../../lib/intervals.ts'
import { appendInterval, intersectIntervals } from '../../lib/intervals.ts'
import { DAY_MINUTES, DAY_MS, dayNumber, isoWeekday, MINUTE_MS } from '../../lib/time/local-date.ts'
import { ZONE_KNOWN_FROM, ZONE_KNOWN_TO, zoneClock } from '../../lib/time/zone-clock.ts'

/** A stretch of a local day, in minutes of the wall clock since midnight (0 … 1440), half-open. */
export interface HoursWindow {
  readonly startsAt: number
  readonly endsAt: number
}

/** Hours that repeat on an ISO weekday (Monday 1 … Sunday 7), between two local dates, both inclusive. */
export interface WeeklyRule extends HoursWindow {
  readonly weekday: number
  readonly validFrom?: string | null
  readonly validTo?: string | null
}

/** What a local date has instead of its weekly hours; no windows means closed. */
export interface HoursException {
  readonly on: string
  readonly windows: readonly HoursWindow[]
}

/** Hours that no wall clock has: they would be read as something nobody meant. */
export class InvalidHours extends RangeError {
  override readonly name = 'InvalidHours'
}

/**
 * The instants between `from` and `to` (epoch ms, half-open) at which something with these hours is open.
 *
 * A window runs from the first instant at which the zone's clock shows its start, or a later time, to the first at which
 * it shows its end, or a later time. So where the clock jumps, an edge inside the gap moves to the first instant after
 * it, and a window wholly inside is empty; where the clock repeats an hour, both edges are the first showing: nobody
 * is offered a time after people went home, and 24 hours a day stay unbroken. Windows that touch are one.
 *
 * Several exceptions for one date: closed wins, otherwise all their windows hold. Nothing is open before 1970 or after
 * 2199. Throws `UnknownTimeZone`, `InvalidLocalDate`, {@link InvalidHours}.
 */
export function openHours(
  zone: string,
  rules: readonly WeeklyRule[],
  exceptions: readonly HoursException[],
  from: number,
  to: number,
): Intervals {
  const clock = zoneClock(zone)
  const start = Math.max(from, ZONE_KNOWN_FROM)
  const end = Math.min(to, ZONE_KNOWN_TO)
  const week = readWeek(rules)
  const special = exceptions.length > 0 ? readExceptions(exceptions) : undefined
  const open: number[] = []
  if (!(start < end)) return open

  // One day more: where a clock is set back across midnight, hours of the new day go on while it shows the old one.
  const lastDay = Math.floor(clock.wallAt(end) / DAY_MS) + 1
  for (let day = Math.floor(clock.wallAt(start) / DAY_MS); day <= lastDay; day++) {
    const windows = special?.get(day) ?? (week[isoWeekday(day)] as readonly DatedWindow[])
    for (const window of windows) {
      if (day < window.firstDay || day > window.lastDay) continue
      const opensAt = clock.firstInstantAt(day * DAY_MS + window.startsAt * MINUTE_MS)
      const closesAt = clock.firstInstantAt(day * DAY_MS + window.endsAt * MINUTE_MS)
      appendInterval(open, Math.max(opensAt, start), Math.min(closesAt, end))
    }
  }
  return open
}

/**
 * A resource's open hours as far as its unit lets them: on a date for which the unit has exceptions, only what lies
 * inside the unit's windows is left, so a closure of the unit closes everybody and shorter hours shorten everybody's. It
 * never opens a resource that was closed. The dates are the unit's, in the unit's zone, whatever the resource's zone is.
 */
export function withinUnitHours(
  open: Intervals,
  unitZone: string,
  unitExceptions: readonly HoursException[],
): Intervals {
  if (open.length === 0 || unitExceptions.length === 0) return open
  const unitOpen = openHours(unitZone, ALWAYS, unitExceptions, open[0] as number, open[open.length - 1] as number)
  return intersectIntervals(open, unitOpen)
}

const ALWAYS: readonly WeeklyRule[] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  startsAt: 0,
  endsAt: DAY_MINUTES,
}))

interface DatedWindow extends HoursWindow {
  readonly firstDay: number
  readonly lastDay: number
}

/** Windows by ISO weekday (index 0 stays empty), sorted by start, so that a day's windows come in order. */
function readWeek(rules: readonly WeeklyRule[]): DatedWindow[][] {
  const week: DatedWindow[][] = [[], [], [], [], [], [], [], []]
  for (const rule of rules) {
    const windows = week[rule.weekday]
    if (!windows || rule.weekday === 0)
      throw new InvalidHours(`weekday must be 1 (Monday) … 7 (Sunday): ${rule.weekday}`)
    const firstDay = rule.validFrom ? dayNumber(rule.validFrom) : Number.NEGATIVE_INFINITY
    const lastDay = rule.validTo ? dayNumber(rule.validTo) : Number.POSITIVE_INFINITY
    insertSorted(windows, datedWindow(rule, firstDay, lastDay))
  }
  return week
}

function readExceptions(exceptions: readonly HoursException[]): Map<number, DatedWindow[]> {
  const byDay = new Map<number, DatedWindow[]>()
  const closed = new Set<number>()
  for (const exception of exceptions) {
    const day = dayNumber(exception.on)
    const windows = byDay.get(day) ?? []
    byDay.set(day, windows)
    if (exception.windows.length === 0) closed.add(day)
    for (const window of exception.windows) insertSorted(windows, datedWindow(window, day, day))
  }
  for (const day of closed) byDay.set(day, [])
  return byDay
}

function datedWindow({ startsAt, endsAt }: HoursWindow, firstDay: number, lastDay: number): DatedWindow {
  // `!(a <= b)` also refuses NaN.
  if (!(0 <= startsAt && startsAt <= endsAt && endsAt <= DAY_MINUTES)) {
    throw new InvalidHours(
      `hours must lie between 0 and ${DAY_MINUTES} minutes, start before end: ${startsAt}–${endsAt}`,
    )
  }
  return { startsAt, endsAt, firstDay, lastDay }
}

function insertSorted(windows: DatedWindow[], window: DatedWindow): void {
  let at = windows.length
  while (at > 0 && (windows[at - 1] as DatedWindow).startsAt > window.startsAt) at--
  windows.splice(at, 0, window)
}
