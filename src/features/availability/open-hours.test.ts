import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { InvalidLocalDate } from '../../lib/time/local-date.ts'
import { UnknownTimeZone } from '../../lib/time/zone-clock.ts'
import type { HoursException, HoursWindow, WeeklyRule } from './open-hours.ts'
import { InvalidHours, openHours, withinUnitHours } from './open-hours.ts'

const HOUR = 60
const everyDay = (startsAt: number, endsAt: number): WeeklyRule[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startsAt, endsAt }))

/** Open hours of some local days, in UTC, as text: `03:30Z–13:30Z`, with the date where it matters. */
function hoursOn(
  zone: string,
  rules: WeeklyRule[],
  firstDay: string,
  lastDay = firstDay,
  exceptions: HoursException[] = [],
): string {
  const from = Temporal.PlainDate.from(firstDay).toZonedDateTime(zone).epochMilliseconds
  const to = Temporal.PlainDate.from(lastDay).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds
  return asText(openHours(zone, rules, exceptions, from, to))
}

function asText(open: readonly number[]): string {
  const texts: string[] = []
  for (let i = 0; i < open.length; i += 2) {
    const [start, end] = [open[i] as number, open[i + 1] as number].map((at) => new Date(at).toISOString().slice(5, 16))
    texts.push(`${start}/${end}`)
  }
  return texts.join(' ')
}

test('C1: open hours are wall time: nine to five is an hour earlier in UTC once summer time begins', () => {
  const weekdays = everyDay(9 * HOUR, 17 * HOUR).slice(0, 5)
  assert.equal(
    hoursOn('America/New_York', weekdays, '2027-03-12', '2027-03-15'),
    '03-12T14:00/03-12T22:00 03-15T13:00/03-15T21:00',
  )
  assert.equal(
    hoursOn('Europe/Vilnius', weekdays, '2027-03-26', '2027-03-29'),
    '03-26T07:00/03-26T15:00 03-29T06:00/03-29T14:00',
  )
})

test('C1: a day with a skipped or repeated hour is an hour shorter or longer', () => {
  const always = everyDay(0, 24 * HOUR)
  assert.equal(hoursOn('Europe/Vilnius', always, '2027-03-28'), '03-27T22:00/03-28T21:00')
  assert.equal(hoursOn('Europe/Vilnius', always, '2027-10-31'), '10-30T21:00/10-31T22:00')
  // Lord Howe moves its clock by half an hour.
  assert.equal(hoursOn('Australia/Lord_Howe', always, '2027-04-04'), '04-03T13:00/04-04T13:30')
  assert.equal(hoursOn('Australia/Lord_Howe', always, '2027-10-03'), '10-02T13:30/10-03T13:00')
})

test('C1: an edge that the clock skips moves to the first instant after the gap', () => {
  assert.equal(hoursOn('Europe/Vilnius', everyDay(3 * HOUR + 20, 6 * HOUR), '2027-03-28'), '03-28T01:00/03-28T03:00')
  assert.equal(hoursOn('Europe/Vilnius', everyDay(HOUR, 3 * HOUR + 20), '2027-03-28'), '03-27T23:00/03-28T01:00')
  assert.equal(hoursOn('Europe/Vilnius', everyDay(3 * HOUR + 10, 3 * HOUR + 50), '2027-03-28'), '')
  // The gap is at midnight: the day begins at one o'clock.
  assert.equal(hoursOn('America/Sao_Paulo', everyDay(0, 2 * HOUR), '2018-11-04'), '11-04T03:00/11-04T04:00')
  assert.equal(hoursOn('Africa/Cairo', everyDay(0, 2 * HOUR), '2024-04-26'), '04-25T22:00/04-25T23:00')
  assert.equal(
    hoursOn('Australia/Lord_Howe', everyDay(2 * HOUR + 10, 4 * HOUR), '2027-10-03'),
    '10-02T15:30/10-02T17:00',
  )
})

test('C1: an edge that the clock shows twice is its first showing', () => {
  // 03:00–04:00 repeats in Vilnius: first at 00:00Z, again at 01:00Z.
  assert.equal(hoursOn('Europe/Vilnius', everyDay(2 * HOUR, 3 * HOUR + 30), '2027-10-31'), '10-30T23:00/10-31T00:30')
  assert.equal(hoursOn('Europe/Vilnius', everyDay(3 * HOUR + 30, 5 * HOUR), '2027-10-31'), '10-31T00:30/10-31T03:00')
  assert.equal(
    hoursOn('Europe/Vilnius', everyDay(3 * HOUR + 15, 3 * HOUR + 45), '2027-10-31'),
    '10-31T00:15/10-31T00:45',
  )
  // Havana shows midnight twice: a bar that closes at 24:00 closes at the first.
  assert.equal(
    hoursOn('America/Havana', everyDay(22 * HOUR, 24 * HOUR), '2024-11-02', '2024-11-02'),
    '11-03T02:00/11-03T04:00',
  )
  // In São Paulo it was the hour before midnight that repeated: the day was longer, and so was the evening.
  assert.equal(hoursOn('America/Sao_Paulo', everyDay(22 * HOUR, 24 * HOUR), '2018-02-17'), '02-18T00:00/02-18T03:00')
})

