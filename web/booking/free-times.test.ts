import assert from 'node:assert/strict'
import { test } from 'node:test'
import { datesToAsk, dayToShow, monthsUntil, pageOfDays, partOfDay, timesByDay } from './free-times.ts'

const time = (start: string) => ({ start: Date.parse(start), end: Date.parse(start) + 1_800_000, placesLeft: 1 })

test('G3: days come in pages of seven from today, whatever day is asked for', () => {
  const first = pageOfDays('2027-03-01', '2027-03-01')
  assert.equal(first.length, 7)
  assert.deepEqual([first[0], first[6]], ['2027-03-01', '2027-03-07'])
  assert.equal(pageOfDays('2027-03-07', '2027-03-01')[0], '2027-03-01')
  assert.equal(pageOfDays('2027-03-08', '2027-03-01')[0], '2027-03-08')
  assert.equal(pageOfDays('2027-02-01', '2027-03-01')[0], '2027-03-01')
})

test('G3: a time belongs to the day of the zone it is shown in', () => {
  const times = [time('2027-03-01T14:00:00Z'), time('2027-03-01T22:00:00Z')]
  const days = ['2027-03-01', '2027-03-02']
  const inNewYork = timesByDay(times, days, 'America/New_York')
  assert.deepEqual([inNewYork.get('2027-03-01')?.length, inNewYork.get('2027-03-02')?.length], [2, 0])
  const inVilnius = timesByDay(times, days, 'Europe/Vilnius')
  assert.deepEqual([inVilnius.get('2027-03-01')?.length, inVilnius.get('2027-03-02')?.length], [1, 1])
})

test('G3: in another zone so many dates of the unit are asked about that no day is shown half', () => {
  const days = ['2027-03-01', '2027-03-02']
  assert.deepEqual(datesToAsk(days, true), { from: '2027-03-01', to: '2027-03-02' })
  const { from, to } = datesToAsk(days, false)
  // The widest there is: clocks 26 hours apart.
  const [begin, end] = [Date.parse('2027-03-01T00:00:00+14:00'), Date.parse('2027-03-03T00:00:00-12:00')]
  assert.ok(Date.parse(`${from}T00:00:00-12:00`) <= begin)
  assert.ok(Date.parse(`${to}T24:00:00+14:00`) >= end)
})

test('G3: the day asked for is shown, or the next with a free time, or the last before', () => {
  const free = [time('2027-03-03T09:00:00Z')]
  const byDay = new Map([
    ['2027-03-01', free],
    ['2027-03-02', []],
    ['2027-03-03', free],
    ['2027-03-04', []],
  ])
  assert.equal(dayToShow(byDay, '2027-03-01'), '2027-03-01')
  assert.equal(dayToShow(byDay, '2027-03-02'), '2027-03-03')
  assert.equal(dayToShow(byDay, '2027-03-04'), '2027-03-03')
  assert.equal(dayToShow(new Map([['2027-03-01', []]]), '2027-03-01'), undefined)
})

test('G3: the parts of a day are those of the clock in view', () => {
  const noonInVilnius = Date.parse('2027-03-01T10:00:00Z')
  assert.equal(partOfDay(noonInVilnius, 'Europe/Vilnius'), 'afternoon')
  assert.equal(partOfDay(noonInVilnius, 'America/New_York'), 'morning')
  assert.equal(partOfDay(Date.parse('2027-03-01T15:00:00Z'), 'Europe/Vilnius'), 'evening')
})

test('G3: the months to jump to begin today and end with the horizon', () => {
  assert.deepEqual(monthsUntil('2026-12-15', '2027-02-01'), ['2026-12-15', '2027-01-01', '2027-02-01'])
  assert.deepEqual(monthsUntil('2027-01-31', '2027-02-27'), ['2027-01-31', '2027-02-01'])
})
