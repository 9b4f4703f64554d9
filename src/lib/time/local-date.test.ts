import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayNumber, InvalidLocalDate, isoWeekday, localDate } from './local-date.ts'

test('C1: a local date and its day number are two writings of one day, with the weekday Temporal gives it', () => {
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), (day) => {
      const date = Temporal.PlainDate.from('1970-01-01').add({ days: day })
      assert.equal(localDate(day), date.toString())
      assert.equal(dayNumber(date.toString()), day)
      assert.equal(isoWeekday(day), date.dayOfWeek)
    }),
  )
})

test('C1: a text that is no calendar date is refused', () => {
  for (const text of [
    '',
    '2027-02-29',
    '2027-13-01',
    '2027-1-1',
    '27-01-01',
    '2027-01-01T00:00',
    'today',
    '2027-04-31',
  ]) {
    assert.throws(() => dayNumber(text), InvalidLocalDate, text)
  }
})
