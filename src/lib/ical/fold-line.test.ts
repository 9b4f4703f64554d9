import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyText } from '../../../test/any-text.ts'
import { calendarLine } from './calendar-text.ts'
import { foldLine } from './fold-line.ts'

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

test('D2: a folded line unfolds to itself, and no part of it is longer than 75 octets', () => {
  fc.assert(
    fc.property(anyText.map(calendarLine), (line) => {
      const folded = foldLine(line)
      assert.equal(folded.replaceAll('\r\n ', ''), line)
      for (const part of folded.split('\r\n')) assert.ok(Buffer.byteLength(part) <= 75)
    }),
    { numRuns: 1_000 },
  )
})

test('D2: no grapheme is cut, unless it alone fills a line', () => {
  fc.assert(
    fc.property(anyText.map(calendarLine), (line) => {
      const graphemes = [...segmenter.segment(line)]
      let start = 0
      for (const part of foldLine(line).split('\r\n ').slice(0, -1)) {
        const end = start + part.length
        const cut = graphemes.find(({ index, segment }) => index < end && end < index + segment.length)
        if (cut) assert.equal(line.slice(start, Math.max(start, cut.index)).trim(), '', `cut at ${end}`)
        start = end
      }
    }),
    { numRuns: 1_000 },
  )
})

test('D2: 75 octets stay one line, 76 become two', () => {
  assert.equal(foldLine('x'.repeat(75)), 'x'.repeat(75))
  assert.equal(foldLine('x'.repeat(76)), `${'x'.repeat(75)}\r\n x`)
  assert.equal(foldLine('x'.repeat(75 + 74)), `${'x'.repeat(75)}\r\n ${'x'.repeat(74)}`)
  assert.equal(foldLine(`${'x'.repeat(74)}ž`), `${'x'.repeat(74)}\r\n ž`)
  assert.equal(foldLine(`${'x'.repeat(73)}z\u030c`), `${'x'.repeat(73)}\r\n z\u030c`)
})
