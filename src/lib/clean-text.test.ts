import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cleanText, cutText } from './clean-text.ts'

test('D12: what somebody typed becomes one visible line', () => {
  assert.equal(cleanText('Ona\r\nBcc: x@y.example', 80), 'Ona Bcc: x@y.example')
  assert.equal(cleanText(' \u0000Ona\u2028\tPetraitė\u0007 ', 80), 'Ona Petraitė')
  assert.equal(cleanText('Ona \u202eėtiartePe\u202c\u2066x\u2069\u200f', 80), 'Ona ėtiartePex')
  assert.equal(cleanText('\u200b\ufeff\u2060', 80), '')
  assert.equal(cleanText('a\ud800b', 80), 'a\ufffdb')
  assert.equal(cleanText('שָׁלוֹם 👩🏽‍⚕️', 80), 'שָׁלוֹם 👩🏽‍⚕️'.normalize('NFC'))
})

test('D12: a text that is too long ends in … and never in half a character', () => {
  assert.equal(cleanText('abcdefgh', 8), 'abcdefgh')
  assert.equal(cleanText('abcdefghi', 8), 'abcdefg…')
  assert.equal(cleanText('Ona Petraitė', 5), 'Ona…')
  // A woman with a skin colour and a profession is one character of seven units.
  assert.equal(cutText('ab👩🏽‍⚕️cdef', 8), 'ab…')
  assert.equal(cleanText(`a${'\u0301'.repeat(500)}`, 20).length, 20)
})

test('D12: whatever comes in, what comes out is short, clean and stays as it is when cleaned again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 8, max: 60 }), (text, limit) => {
      const clean = cleanText(text, limit)
      assert.ok(clean.length <= limit)
      assert.ok(clean.isWellFormed())
      assert.doesNotMatch(clean, /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|^\s|\s$/u)
      assert.equal(cleanText(clean, limit), clean)
    }),
    { numRuns: 2_000 },
  )
})
