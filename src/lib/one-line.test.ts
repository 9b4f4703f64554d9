import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { oneLine } from './one-line.ts'

test('line ends, control characters and runs of blanks become one space', () => {
  assert.equal(oneLine(' a\r\nb\t\0c\u0085d\u2028e   f\x7f ', 100), 'a b c d e f')
})

test('marks that turn the direction of what follows are taken out, those of a single letter stay', () => {
  assert.equal(oneLine('\u202eevil\u202c \u2067x\u2069 א\u200f', 100), 'evil x א\u200f')
})

test('what is too long is cut between characters', () => {
  assert.equal(oneLine('💈💈💈', 3), '💈💈💈')
  assert.equal(oneLine('💈💈💈💈', 3), '💈💈…')
  assert.equal(oneLine('\ud800a', 3), '\ufffda')
})

test('whatever goes in, one line of lawful length comes out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
      const line = oneLine(text, 200)
      assert.ok([...line].length <= 200)
      assert.doesNotMatch(line, /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
      assert.equal(oneLine(line, 200), line.replaceAll(/ +/g, ' ').trim())
    }),
    { numRuns: 2000 },
  )
})
