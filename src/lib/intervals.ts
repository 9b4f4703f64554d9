/**
 * Sets of time as flat arrays `[start0, end0, start1, end1, …]`: half-open, sorted, none empty, none touching the next.
 * One array of numbers instead of objects: a month of one calendar is then a few cache lines.
 */
export type Intervals = readonly number[]

/** Adds [start, end) at the end of a set. `start` must not lie before the last start; touching or overlapping ones melt. */
export function appendInterval(set: number[], start: number, end: number): void {
  if (start >= end) return
  const last = set.length - 1
  if (last > 0 && start <= (set[last] as number)) {
    if (end > (set[last] as number)) set[last] = end
    return
  }
  set.push(start, end)
}

/** The times in both. */
export function intersectIntervals(a: Intervals, b: Intervals): Intervals {
  const both: number[] = []
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const endA = a[i + 1] as number
    const endB = b[j + 1] as number
    appendInterval(both, Math.max(a[i] as number, b[j] as number), Math.min(endA, endB))
    if (endA <= endB) i += 2
    else j += 2
  }
  return both
}

/** `set` without `taken`. `taken` needs to be sorted by start only: its pairs may overlap, as claims of a calendar may. */
export function subtractIntervals(set: Intervals, taken: Intervals): Intervals {
  const left: number[] = []
  let next = 0
  let takenUntil = Number.NEGATIVE_INFINITY
  for (let i = 0; i < set.length; i += 2) {
    const end = set[i + 1] as number
    let start = Math.max(set[i] as number, takenUntil)
    for (; next < taken.length && (taken[next] as number) < end; next += 2) {
      const takenFrom = taken[next] as number
      if (takenFrom > start) left.push(start, takenFrom)
      takenUntil = Math.max(takenUntil, taken[next + 1] as number)
      if (takenUntil > start) start = takenUntil
    }
    if (start < end) left.push(start, end)
  }
  return left
}

/** Whether an instant lies in the set. */
export function includesInstant(set: Intervals, instant: number): boolean {
  let low = 0
  let high = set.length >> 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((set[middle * 2 + 1] as number) <= instant) low = middle + 1
    else high = middle
  }
  return low * 2 < set.length && (set[low * 2] as number) <= instant
}
