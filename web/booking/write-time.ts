import { dayIn, noonOf, offsetMinutes } from './local-day.ts'

const writers = new Map<string, Intl.DateTimeFormat>()

function writer(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = writers.get(key) ?? new Intl.DateTimeFormat(locale, options)
  writers.set(key, known)
  return known
}

const onDay = (locale: string, day: string, options: Intl.DateTimeFormatOptions) =>
  writer(locale, { ...options, timeZone: 'UTC' }).format(noonOf(day))

/** 14:30 */
export function writeTime(locale: string, instant: number, zone: string): string {
  return writer(locale, { timeZone: zone, timeStyle: 'short' }).format(instant)
}

/** Tuesday, 24 November; with the year when it is not this one. */
export function writeDay(locale: string, day: string, thisYear?: string): string {
  const isOtherYear = thisYear !== undefined && !day.startsWith(thisYear)
  return onDay(locale, day, { weekday: 'long', day: 'numeric', month: 'long', ...(isOtherYear && { year: 'numeric' }) })
}

/** Two or three letters: what Intl calls short is a whole word in some languages. */
export function writeWeekday(locale: string, day: string): string {
  return onDay(locale, day, { weekday: 'short' }).slice(0, 3)
}

export function writeMonth(locale: string, day: string): string {
  return onDay(locale, day, { month: 'long', year: 'numeric' })
}

/** Tuesday, 24 November, 14:30. */
export function writeDayAndTime(locale: string, instant: number, zone: string): string {
  return `${writeDay(locale, dayIn(zone, instant))}, ${writeTime(locale, instant, zone)}`
}

/** Tuesday, 24 November 2026, and 14:30–15:00; with the day of the end when that is another. */
export function writeSpan(locale: string, start: number, end: number, zone: string): { day: string; times: string } {
  const [first, last] = [dayIn(zone, start), dayIn(zone, end)]
  const until = writeTime(locale, end, zone)
  const day = onDay(locale, first, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const times = `${writeTime(locale, start, zone)}–${first === last ? until : `${until} (${writeDay(locale, last)})`}`
  return { day, times }
}

/** `4:05` */
export function writeCountdown(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** Cities that changed their name, which browsers still call by the old one. */
const renamed: Record<string, string> = {
  Calcutta: 'Kolkata',
  Faeroe: 'Faroe',
  Godthab: 'Nuuk',
  Katmandu: 'Kathmandu',
  Kiev: 'Kyiv',
  Rangoon: 'Yangon',
  Saigon: 'Ho Chi Minh',
}

/** `Europe/Vilnius` → `Vilnius`; nobody has translated 400 cities, and their names are known on the spot. */
export function cityOf(zone: string): string {
  const city = (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
  return renamed[city] ?? city
}

/** `UTC+5:30` */
export function writeOffset(zone: string, instant: number): string {
  const minutes = offsetMinutes(zone, instant)
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest > 0 ? `:${String(rest).padStart(2, '0')}` : ''}`
}

/** `Vilnius, UTC+2` as of `instant`. */
export function writeZone(zone: string, instant: number): string {
  return `${cityOf(zone)}, ${writeOffset(zone, instant)}`
}
