import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyText } from '../../../test/any-text.ts'
import { calendarLine, calendarParameter, calendarText } from './calendar-text.ts'

test('D2: line breaks of every kind become one kind, and spaces in a text of one line', () => {
  const breaks = 'a\r\nb\rc\nd\ve\ff\u0085g\u2028h\u2029i'
  assert.equal(calendarText(breaks), 'a\nb\nc\nd\ne\nf\ng\nh\ni')
  assert.equal(calendarLine(breaks), 'a b c d e f g h i')
  assert.equal(calendarLine(' \r\n a \r\n\r\n\t b\n'), 'a b')
})

test('D2: spaces at the end of a line go', () => {
  assert.equal(calendarText('a  \t\n\n b \u0007 \r\n  '), 'a\n\n b')
  assert.equal(calendarText('a  '), 'a')
})

test('D2: a backslash in a name becomes a slash, since half of the programs would read an escape', () => {
  assert.equal(calendarParameter('Jonas\\n\r\n"J" ; ^'), 'Jonas/n "J" ; ^')
})

test('D2: controls and byte order marks go, half surrogates are marked, everything else stays', () => {
  assert.equal(calendarText('a\0b\u0007c\u001bd\u007fe\u009bf\ufeffg\uffffh\ti'), 'abcdefgh i')
  assert.equal(calendarText('\ud83d|\udc4d|👍'), '\ufffd|\ufffd|👍')
  const kept = '"Jonas", O\'Brien; <b>\\n ^n 👩‍👩‍👧‍👦 \u200fשלום\u200e ﷽ z\u030c \u202etxt'
  assert.equal(calendarText(kept), kept)
})

test('D2: clean text is without controls except LF, and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      assert.doesNotMatch(calendarText(text), /(?!\n)\p{Cc}|[\u2028\u2029\ufeff]|\p{Cs}/u)
      assert.doesNotMatch(calendarLine(text), /\n|^\s|\s$/)
      assert.equal(calendarText(calendarText(text)), calendarText(text))
      assert.equal(calendarLine(calendarLine(text)), calendarLine(text))
    }),
    { numRuns: 1_000 },
  )
})
