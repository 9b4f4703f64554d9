/**
 * Days and wall times in a zone, by Intl: not every browser our visitors use has Temporal.
 * A day is `YYYY-MM-DD`, an instant is epoch milliseconds.
 */
const hourMs = 3_600_000
export const dayMs = 24 * hourMs

type WallTime = { day: string; hour: number; minute: number }

const clocks = new Map<string, Intl.DateTimeFormat>()

/** What calendar and clock on the wall say in `zone`. */
export function wallTime(instant: number, zone: string): WallTime {
  const parts: Record<string, string> = {}
  for (const { type, value } of clockOf(zone).formatToParts(instant)) parts[type] = value
  return {
    day: `${parts.year?.padStart(4, '0')}-${parts.month}-${parts.day}`,
    hour: Number(parts.hour),
    minute: Number(parts.minute),
  }
}

export function dayIn(zone: string, instant: number): string {
  return wallTime(instant, zone).day
}

/** Minutes the clocks of `zone` are ahead of UTC at `instant`. */
export function offsetMinutes(zone: string, instant: number): number {
  const { day, hour, minute } = wallTime(instant, zone)
  const asIfUtc = noonOf(day) - 12 * hourMs + hour * hourMs + minute * 60_000
  return Math.round((asIfUtc - Math.floor(instant / 60_000) * 60_000) / 60_000)
}

/** True when the clocks of both zones agree over the coming year, so that telling them apart would only confuse. */
export function agree(one: string, other: string, from: number): boolean {
  if (one === other) return true
  for (let weeks = 0; weeks <= 52; weeks += 2) {
    const at = from + weeks * 7 * dayMs
    if (offsetMinutes(one, at) !== offsetMinutes(other, at)) return false
  }
  return true
}

export function addDays(day: string, days: number): string {
  return new Date(noonOf(day) + days * dayMs).toISOString().slice(0, 10)
}

/** Days from `one` to `other`; negative when `other` is earlier. */
export function daysBetween(one: string, other: string): number {
  return Math.round((noonOf(other) - noonOf(one)) / dayMs)
}

export function firstOfMonth(day: string): string {
  return `${day.slice(0, 7)}-01`
}

/** Noon UTC of a day: an instant to write that day by, with time zone UTC. */
export function noonOf(day: string): number {
  return Date.parse(`${day}T12:00:00Z`)
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(noonOf(text)) && addDays(text, 0) === text
}

export function isZone(name: string): boolean {
  try {
    clockOf(name)
    return true
  } catch {
    return false
  }
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known) return known
  const clock = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  clocks.set(zone, clock)
  return clock
}
