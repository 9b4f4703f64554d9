import { type ReceivedComponent, rawValue } from './received-lines.ts'
import { zoneOfWindows } from './windows-zones.ts'
import { offsetOf } from './zone-rules.ts'

/** A DATE-TIME as jCal has it, apart from its zone. */
const jcalTime = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(Z?)$/
const jcalDuration = /^([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/

/**
 * The instant of a received time in epoch milliseconds. Null for a whole day, for floating time, and for a zone that nothing
 * explains. In the hour that a zone skips or repeats it is read as RFC 5545, 3.3.5 says: with the offset before the change.
 * @param zones the VTIMEZONE components of the same calendar
 */
export function instantOf(value: string, tzid: string | undefined, zones: readonly ReceivedComponent[]): number | null {
  const match = jcalTime.exec(value)
  if (!match) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, ...number[]]
  const wall = Date.UTC(year, month! - 1, day, hour, minute, second)
  if (new Date(wall).toISOString().slice(0, 19) !== value.slice(0, 19)) return null
  if (match[7] === 'Z') return wall
  if (!tzid) return null
  const named = namedZone(tzid)
  if (named) return Temporal.PlainDateTime.from(value).toZonedDateTime(named).epochMilliseconds
  const described = zones.find((zone) => rawValue(zone, 'TZID') === tzid)
  const offset = described && offsetOf(described, wall)
  return offset === undefined ? null : wall - offset
}

/** `PT1H30M` in milliseconds; null for what is no duration. */
export function durationOf(value: string): number | null {
  const match = jcalDuration.exec(value)
  if (!match || /[PT]$/.test(value)) return null
  const [weeks, days, hours, minutes, seconds] = match.slice(2).map((part) => Number(part ?? 0)) as [
    number,
    ...number[],
  ]
  const inSeconds = (((weeks * 7 + days!) * 24 + hours!) * 60 + minutes!) * 60 + seconds!
  return (match[1] === '-' ? -1000 : 1000) * inSeconds
}

/** An IANA zone by its own name, by that of Windows, or at the end of a path such as `/citadel.org/2021/Europe/Paris`. */
function namedZone(tzid: string): string | undefined {
  const segments = tzid.split('/')
  const candidates = [zoneOfWindows(tzid), tzid, segments.slice(-3).join('/'), segments.slice(-2).join('/')]
  return candidates.find((candidate) => candidate !== undefined && isZone(candidate))
}

function isZone(name: string): boolean {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+){0,2}$/.test(name)) return false
  try {
    return Boolean(new Temporal.ZonedDateTime(0n, name))
  } catch {
    return false
  }
}
