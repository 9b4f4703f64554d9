import { type ReceivedComponent, rawValue } from './received-lines.ts'

/** One half of a VTIMEZONE: since when which offset holds, once or in every year again. Wall times as in `zone-clock.ts`. */
type Observance = {
  /** Milliseconds that the wall clock is ahead of UTC. */
  readonly offset: number
  readonly firstWall: number
  /** What it skips: the old offset still counts for wall times that never were. */
  readonly skipped: number
  /** Null: it began once and holds until another one begins. */
  readonly yearly: Yearly | null
}

/** `nth` from 1, or from -1 when counted from the end of the month. */
type Yearly = { readonly month: number; readonly weekday: number; readonly nth: number }

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
const DAY_MS = 86_400_000

/**
 * The offset that a VTIMEZONE gives for a wall time, or undefined when it says nothing we understand. Rules are never expanded:
 * "the last Sunday of October" is computed, and any other kind of rule is not understood.
 */
export function offsetOf(zone: ReceivedComponent, wall: number): number | undefined {
  const observances = zone.components.map(readObservance)
  if (observances.length === 0 || !observances.every((observance) => observance !== undefined)) return undefined
  let offset: number | undefined
  let latest = Number.NEGATIVE_INFINITY
  for (const observance of observances) {
    const since = lastBeginning(observance, wall)
    if (since !== undefined && since > latest) {
      latest = since
      offset = observance.offset
    }
  }
  return offset
}

function readObservance(observance: ReceivedComponent): Observance | undefined {
  const offset = readOffset(rawValue(observance, 'TZOFFSETTO'))
  const firstWall = readWall(rawValue(observance, 'DTSTART'))
  if (offset === undefined || firstWall === undefined) return undefined
  const skipped = Math.max(0, offset - (readOffset(rawValue(observance, 'TZOFFSETFROM')) ?? offset))
  const rule = rawValue(observance, 'RRULE')
  if (rule === undefined) return { offset, firstWall, skipped, yearly: null }
  const yearly = readYearly(rule)
  return yearly && { offset, firstWall, skipped, yearly }
}

function lastBeginning({ firstWall, skipped, yearly }: Observance, wall: number): number | undefined {
  if (wall < firstWall) return undefined
  if (!yearly) return firstWall
  const year = new Date(wall).getUTCFullYear()
  const timeOfDay = ((firstWall % DAY_MS) + DAY_MS) % DAY_MS
  for (const candidate of [year, year - 1]) {
    const beginning = nthWeekday(candidate, yearly) + timeOfDay + skipped
    if (beginning <= wall) return beginning
  }
  return undefined
}

function nthWeekday(year: number, { month, weekday, nth }: Yearly): number {
  if (nth > 0) {
    const first = Date.UTC(year, month - 1, 1)
    return first + (((weekday - new Date(first).getUTCDay() + 7) % 7) + (nth - 1) * 7) * DAY_MS
  }
  const last = Date.UTC(year, month, 0)
  return last - (((new Date(last).getUTCDay() - weekday + 7) % 7) + (-nth - 1) * 7) * DAY_MS
}

function readYearly(rule: string): Yearly | undefined {
  const parts = new Map(rule.split(';').map((part) => part.toUpperCase().split('=') as [string, string]))
  const day = /^([+-]?[1-4])(SU|MO|TU|WE|TH|FR|SA)$/.exec(parts.get('BYDAY') ?? '')
  const month = Number(parts.get('BYMONTH'))
  const isKnown = [...parts.keys()].every((key) => ['FREQ', 'BYDAY', 'BYMONTH', 'WKST', 'INTERVAL'].includes(key))
  if (parts.get('FREQ') !== 'YEARLY' || !day || !(month >= 1 && month <= 12) || !isKnown) return undefined
  if ((parts.get('INTERVAL') ?? '1') !== '1') return undefined
  return { month, weekday: weekdays.indexOf(day[2]!), nth: Number(day[1]) }
}

function readOffset(text: string | undefined): number | undefined {
  const match = /^([+-])(\d\d)(\d\d)(\d\d)?$/.exec(text ?? '')
  if (!match) return undefined
  const [, sign, hours, minutes, seconds = '0'] = match
  return (sign === '-' ? -1 : 1) * ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
}

function readWall(text: string | undefined): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/.exec(text ?? '')
  if (!match) return undefined
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [number, ...number[]]
  return Date.UTC(year, month! - 1, day, hour, minute, second)
}
