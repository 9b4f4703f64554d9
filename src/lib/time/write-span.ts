import type { Language } from '../languages/language.ts'
import type { Nearness, TimeWords, WordedDate } from '../languages/time-words.ts'
import { wordsIn } from '../languages/words.ts'
import { DAY_MS, isoWeekday, MINUTE_MS } from './local-date.ts'
import { UnknownTimeZone, type ZoneClock, zoneClock } from './zone-clock.ts'
import { offsetName, zoneName } from './zone-name.ts'

/** When something is, in words for one reader. */
export type WrittenSpan = {
  /** `Tuesday 9 March 2027`, where the reader is. */
  readonly day: string
  /** `09:30–10:00`, and whose clocks show it when the place's show another time. */
  readonly times: string
  /** Day and start, for a sentence or a subject line: `Tuesday 9 March at 09:30`. */
  readonly start: string
  /** The same by the clocks of the place, `09:30–10:00 Vilnius time`; null when the reader's show the same. */
  readonly atPlace: string | null
}

export type Span = {
  /** Epoch ms. */
  readonly startsAt: number
  readonly durationMinutes: number
}

/** Who reads it, and in which zone the thing takes place. */
export type Reader = { readonly language: Language; readonly timeZone: string; readonly placeZone: string }

/**
 * D12: a time as the reader's own clocks show it. The zone is named exactly when the place's clocks show another time at
 * the start or the end: two zones that agree just then would only make the reader wonder. An hour that the clocks show
 * twice, and a span over a change of clocks, is named by its offset. A reader's zone that the runtime does not know is
 * read as the place's. @throws UnknownTimeZone of the place.
 */
export function writeSpan(span: Span, { language, timeZone, placeZone }: Reader): WrittenSpan {
  const place = zoneClock(placeZone)
  const clock = knownClock(timeZone) ?? place
  const words = timeWordsFor(language, clock.zone)
  const own = readSpan(clock, span)
  const there = readSpan(place, span)
  const differs = own.from.offset !== there.from.offset || own.to.offset !== there.to.offset
  const zone = differs ? zoneName(clock.zone, language, words) : null
  return {
    day: words.fullDay(dateOf(own.from.wall)),
    times: timesOf(own, words, zone, differs),
    start: words.dayAndTime(words.day(dateOf(own.from.wall)), startOf(own, words, zone, differs)),
    atPlace: differs ? atPlace(own, there, words, zoneName(place.zone, language, words)) : null,
  }
}

/** Whether an instant is on the day of `now` or the next one where the reader is; both epoch ms. */
export function nearnessOf(instant: number, now: number, { timeZone, placeZone }: Omit<Reader, 'language'>): Nearness {
  const clock = knownClock(timeZone) ?? zoneClock(placeZone)
  const days = Math.floor(clock.wallAt(instant) / DAY_MS) - Math.floor(clock.wallAt(now) / DAY_MS)
  return days === 0 ? 'TODAY' : days === 1 ? 'TOMORROW' : 'LATER'
}

type Reading = { wall: number; offset: number; isTwice: boolean }
type SpanReading = { from: Reading; to: Reading }

function readSpan(clock: ZoneClock, { startsAt, durationMinutes }: Span): SpanReading {
  const endsAt = startsAt + durationMinutes * MINUTE_MS
  // The end is read off the clock that ran until then: what ends when the clocks change ends at the old time.
  const offset = clock.offsetAt(endsAt - 1)
  return {
    from: { wall: clock.wallAt(startsAt), offset: clock.offsetAt(startsAt), isTwice: isShownTwice(clock, startsAt) },
    to: { wall: endsAt + offset, offset, isTwice: isShownTwice(clock, endsAt - 1) },
  }
}

/** True in the hour before and the hour after clocks are put back. */
function isShownTwice(clock: ZoneClock, instant: number): boolean {
  const wall = clock.wallAt(instant)
  if (clock.firstInstantAt(wall) !== instant) return true
  const change = clock.nextChangeAfter(instant)
  return Number.isFinite(change) && wall - clock.offsetAt(change) >= change
}

function timesOf({ from, to }: SpanReading, words: TimeWords, zone: string | null, isNamed: boolean): string {
  const [start, end] = [clockTime(from, words), clockTime(to, words)]
  const range = words.range(start, end)
  const days = lastDay({ from, to }, words)
  if (from.offset !== to.offset) {
    const both = `${start} (${offsetName(from.offset)}) – ${end} (${offsetName(to.offset)})${days}`
    return zone ? `${both}, ${zone}` : both
  }
  if (from.isTwice || to.isTwice || (isNamed && zone === null)) {
    return `${range}${days} (${[zone, offsetName(from.offset)].filter(Boolean).join(', ')})`
  }
  return zone ? words.inZone(range + days, zone) : range + days
}

/** ` (Wednesday 10 March)` for what ends on another day than it began; midnight itself still belongs to the first. */
function lastDay({ from, to }: SpanReading, words: TimeWords): string {
  if (Math.floor((to.wall - 1) / DAY_MS) === Math.floor(from.wall / DAY_MS)) return ''
  return ` (${words.day(dateOf(to.wall))})`
}

function startOf({ from }: SpanReading, words: TimeWords, zone: string | null, isNamed: boolean): string {
  const start = clockTime(from, words)
  if (from.isTwice || (isNamed && zone === null)) {
    return `${start} (${[zone, offsetName(from.offset)].filter(Boolean).join(', ')})`
  }
  return zone ? words.inZone(start, zone) : start
}

function atPlace(own: SpanReading, there: SpanReading, words: TimeWords, zone: string | null): string {
  const times = timesOf(there, words, zone, true)
  const [ownDay, day] = [own.from.wall, there.from.wall].map((wall) => Math.floor(wall / DAY_MS))
  return ownDay === day ? times : `${words.day(dateOf(there.from.wall))}, ${times}`
}

function clockTime({ wall }: Reading, words: TimeWords): string {
  const minutes = Math.floor((((wall % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS)
  return words.clock(Math.floor(minutes / 60), minutes % 60)
}

function dateOf(wall: number): WordedDate {
  const date = new Date(wall)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: isoWeekday(Math.floor(wall / DAY_MS)),
  }
}

/** The clock of a zone; undefined where the runtime does not know it. */
export function knownClock(zone: string): ZoneClock | undefined {
  try {
    return zoneClock(zone)
  } catch (error) {
    if (error instanceof UnknownTimeZone) return undefined
    throw error
  }
}

/** Zones of a region, by language and region; asked of Intl once. */
const regions = new Map<string, ReadonlySet<string>>()

/** The patterns of the language, or of the region of it that the reader's zone lies in: 2:30 PM in New York. */
function timeWordsFor(language: Language, zone: string): TimeWords {
  const { times, regionalTimes = {} } = wordsIn[language]
  for (const [region, regional] of Object.entries(regionalTimes)) {
    if (zonesOf(`${language}-${region}`).has(zone)) return regional
  }
  return times
}

function zonesOf(locale: string): ReadonlySet<string> {
  const known = regions.get(locale)
  if (known) return known
  // TypeScript does not know of it yet.
  const asked = new Intl.Locale(locale) as Intl.Locale & { getTimeZones(): string[] | undefined }
  const zones = new Set(asked.getTimeZones() ?? [])
  regions.set(locale, zones)
  return zones
}