test('C1: hours that began stay open while a clock set back across midnight shows the day before', () => {
  // In Goose Bay it was 00:01 on Sunday the 7th, and then 23:01 on Saturday once more, from 03:01Z to 04:00Z.
  const sundays = [{ weekday: 7, startsAt: 0, endsAt: 24 * HOUR }]
  const within = openHours('America/Goose_Bay', sundays, [], Date.UTC(2010, 10, 7, 3, 10), Date.UTC(2010, 10, 7, 3, 40))
  assert.equal(asText(within), '11-07T03:10/11-07T03:40')
  assert.equal(hoursOn('America/Goose_Bay', sundays, '2010-11-06', '2010-11-08'), '11-07T03:00/11-08T04:00')
})

test('C1: a local date that never was has no hours', () => {
  const zone = 'Pacific/Apia'
  assert.equal(
    asText(openHours(zone, everyDay(9 * HOUR, 17 * HOUR), [], Date.UTC(2011, 11, 29, 10), Date.UTC(2012, 0, 1, 10))),
    '12-29T19:00/12-30T03:00 12-30T19:00/12-31T03:00 12-31T19:00/01-01T03:00',
  )
  const onThatDay = [{ on: '2011-12-30', windows: [{ startsAt: 0, endsAt: 24 * HOUR }] }]
  assert.deepEqual(openHours(zone, [], onThatDay, Date.UTC(2011, 11, 28), Date.UTC(2012, 0, 3)), [])
})

test('C1: windows that touch are one, across midnight and between rules', () => {
  const rules = [
    { weekday: 5, startsAt: 20 * HOUR, endsAt: 24 * HOUR },
    { weekday: 6, startsAt: 0, endsAt: 2 * HOUR },
    { weekday: 6, startsAt: HOUR, endsAt: 3 * HOUR },
  ]
  assert.equal(hoursOn('UTC', rules, '2027-06-04', '2027-06-05'), '06-04T20:00/06-05T03:00')
})

test('C1: a weekly rule holds on its validity dates, both included', () => {
  const rules = everyDay(9 * HOUR, 10 * HOUR).map((rule) => ({
    ...rule,
    validFrom: '2027-06-02',
    validTo: '2027-06-03',
  }))
  assert.equal(hoursOn('UTC', rules, '2027-06-01', '2027-06-05'), '06-02T09:00/06-02T10:00 06-03T09:00/06-03T10:00')
})

test('C1: an exception replaces the hours of its date, and of several for one date a closure wins', () => {
  const rules = everyDay(9 * HOUR, 17 * HOUR)
  const shorter = { on: '2027-06-02', windows: [{ startsAt: 10 * HOUR, endsAt: 11 * HOUR }] }
  const evening = { on: '2027-06-02', windows: [{ startsAt: 18 * HOUR, endsAt: 19 * HOUR }] }
  const closed = { on: '2027-06-02', windows: [] }
  const on = (...exceptions: HoursException[]) => hoursOn('UTC', rules, '2027-06-02', '2027-06-02', exceptions)
  assert.equal(on(), '06-02T09:00/06-02T17:00')
  assert.equal(on(evening, shorter), '06-02T10:00/06-02T11:00 06-02T18:00/06-02T19:00')
  assert.equal(on(shorter, closed, evening), '')
})

test("C1: a unit's exceptions close or shorten everybody's day and open nobody's", () => {
  const open = openHours('UTC', everyDay(9 * HOUR, 17 * HOUR), [], Date.UTC(2027, 5, 1), Date.UTC(2027, 5, 5))
  const unit = [
    { on: '2027-06-01', windows: [] },
    { on: '2027-06-03', windows: [{ startsAt: 7 * HOUR, endsAt: 12 * HOUR }] },
  ]
  const within = '06-02T09:00/06-02T17:00 06-03T09:00/06-03T12:00 06-04T09:00/06-04T17:00'
  assert.equal(asText(withinUnitHours(open, 'UTC', unit)), within)
  assert.equal(withinUnitHours(open, 'UTC', []), open)
  assert.deepEqual(withinUnitHours([], 'UTC', unit), [])
  // The unit's date is the unit's: closed on the 1st in Tokyo, which ends at 15:00 UTC.
  assert.equal(asText(withinUnitHours(open, 'Asia/Tokyo', unit.slice(0, 1))).slice(0, 23), '06-01T15:00/06-01T17:00')
})

