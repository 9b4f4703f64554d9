/** A calendar date as it is put into words. */
export type WordedDate = {
  readonly year: number
  /** 1–12. */
  readonly month: number
  readonly day: number
  /** ISO: Monday 1 … Sunday 7. */
  readonly weekday: number
}

/** How soon something is, on the calendar of whoever reads of it. */
export type Nearness = 'TODAY' | 'TOMORROW' | 'LATER'

/** How a language writes days and times. Its own patterns: Intl knows no cases, and sentences need them. */
export type TimeWords = {
  /** For the names of rare time zones, which are Intl's. */
  locale: string
  /** Standing alone: `Tuesday 9 March 2027`. */
  fullDay: (date: WordedDate) => string
  /** In a sentence that says when something is: `Tuesday 9 March`, `antradienį, kovo 9 d.`. */
  day: (date: WordedDate) => string
  clock: (hour: number, minute: number) => string
  /** `09:30–10:00`, of two times that `clock` wrote. */
  range: (from: string, to: string) => string
  /** `Tuesday 9 March at 09:30`. */
  dayAndTime: (day: string, time: string) => string
  /** The clocks of a zone, by its city in the IANA database and by the name Intl has for it: `Vilnius time`. */
  zone: (city: string, generic: string) => string
  /** `09:30–10:00 Vilnius time`. */
  inZone: (time: string, zone: string) => string
  today: string
  tomorrow: string
}

/** `09:30`. */
export function fullClock(hour: number, minute: number): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

export const plainRange = (from: string, to: string) => `${from}–${to}`

/** `'Vilnius: Vilniaus, Riga: Rygos'` as a map: a table that stays a few lines long. */
export function readTable(text: string): ReadonlyMap<string, string> {
  return new Map(text.split(',').map((pair) => pair.split(':').map((part) => part.trim()) as [string, string]))
}
