import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, agree, dayIn, daysBetween, isDay, isZone, offsetMinutes, wallTime } from './local-day.ts'

const at = (instant: string) => Date.parse(instant)

test('G3: an instant has its day and wall time in every zone, also across midnight', () => {
  assert.deepEqual(wallTime(at('2027-03-01T22:30:00Z'), 'Europe/Vilnius'), { day: '2027-03-02', hour: 0, minute: 30 })
  assert.deepEqual(wallTime(at('2027-03-01T22:30:00Z'), 'America/New_York'), {
    day: '2027-03-01',
    hour: 17,
    minute: 30,
  })
  assert.equal(dayIn('Pacific/Kiritimati', at('2027-03-01T10:00:00Z')), '2027-03-02')
  assert.equal(dayIn('Pacific/Pago_Pago', at('2027-03-01T10:59:00Z')), '2027-02-28')
})

test('G3: offsets follow the change of clocks, in halves and quarters of hours too', () => {
  assert.equal(offsetMinutes('Europe/Vilnius', at('2027-03-28T00:59:00Z')), 120)
  assert.equal(offsetMinutes('Europe/Vilnius', at('2027-03-28T01:00:00Z')), 180)
  assert.equal(offsetMinutes('Australia/Lord_Howe', at('2027-01-01T00:00:00Z')), 660)
  assert.equal(offsetMinutes('Australia/Lord_Howe', at('2027-06-01T00:00:00Z')), 630)
  assert.equal(offsetMinutes('Asia/Kathmandu', at('2027-06-01T00:00:20Z')), 345)
  assert.equal(offsetMinutes('America/St_Johns', at('2027-01-01T00:00:00Z')), -210)
})

test('G3: zones agree when their clocks do all year, whatever they are called', () => {
  const now = at('2027-01-15T12:00:00Z')
  assert.ok(agree('Europe/Vilnius', 'Europe/Helsinki', now))
  assert.ok(agree('Asia/Kolkata', 'Asia/Calcutta', now))
  // The same in January, an hour apart in July.
  assert.ok(!agree('Africa/Johannesburg', 'Europe/Vilnius', now))
  assert.ok(!agree('America/New_York', 'Europe/Vilnius', now))
})

test('G3: days are counted by the calendar, not by 24 hours', () => {
  assert.equal(addDays('2027-02-28', 1), '2027-03-01')
  assert.equal(addDays('2028-02-28', 1), '2028-02-29')
  assert.equal(addDays('2027-01-01', -1), '2026-12-31')
  assert.equal(daysBetween('2027-03-27', '2027-03-29'), 2)
  assert.equal(daysBetween('2027-03-29', '2027-03-27'), -2)
})

test('G3: what the address bar calls a day or a zone is only taken when it is one', () => {
  assert.ok(isDay('2028-02-29'))
  for (const no of ['2027-02-29', '2027-2-1', '27-02-01', '2027-13-01', 'today', '']) assert.ok(!isDay(no), no)
  assert.ok(isZone('Europe/Vilnius'))
  assert.ok(!isZone('Europe/Atlantis'))
})