test('C1: hours no clock has, zones nobody knows and dates that are none are refused', () => {
  const ask = (zone: string, rules: WeeklyRule[], exceptions: HoursException[] = []) =>
    openHours(zone, rules, exceptions, 0, 86_400_000)
  assert.throws(() => ask('Mars/Olympus', []), UnknownTimeZone)
  for (const wrong of [
    { weekday: 0 },
    { weekday: 8 },
    { startsAt: -1 },
    { endsAt: 1441 },
    { startsAt: 700 },
    { startsAt: Number.NaN },
  ]) {
    assert.throws(
      () => ask('UTC', [{ weekday: 1, startsAt: 540, endsAt: 600, ...wrong }]),
      InvalidHours,
      JSON.stringify(wrong),
    )
  }
  assert.throws(() => ask('UTC', [], [{ on: '2027-02-30', windows: [] }]), InvalidLocalDate)
  assert.throws(() => ask('UTC', [], [{ on: '2027-02-03', windows: [{ startsAt: 10, endsAt: 5 }] }]), InvalidHours)
})

test('C1: nothing is open in an empty stretch of time, nor outside the years that time zones are known for', () => {
  assert.deepEqual(openHours('UTC', everyDay(0, 1440), [], 1000, 1000), [])
  assert.deepEqual(openHours('UTC', everyDay(0, 1440), [], 2000, 1000), [])
  assert.deepEqual(openHours('UTC', everyDay(0, 1440), [], Number.NaN, 1000), [])
  const all = openHours('UTC', everyDay(0, 1440), [], Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
  assert.deepEqual(all, [Date.UTC(1970, 0, 1), Date.UTC(2200, 0, 1)])
})

// ---------------------------------------------------------------- against plain Temporal

const awkward: readonly (readonly [zone: string, around: string])[] = [
  ['Europe/Vilnius', '2027-03-28'],
  ['Europe/Vilnius', '2027-10-31'],
  ['America/New_York', '2027-11-07'],
  ['Australia/Lord_Howe', '2027-04-04'],
  ['Australia/Lord_Howe', '2027-10-03'],
  ['Pacific/Apia', '2011-12-30'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-18'],
  ['Africa/Cairo', '2024-04-26'],
  ['America/Havana', '2024-11-03'],
  ['America/Goose_Bay', '2010-11-07'],
  ['Antarctica/Troll', '2027-03-28'],
  ['Asia/Kathmandu', '2027-06-01'],
]

function edgeByTemporal(zone: string, date: Temporal.PlainDate, minutes: number): number {
  const plain = date.toPlainDateTime().add({ minutes })
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (earlier.toPlainDateTime().equals(plain)) return earlier.epochMilliseconds
  return (earlier.getTimeZoneTransition('next') as Temporal.ZonedDateTime).epochMilliseconds
}

const window = fc
  .tuple(fc.integer({ min: 0, max: 96 }), fc.integer({ min: 0, max: 96 }))
  .map(([a, b]): HoursWindow => ({ startsAt: Math.min(a, b) * 15, endsAt: Math.max(a, b) * 15 }))

test('C1: every minute is open exactly when plain Temporal arithmetic says it lies within a window', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...awkward),
      fc.array(
        fc.record({
          weekday: fc.integer({ min: 1, max: 7 }),
          window,
          from: fc.option(fc.integer({ min: -3, max: 3 })),
        }),
        {
          maxLength: 10,
        },
      ),
      fc.array(fc.record({ day: fc.integer({ min: -2, max: 2 }), windows: fc.array(window, { maxLength: 2 }) }), {
        maxLength: 2,
      }),
      fc.integer({ min: 0, max: 2_000 }),
      fc.integer({ min: 0, max: 4_000 }),
      ([zone, around], weekly, special, firstMinute, minutes) => {
        const middle = Temporal.PlainDate.from(around)
        const rules = weekly.map(({ weekday, window: { startsAt, endsAt }, from }): WeeklyRule => {
          return { weekday, startsAt, endsAt, validFrom: from === null ? null : middle.add({ days: from }).toString() }
        })
        const exceptions = special.map(({ day, windows }) => ({ on: middle.add({ days: day }).toString(), windows }))
        const from = Date.parse(around) - 2 * 86_400_000 + firstMinute * 60_000
        const to = from + minutes * 60_000

        const edges: [number, number][] = []
        for (let day = -5; day <= 5; day++) {
          const date = middle.add({ days: day })
          const exceptional = exceptions.filter((one) => one.on === date.toString())
          const usual = rules.filter(
            (rule) => rule.weekday === date.dayOfWeek && (rule.validFrom ?? '') <= date.toString(),
          )
          const isClosed = exceptional.some((one) => one.windows.length === 0)
          const windows = isClosed ? [] : exceptional.length > 0 ? exceptional.flatMap((one) => one.windows) : usual
          for (const { startsAt, endsAt } of windows) {
            edges.push([edgeByTemporal(zone, date, startsAt), edgeByTemporal(zone, date, endsAt)])
          }
        }

        const open = openHours(zone, rules, exceptions, from, to)
        assert.deepEqual(
          open,
          [...new Set(open)].sort((a, b) => a - b),
          'sorted, none empty, none touching',
        )
        for (let at = from - 60_000; at <= to; at += 60_000) {
          const expected = at >= from && at < to && edges.some(([start, end]) => start <= at && at < end)
          const found: boolean = open.filter((edge) => edge <= at).length % 2 === 1
          assert.equal(found, expected, new Date(at).toISOString())
        }
      },
    ),
    { numRuns: 300 },
  )
})
