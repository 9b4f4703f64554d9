import { parseCronItem } from 'graphile-worker'
import { DAY_MS, MINUTE_MS } from '../../lib/time/local-date.ts'

/** When a job comes round: minute, hour, day, month and weekday in UTC, as graphile-worker reads and keeps them. */
export type Cron = {
  readonly text: string
  /** Whether it comes round in the minute that begins at `minute`, epoch ms. */
  readonly comesAt: (minute: number) => boolean
}

/** @throws Error when the text is no such schedule. */
export function readCron(text: string): Cron {
  const { match } = parseCronItem({ task: 'any', match: text }, 'this schedule')
  const comesAt = (minute: number) => {
    const at = new Date(minute)
    return match({
      min: at.getUTCMinutes(),
      hour: at.getUTCHours(),
      date: at.getUTCDate(),
      month: at.getUTCMonth() + 1,
      dow: at.getUTCDay(),
    })
  }
  return { text, comesAt }
}

/** The last turn at or before an instant, epoch ms; null when there was none for a year. */
export function lastTurn({ comesAt }: Cron, instant: number): number | null {
  const latest = instant - (instant % MINUTE_MS)
  for (let minute = latest; minute > latest - 366 * DAY_MS; minute -= MINUTE_MS) if (comesAt(minute)) return minute
  return null
}

/** Whether it comes round every `minutes` or more often, at any time of the year. Takes up to a tenth of a second. */
export function comesEvery({ comesAt }: Cron, minutes: number): boolean {
  const from = Date.UTC(2028, 0, 1)
  let last = from
  for (let minute = from; minute < from + 366 * DAY_MS; minute += MINUTE_MS) {
    if (comesAt(minute)) last = minute
    else if (minute - last >= minutes * MINUTE_MS) return false
  }
  return true
}
