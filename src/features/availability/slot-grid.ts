import type { Intervals } from '../../lib/intervals.ts'
import { DAY_MINUTES, DAY_MS, MINUTE_MS } from '../../lib/time/local-date.ts'
import type { ZoneClock } from '../../lib/time/zone-clock.ts'

/** A stretch of [from, to) in which grid starts are evenly spaced: `count` of them from `firstStart`, numbered from `index`. */
interface GridRun {
  readonly to: number
  readonly firstStart: number
  readonly count: number
  readonly index: number
}

/**
 * The grid starts of a stretch of time, numbered 0 … size − 1. Starts are even wherever the zone's offset is, so a month
 * is one run or two, and start ↔ number is arithmetic.
 */
export interface SlotGrid {
  readonly runs: readonly GridRun[]
  readonly size: number
  readonly stepMs: number
}

/** The grid in [from, to): instants whose wall clock shows a whole minute of the day divisible by `stepMinutes`. */
export function slotGrid(clock: ZoneClock, stepMinutes: number, from: number, to: number): SlotGrid {
  const stepMs = stepMinutes * MINUTE_MS
  // A step that does not divide the day starts anew at midnight, so every day is a run of its own.
  const restartsDaily = DAY_MINUTES % stepMinutes !== 0
  const runs: GridRun[] = []
  let size = 0
  for (let start = from; start < to; ) {
    const offset = clock.offsetAt(start)
    const midnight = Math.floor((start + offset) / DAY_MS) * DAY_MS - offset
    const nextMidnight = restartsDaily ? midnight + DAY_MS : Number.POSITIVE_INFINITY
    const end = Math.min(to, clock.nextChangeAfter(start), nextMidnight)
    const firstStart = midnight + Math.ceil((start - midnight) / stepMs) * stepMs
    const count = Math.max(0, Math.ceil((end - firstStart) / stepMs))
    runs.push({ to: end, firstStart, count, index: size })
    size += count
    start = end
  }
  return { runs, size, stepMs }
}

/**
 * Adds 1 to `changes` at the first grid start of every interval and takes 1 off behind its last, so that running sums
 * count intervals; `changesAt` remembers where there is anything to add. Both have room for `size` + 1.
 */
export function markStarts(grid: SlotGrid, intervals: Intervals, changes: Int32Array, changesAt: Uint8Array): void {
  const { runs, stepMs } = grid
  let at = 0
  let run = runs[0]
  for (let i = 0; i < intervals.length; i++) {
    const edge = intervals[i] as number
    while (run && edge >= run.to) run = runs[++at]
    const index = run
      ? run.index + Math.min(run.count, Math.max(0, Math.ceil((edge - run.firstStart) / stepMs)))
      : grid.size
    changes[index] = (changes[index] as number) + (i % 2 === 0 ? 1 : -1)
    changesAt[index] = 1
  }
}

/** The number of a start, or −1 when it is not on the grid. */
export function indexOfStart(grid: SlotGrid, start: number): number {
  for (const run of grid.runs) {
    if (start >= run.to) continue
    const steps = (start - run.firstStart) / grid.stepMs
    return Number.isInteger(steps) && steps >= 0 && steps < run.count ? run.index + steps : -1
  }
  return -1
}
