import { readFile } from 'node:fs/promises'
import type { HoursException, WeeklyRule } from '../src/features/availability/open-hours.ts'
import type { Claim } from '../src/features/availability/slot-search.ts'

/** The availability workload, with its times read into numbers: parsing ISO text is not what is measured. */
export interface AvailabilityWorkload {
  readonly zone: string
  readonly from: number
  readonly to: number
  readonly durationMinutes: number
  readonly stepMinutes: number
  readonly noticeMinutes: number
  readonly rules: readonly WeeklyRule[]
  readonly overrides: readonly HoursException[]
  readonly resources: readonly { readonly id: string; readonly claims: readonly Claim[] }[]
  /** The right answers for the first resource, as starts: with the weekly hours, and with the overrides. */
  readonly expected: readonly number[]
  readonly expectedWithOverrides: readonly number[]
}

interface WorkloadFile {
  timeZone: string
  horizonStart: string
  horizonEnd: string
  slotMinutes: number
  stepMinutes: number
  minimumBookingNotice: number
  workingHours: { days: number[]; startTime: string; endTime: string }[]
  dateOverridesVariant: { date: string; startTime: string; endTime: string }[]
  resources: { id: string; busy: { start: string; end: string }[] }[]
}

/** Reads the workload from `HOLDFAST_BENCH_SHARED`, or from `../shared/bench` beside the repository. */
export async function loadAvailabilityWorkload(): Promise<AvailabilityWorkload> {
  const root = process.env.HOLDFAST_BENCH_SHARED
  const folder = root
    ? new URL(`file://${root.replace(/\/?$/, '/')}availability/`)
    : new URL('../../shared/bench/availability/', import.meta.url)
  const file = await readJson<WorkloadFile>(new URL('workload.json', folder))
  return {
    zone: file.timeZone,
    from: Date.parse(file.horizonStart),
    to: Date.parse(file.horizonEnd),
    durationMinutes: file.slotMinutes,
    stepMinutes: file.stepMinutes,
    noticeMinutes: file.minimumBookingNotice,
    rules: file.workingHours.flatMap(({ days, startTime, endTime }) =>
      days.map((weekday) => ({ weekday, startsAt: minuteOfDay(startTime), endsAt: minuteOfDay(endTime) })),
    ),
    overrides: file.dateOverridesVariant.map(({ date, startTime, endTime }) => ({
      on: date,
      windows: startTime === endTime ? [] : [{ startsAt: minuteOfDay(startTime), endsAt: minuteOfDay(endTime) }],
    })),
    resources: file.resources.map(({ id, busy }) => ({
      id,
      claims: busy.map(({ start, end }) => ({
        startsAt: Date.parse(start),
        endsAt: Date.parse(end),
        sessionKey: null,
      })),
    })),
    expected: (await readJson<string[]>(new URL('expected-r001.json', folder))).map((text) => Date.parse(text)),
    expectedWithOverrides: (await readJson<string[]>(new URL('expected-r001-overrides.json', folder))).map((text) =>
      Date.parse(text),
    ),
  }
}

async function readJson<T>(url: URL): Promise<T> {
  try {
    return JSON.parse(await readFile(url, 'utf8')) as T
  } catch (cause) {
    throw new Error(
      `cannot read ${url.pathname}: set HOLDFAST_BENCH_SHARED to the folder that holds availability/workload.json and its ` +
        'expected-*.json, or put them in ../shared/bench beside the repository',
      { cause },
    )
  }
}

function minuteOfDay(time: string): number {
  const [hours, minutes] = time.split(':').map(Number) as [number, number]
  return hours * 60 + minutes
}
