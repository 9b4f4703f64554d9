import { z } from 'zod'
import type { ResourceId, UnitId } from '../../lib/ids.ts'
import { localDate, localTime, text } from '../../platform/http/schemas.ts'
import { type FieldError, malformed, Problem } from '../../platform/problem.ts'

/** Whose hours: one resource's, or the whole unit's. */
export type HoursOf = { resourceId: ResourceId } | { unitId: UnitId }

/** A stretch of a local day, `HH:MM`; closes at `24:00` at the latest. */
export type DayWindow = { opensAt: string; closesAt: string }

/** Hours that repeat on an ISO weekday between two local dates, both inclusive; null leaves that end open. */
export type WeekWindow = DayWindow & { weekday: number; validFrom: string | null; validTo: string | null }

/** One local date that differs: closed (no windows) or other hours. */
export type HoursException = { on: string; windows: DayWindow[]; note: string }

const dayWindow = {
  opensAt: localTime,
  closesAt: localTime.meta({ description: '`24:00` is the midnight that ends the day' }),
}
const validity = localDate.nullable().default(null)

/** Path parameter of one date's exception. */
export const exceptionDate = localDate.meta({ description: 'The local date', example: '2027-12-25' })

export const newWorkingHours = z.strictObject({
  windows: z
    .array(
      z.strictObject({
        weekday: z.int().min(1).max(7).meta({ description: 'ISO: Monday 1 … Sunday 7' }),
        ...dayWindow,
        validFrom: validity.meta({ description: 'First local date on which it holds; null: always has' }),
        validTo: validity.meta({ description: 'Last local date on which it holds; null: until changed' }),
      }),
    )
    .max(500)
    .meta({ description: 'The whole week; a lunch break is the gap between two windows; none at all: closed' }),
})

export const newException = z.strictObject({
  on: exceptionDate,
  windows: z
    .array(z.strictObject(dayWindow))
    .max(20)
    .default([])
    .meta({ description: 'Hours of that date; none: closed' }),
  note: text(200).default('').meta({ description: 'Why, such as the name of the holiday' }),
})
export type NewException = z.output<typeof newException>

export const exceptionRange = z.strictObject({ from: localDate, to: localDate })

const dayWindowOut = { opensAt: z.string(), closesAt: z.string() }
const weekWindowOut = z.strictObject({
  weekday: z.int(),
  ...dayWindowOut,
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
})
export const exceptionOut = z
  .strictObject({ on: z.string(), windows: z.array(z.strictObject(dayWindowOut)), note: z.string() })
  .meta({ id: 'HoursException' })
export const workingHoursOut = z
  .strictObject({
    resourceId: z.uuid(),
    timeZone: z.string().meta({ description: 'The zone in which the times are meant' }),
    windows: z.array(weekWindowOut),
    rowVersion: z.int().meta({ description: 'Version of the resource, which its hours are part of' }),
  })
  .meta({ id: 'WorkingHours' })

/**
 * Refuses hours no clock shows or that say a time twice. Windows that touch are fine.
 * @throws Problem `malformed` naming every wrong window.
 */
export function checkWindows(windows: readonly (DayWindow & Partial<WeekWindow>)[]): void {
  const errors: FieldError[] = []
  const wrong = (index: number, field: string, message: string) =>
    errors.push({ path: `windows.${index}.${field}`, message })
  for (const [index, window] of windows.entries()) {
    const { opensAt, closesAt, validFrom = null, validTo = null } = window
    if (closesAt <= opensAt) wrong(index, 'closesAt', 'is not after opensAt; hours over midnight are two windows')
    if (validFrom !== null && validTo !== null && validTo < validFrom) wrong(index, 'validTo', 'is before validFrom')
    const other = windows.slice(0, index).findIndex((earlier) => overlap(earlier, window))
    if (other >= 0) wrong(index, 'opensAt', `overlaps windows.${other}`)
  }
  if (errors.length === 0) return
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ')
  throw new Problem(malformed, detail.slice(0, 500), { errors: errors.slice(0, 50) })
}

/** Whether two windows share a moment of the same date. `HH:MM` and `YYYY-MM-DD` sort as text. */
function overlap(a: DayWindow & Partial<WeekWindow>, b: DayWindow & Partial<WeekWindow>): boolean {
  if (a.weekday !== b.weekday || a.opensAt >= b.closesAt || b.opensAt >= a.closesAt) return false
  return (a.validFrom ?? '') <= (b.validTo ?? '~') && (b.validFrom ?? '') <= (a.validTo ?? '~')
}

/** The windows in the order they are kept and shown in. */
export function sortWindows(windows: readonly WeekWindow[]): WeekWindow[] {
  const key = ({ weekday, opensAt, validFrom }: WeekWindow) => `${weekday} ${opensAt} ${validFrom ?? ''}`
  return windows.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

/** The windows of `these` that `those` do not have: what was added, or taken away. */
export function windowsMissing(these: readonly WeekWindow[], those: readonly WeekWindow[]): WeekWindow[] {
  const text = (w: WeekWindow) => [w.weekday, w.opensAt, w.closesAt, w.validFrom, w.validTo].join(' ')
  const known = new Set(those.map(text))
  return these.filter((window) => !known.has(text(window)))
}
