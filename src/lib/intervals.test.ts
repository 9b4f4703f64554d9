import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { appendInterval, includesInstant, intersectIntervals, subtractIntervals } from './intervals.ts'

const SPAN = 40
const pairs = fc
  .array(fc.tuple(fc.integer({ min: 0, max: SPAN }), fc.integer({ min: 0, max: 12 })), { maxLength: 12 })
  .map((list) => list.sort((a, b) => a[0] - b[0]).map(([start, length]) => [start, start + length] as const))

function setOf(list: readonly (readonly [number, number])[]): number[] {
  const set: number[] = []
  for (const [start, end] of list) appendInterval(set, start, end)
  return set
}

function pointsOf(intervals: readonly number[]): number[] {
  const points: number[] = []
  for (let i = 0; i < intervals.length; i += 2) {
    for (let point = intervals[i] as number; point < (intervals[i + 1] as number); point++) points.push(point)
  }
  return points
}

function assertNormal(set: readonly number[]): void {
  assert.deepEqual(
    set,
    [...new Set(set)].sort((a, b) => a - b),
    'sorted, none empty, none touching',
  )
}

test('C1: intervals appended in order are the points they cover, with touching ones melted', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      assertNormal(setOf(list))
      assert.deepEqual(
        pointsOf(setOf(list)),
        [...new Set(pointsOf(list.flat()))].sort((a, b) => a - b),
      )
    }),
  )
})

test('C1: intersecting and subtracting intervals is intersecting and subtracting their points', () => {
  fc.assert(
    fc.property(pairs, pairs, (listA, listB) => {
      const a = setOf(listA)
      const inB = new Set(pointsOf(listB.flat()))
      assertNormal(intersectIntervals(a, setOf(listB)))
      assert.deepEqual(
        pointsOf(intersectIntervals(a, setOf(listB))),
        pointsOf(a).filter((point) => inB.has(point)),
      )

      // What is taken away may overlap itself.
      const left = subtractIntervals(a, listB.filter(([start, end]) => end > start).flat())
      assertNormal(left)
      assert.deepEqual(
        pointsOf(left),
        pointsOf(a).filter((point) => !inB.has(point)),
      )
    }),
  )
})

test('C1: an instant is in a set of intervals iff one of them covers it', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      const points = new Set(pointsOf(list.flat()))
      for (let instant = -1; instant <= SPAN + 13; instant++) {
        assert.equal(includesInstant(setOf(list), instant), points.has(instant))
      }
    }),
  )
})
