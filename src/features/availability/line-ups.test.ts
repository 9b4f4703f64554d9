import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countLineUps, firstLineUp, lineUpsInOrder } from './line-ups.ts'

/** The roles each of a few resources can take, as bits, for up to three roles. */
const teams = fc
  .integer({ min: 1, max: 3 })
  .chain((roleCount) =>
    fc.tuple(fc.constant(roleCount), fc.array(fc.integer({ min: 1, max: 2 ** roleCount - 1 }), { maxLength: 6 })),
  )

/** Tries everything. */
function mostLineUps(roleCount: number, resources: readonly number[], role = 0): number {
  if (role === roleCount) return 1 + mostLineUps(roleCount, resources)
  let most = 0
  for (let i = 0; i < resources.length; i++) {
    if (((resources[i] as number) & (1 << role)) === 0) continue
    most = Math.max(most, mostLineUps(roleCount, resources.toSpliced(i, 1), role + 1))
  }
  return most
}

test('C1: as many line-ups are counted as can stand at once', () => {
  fc.assert(
    fc.property(teams, ([roleCount, resources]) => {
      const kinds = [...new Set(resources)]
      const counts = kinds.map((kind) => resources.filter((roles) => roles === kind).length)
      assert.equal(countLineUps(roleCount, kinds, counts), mostLineUps(roleCount, resources))
    }),
  )
})

test('C1: every line-up is listed once, best first, and there is a first one iff one can be counted', () => {
  fc.assert(
    fc.property(teams, ([roleCount, resources]) => {
      const candidates = Array.from({ length: roleCount }, (_, role) =>
        resources.flatMap((roles, i) => ((roles & (1 << role)) !== 0 ? [`r${i}`] : [])),
      )
      const expected = candidates
        .reduce<string[][]>((lists, ids) => lists.flatMap((list) => ids.map((id) => [...list, id])), [[]])
        .filter((ids) => new Set(ids).size === ids.length)
      assert.deepEqual([...lineUpsInOrder(candidates)], expected)
      assert.deepEqual(firstLineUp(candidates), expected[0])
    }),
  )
})

test('C1: two roles that one resource could take need a second resource', () => {
  assert.equal(countLineUps(2, [0b11], [1]), 0)
  assert.equal(countLineUps(2, [0b11], [2]), 1)
  assert.equal(countLineUps(2, [0b11, 0b01], [1, 1]), 1)
  assert.equal(countLineUps(2, [0b01], [5]), 0)
})
