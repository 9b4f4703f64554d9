import { useEffect } from 'react'
import { findFreeTimes, type Wish } from './calls.ts'
import { datesToAsk, dayToShow, type FreeTime, pageOfDays, timesByDay } from './free-times.ts'
import { addDays, dayIn } from './local-day.ts'
import { usePage } from './page-context.ts'
import { type Loaded, useLoaded } from './use-loaded.ts'

/** The server answers at most 62 days at once. */
const daysAskedAtOnce = 60

export type FreeTimes = {
  today: string
  last: string
  days: string[]
  /** Undefined until loaded. */
  byDay: Map<string, FreeTime[]> | undefined
  /** The day whose times are shown; undefined when none in view has any. */
  chosen: string | undefined
  error: unknown
  reload: () => void
  /** When no day in view has any: the first after them; null when there is none as far as can be booked. */
  next: Loaded<FreeTime | null>
}

/** The free times of seven days around `asked` (by default the first seven), by day of the visitor's zone. */
export function useFreeTimes(wish: Wish, horizonDays: number, asked: string | undefined): FreeTimes {
  const { zone, unit } = usePage()
  const today = dayIn(zone, Date.now())
  const last = addDays(today, horizonDays)
  const wanted = asked === undefined || asked < today ? today : asked > last ? last : asked
  const days = pageOfDays(wanted, today)
  const between = datesToAsk(days, zone === unit.timeZone)
  const key = JSON.stringify([wish, between])
  const { data, error, reload } = useLoaded(key, () => findFreeTimes(wish, between))
  useEffect(() => {
    // Who comes back to the tab after a while must not choose among times of then.
    const look = () => document.visibilityState === 'visible' && reload()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [reload])

  const byDay = data && timesByDay(data, days, zone)
  const chosen = byDay && dayToShow(byDay, wanted)
  const isEmpty = byDay !== undefined && chosen === undefined
  const after = datesToAsk(days.slice(-1), zone === unit.timeZone).from
  const next = useLoaded(isEmpty ? `${key} next` : null, () => findFirst(wish, after, addDays(last, 2)))
  return { today, last, days, byDay, chosen, error, reload, next }
}

/** The first free time from one date of the unit's zone to another. */
async function findFirst(wish: Wish, from: string, last: string): Promise<FreeTime | null> {
  for (let date = from; date <= last; date = addDays(date, daysAskedAtOnce + 1)) {
    const [first] = await findFreeTimes(wish, { from: date, to: addDays(date, daysAskedAtOnce), first: 1 })
    if (first) return first
  }
  return null
}
