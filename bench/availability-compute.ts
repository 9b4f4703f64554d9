/** C1: how many availability searches a second one thread computes, with the same code the product answers with. */
import assert from 'node:assert/strict'
import type { Slot } from '../src/features/availability/find-slots.ts'
import { findSlots } from '../src/features/availability/find-slots.ts'
import type { HoursException } from '../src/features/availability/open-hours.ts'
import { openHours } from '../src/features/availability/open-hours.ts'
import type { SlotSearch } from '../src/features/availability/slot-search.ts'
import { searchSpan } from '../src/features/availability/slot-search.ts'
import { findAnyStartsPlainly, findStartsPlainly } from './availability-plain.ts'
import type { AvailabilityWorkload } from './availability-workload.ts'
import { loadAvailabilityWorkload } from './availability-workload.ts'

const ROUNDS = 7
const ROUND_MS = 400

export interface ComputeResult {
  readonly bench: 'availability-compute'
  readonly cases: readonly ComputeCase[]
}

interface ComputeCase {
  readonly name: string
  /** Searches per second: the median of the rounds. */
  readonly perSecond: number
  readonly plainPerSecond: number
  readonly ratio: number
  readonly target: number
  readonly meetsTarget: boolean
}

/** Checks every answer against the expected ones, then measures. Throws when an answer is wrong: a wrong answer has no speed. */
export async function run(): Promise<ComputeResult> {
  const workload = await loadAvailabilityWorkload()
  const everyone = workload.resources.map((_, index) => index)
  checkAnswers(workload, everyone)

  let next = 0
  // A different calendar each time: the answer of one must not be the warm path of another.
  const turn = () => next++ % workload.resources.length
  return {
    bench: 'availability-compute',
    cases: [
      compare('one resource, 30 days', 20_000, {
        ours: () => searchFor(workload, [turn()], []).length,
        plain: () => findStartsPlainly(workload, resourceAt(workload, turn()).claims, []).length,
      }),
      compare('one resource, 30 days, date overrides', 20_000, {
        ours: () => searchFor(workload, [turn()], workload.overrides).length,
        plain: () => findStartsPlainly(workload, resourceAt(workload, turn()).claims, workload.overrides).length,
      }),
      compare(`any of ${workload.resources.length} resources, 30 days`, 250, {
        ours: () => searchFor(workload, everyone, []).length,
        plain: () => findAnyStartsPlainly(workload).length,
      }),
    ],
  }
}

/** One whole search: hours from rules and zone for each resource, then the slots. Nothing is kept from one to the next. */
function searchFor(
  workload: AvailabilityWorkload,
  indexes: readonly number[],
  exceptions: readonly HoursException[],
): Slot[] {
  const { from, to, zone, durationMinutes, stepMinutes } = workload
  const terms = { from, to, durationMinutes, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 }
  const span = searchSpan(terms).open
  const search: SlotSearch = {
    ...terms,
    zone,
    stepMinutes,
    earliestStart: from + workload.noticeMinutes * 60_000,
    latestStart: to,
    capacity: 1,
    roles: [
      {
        role: 'provider',
        resources: indexes.map((index) => {
          const { id, claims } = resourceAt(workload, index)
          return { id, open: openHours(zone, workload.rules, exceptions, span.from, span.to), claims }
        }),
      },
    ],
  }
  return findSlots(search)
}

function checkAnswers(workload: AvailabilityWorkload, everyone: readonly number[]): void {
  const startsOf = (slots: readonly Slot[]) => slots.map((slot) => slot.start)
  assert.deepEqual(startsOf(searchFor(workload, [0], [])), workload.expected, 'r001')
  assert.deepEqual(
    startsOf(searchFor(workload, [0], workload.overrides)),
    workload.expectedWithOverrides,
    'r001, overrides',
  )
  for (const index of everyone) {
    const plain = findStartsPlainly(workload, resourceAt(workload, index).claims, [])
    assert.deepEqual(startsOf(searchFor(workload, [index], [])), plain, resourceAt(workload, index).id)
  }
  assert.deepEqual(startsOf(searchFor(workload, everyone, [])), findAnyStartsPlainly(workload), 'any resource')
}

function resourceAt(workload: AvailabilityWorkload, index: number): AvailabilityWorkload['resources'][number] {
  return workload.resources[index] as AvailabilityWorkload['resources'][number]
}

function compare(name: string, target: number, sides: { ours: () => number; plain: () => number }): ComputeCase {
  const rates = { ours: [] as number[], plain: [] as number[] }
  // Turn by turn, so that a slow moment of the machine hits both sides. The first round warms up and is thrown away.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const side of ['ours', 'plain'] as const) {
      const rate = measure(sides[side])
      if (round > 0) rates[side].push(rate)
    }
  }
  const perSecond = median(rates.ours)
  const plainPerSecond = median(rates.plain)
  return {
    name,
    perSecond: roundTo3(perSecond),
    plainPerSecond: roundTo3(plainPerSecond),
    ratio: roundTo3(perSecond / plainPerSecond),
    target,
    meetsTarget: perSecond >= target,
  }
}

/** Runs for at least ROUND_MS; the sum of the answers is used, so that no work can be optimised away. */
function measure(search: () => number): number {
  const startedAt = performance.now()
  let found = 0
  let count = 0
  let elapsed = 0
  while (elapsed < ROUND_MS) {
    found += search()
    count++
    elapsed = performance.now() - startedAt
  }
  if (found === 0) throw new Error('a search of the workload found no slot')
  return (count / elapsed) * 1000
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] as number
}

function roundTo3(value: number): number {
  return Number(value.toPrecision(3))
}

if (import.meta.main) {
  const result = await run()
  console.log(JSON.stringify(result))
  console.table(
    Object.fromEntries(
      result.cases.map((one) => [
        one.name,
        {
          'searches/s': one.perSecond,
          'plain searches/s': one.plainPerSecond,
          ratio: one.ratio,
          target: one.target,
          met: one.meetsTarget ? 'yes' : 'NO',
        },
      ]),
    ),
  )
  if (!result.cases.every((one) => one.meetsTarget)) process.exitCode = 1
}
