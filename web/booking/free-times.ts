import { addDays, dayIn, daysBetween, wallTime } from './local-day.ts'

/** One start that can be booked. */
export type FreeTime = { start: number; end: number; placesLeft: number }

export type PartOfDay = 'morning' | 'afternoon' | 'evening'

/** Days shown at once. */
export const daysShown = 7

/** The page of seven days that `day` is on; pages are counted from `today`. */
export function pageOfDays(day: string, today: string): string[] {
  const first = addDays(today, Math.floor(Math.max(0, daysBetween(today, day)) / daysShown) * daysShown)
  return Array.from({ length: daysShown }, (_, i) => addDays(first, i))
}

/**
 * The dates, in the unit's zone, that cover these days in the visitor's zone. Clocks around the world are up to 26 hours
 * apart, so a day of one zone can reach two days to either side in another.
 */
export function datesToAsk(days: readonly string[], isUnitZone: boolean): { from: string; to: string } {
  const margin = isUnitZone ? 0 : 2
  return { from: addDays(days[0] ?? '', -margin), to: addDays(days.at(-1) ?? '', margin) }
}

/** Free times by day of the visitor's zone, for `days` only. */
export function timesByDay(times: readonly FreeTime[], days: readonly string[], zone: string): Map<string, FreeTime[]> {
  const found = new Map<string, FreeTime[]>(days.map((day) => [day, []]))
  for (const time of times) found.get(dayIn(zone, time.start))?.push(time)
  return found
}

/** The day to show: the one asked for if something is free, else the next with something free, else any before. */
export function dayToShow(byDay: ReadonlyMap<string, readonly FreeTime[]>, asked: string): string | undefined {
  const free = [...byDay].filter(([, times]) => times.length > 0).map(([day]) => day)
  return free.find((day) => day >= asked) ?? free.at(-1)
}

export function partOfDay(instant: number, zone: string): PartOfDay {
  const { hour } = wallTime(instant, zone)
  return hour < 12 ? 'morning' : hour < 17 ? 'afternoon' : 'evening'
}

/** The first day of every month from `today` to `last`; of the present month: today. */
export function monthsUntil(today: string, last: string): string[] {
  const months: string[] = []
  for (let day = today; day <= last; day = `${addDays(`${day.slice(0, 7)}-28`, 4).slice(0, 7)}-01`) months.push(day)
  return months
}
