/** Local dates as day numbers (days since 1970-01-01), so that walking through days is addition. */

export const MINUTE_MS = 60_000
export const DAY_MINUTES = 1440
export const DAY_MS = DAY_MINUTES * MINUTE_MS

/** A text that should have been a calendar date: `YYYY-MM-DD`, and one that exists. */
export class InvalidLocalDate extends RangeError {
  override readonly name = 'InvalidLocalDate'

  constructor(text: string) {
    super(`not a calendar date (YYYY-MM-DD): ${text}`)
  }
}

/** `'2027-03-14'` → 20 891. Throws {@link InvalidLocalDate}. */
export function dayNumber(date: string): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : Number.NaN
  // Date.parse may roll 2027-02-30 over into March: only a date that reads back the same exists.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date) throw new InvalidLocalDate(date)
  return ms / DAY_MS
}

/** 20 891 → `'2027-03-14'`. */
export function localDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** ISO weekday of a day number: Monday 1 … Sunday 7. */
export function isoWeekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}
