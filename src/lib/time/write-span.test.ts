import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Language, languages } from '../languages/language.ts'
import { nearnessOf, writeSpan } from './write-span.ts'
import { UnknownTimeZone } from './zone-clock.ts'

const zones = Intl.supportedValuesOf('timeZone')

type Case = { at: string; minutes?: number; in?: Language; zone?: string; place?: string }

function write({ at, minutes = 30, in: language = 'en', zone = 'Europe/Vilnius', place = zone }: Case) {
  const span = { startsAt: Date.parse(at), durationMinutes: minutes }
  return writeSpan(span, { language, timeZone: zone, placeZone: place })
}

test('D12: each language writes a time as its readers do', () => {
  const at = '2027-03-09T07:30:00Z'
  assert.deepEqual(write({ at, in: 'lt' }), {
    day: '2027 m. kovo 9 d., antradienis',
    times: '09:30–10:00',
    start: 'antradienį, kovo 9 d., 09:30',
    atPlace: null,
  })
  assert.deepEqual(write({ at, in: 'en' }), {
    day: 'Tuesday 9 March 2027',
    times: '09:30–10:00',
    start: 'Tuesday 9 March at 09:30',
    atPlace: null,
  })
  assert.deepEqual(write({ at, in: 'pt' }), {
    day: 'Terça-feira, 9 de março de 2027',
    times: '09:30–10:00',
    start: 'terça-feira, 9 de março, às 09:30',
    atPlace: null,
  })
  assert.equal(
    write({ at: '2027-03-06T01:15:00Z', in: 'pt', zone: 'Europe/Lisbon' }).start,
    'sábado, 6 de março, à 01:15',
  )
})

test('D12: English is written the American way where the reader lives by an American clock', () => {
  const at = '2027-03-09T14:30:00Z'
  const american = (minutes: number, hour = at) => write({ at: hour, minutes, zone: 'America/New_York' })
  assert.equal(american(30).day, 'Tuesday, March 9, 2027')
  assert.equal(american(30).start, 'Tuesday, March 9 at 9:30 AM')
  assert.equal(american(60).times, '9:30–10:30 AM')
  assert.equal(american(180).times, '9:30 AM–12:30 PM')
  assert.equal(american(30, '2027-03-09T05:00:00Z').times, '12:00–12:30 AM')
  assert.equal(write({ at, zone: 'America/Toronto' }).times, '09:30–10:00')
  assert.equal(write({ at, in: 'lt', zone: 'America/New_York' }).times, '09:30–10:00')
})

const asIntl: Record<Language, { locale: string; mend: (text: string) => string }> = {
  lt: { locale: 'lt-LT', mend: (text) => text },
  en: { locale: 'en-GB', mend: (text) => text.replace(',', '') },
  pt: { locale: 'pt-PT', mend: (text) => text.charAt(0).toUpperCase() + text.slice(1) },
}

test('D12: day and time are those Intl finds on the clocks of any zone', () => {
  const british = zones.filter((zone) => !/^(America|Pacific)\//.test(zone))
  fc.assert(
    fc.property(
      fc.constantFrom(...languages),
      fc.constantFrom(...british),
      fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
      (language, zone, date) => {
        const at = new Date(Math.floor(date.getTime() / 60_000) * 60_000)
        const { locale, mend } = asIntl[language]
        const written = write({ at: at.toISOString(), in: language, zone })
        const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: zone }).format(at)
        assert.equal(written.day, mend(day))
        const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone } as const
        assert.equal(written.times.slice(0, 5), new Intl.DateTimeFormat('en-GB', clock).format(at))
      },
    ),
    { numRuns: 500 },
  )
})

test('D12: the zone is named, and the time at the place added, exactly when clocks there show another time', () => {
  const at = '2027-03-09T07:30:00Z'
  const abroad = write({ at, in: 'lt', zone: 'America/New_York', place: 'Europe/Vilnius' })
  assert.equal(abroad.times, '02:30–03:00 Niujorko laiku')
  assert.equal(abroad.start, 'antradienį, kovo 9 d., 02:30 Niujorko laiku')
  assert.equal(abroad.atPlace, '09:30–10:00 Vilniaus laiku')
  const tokyo = write({ at: '2027-03-09T18:00:00Z', in: 'pt', zone: 'Asia/Tokyo', place: 'Europe/Lisbon' })
  assert.equal(tokyo.times, '03:00–03:30, hora de Tóquio')
  assert.equal(tokyo.atPlace, 'terça-feira, 9 de março, 18:00–18:30, hora de Lisboa')
  assert.equal(write({ at, zone: 'Europe/Helsinki', place: 'Europe/Vilnius' }).times, '09:30–10:00')

  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 500 }),
      (zone, place, days) => {
        const instant = Date.parse(at) + days * 86_400_000
        const offset = (of: string) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(of).offset
        const written = write({ at: new Date(instant).toISOString(), minutes: 1, in: 'pt', zone, place })
        const differs = offset(zone) !== offset(place)
        assert.equal(written.atPlace !== null, differs)
        // An hour shown twice has an offset even where both clocks agree.
        assert.match(written.times, differs ? /hora|UTC/ : /^((?!hora).)*$/)
      },
    ),
    { numRuns: 500 },
  )
})

test('D12: every zone has a name that reads well after a time', () => {
  const place = 'Antarctica/Troll'
  for (const zone of zones) {
    const times = (language: Language) => write({ at: '2027-01-10T12:00:00Z', in: language, zone, place }).times
    if (write({ at: '2027-01-10T12:00:00Z', zone, place }).atPlace === null) continue
    const named = {
      lt: / laiku( \([\p{L} ]+\))?$| \(laiko juosta: .+\)$/u,
      en: / time$/,
      pt: /, hora d[aeo]s? .+$|, hora [a-z]/,
    }
    const numbered = / \(UTC([+−]\d+(:\d+)?)?\)$/
    for (const language of languages) {
      assert.match(times(language), /^Etc\/|^[^/]+$/.test(zone) ? numbered : named[language], zone)
    }
  }
  const named = (zone: string, language: Language) =>
    write({ at: '2027-01-10T12:00:00Z', in: language, zone, place }).times
  assert.equal(named('Asia/Kathmandu', 'lt'), '17:45–18:15 Nepalo laiku')
  assert.equal(named('Asia/Amman', 'lt'), '15:00–15:30 (laiko juosta: Jordanija)')
  assert.equal(named('Asia/Calcutta', 'en'), '17:30–18:00 Kolkata time')
  assert.equal(named('Atlantic/Azores', 'pt'), '11:00–11:30, hora dos Açores')
  assert.equal(named('Etc/GMT+5', 'en'), '07:00–07:30 (UTC−5)')
  assert.equal(write({ at: '2027-01-10T12:00:00Z', zone: 'UTC', place: 'Asia/Tokyo' }).times, '12:00–12:30 (UTC)')
})

test('D12: what ends on another day says so, and midnight still belongs to the day before', () => {
  assert.equal(write({ at: '2027-03-09T21:30:00Z', minutes: 60 }).times, '23:30–00:30 (Wednesday 10 March)')
  assert.equal(write({ at: '2027-03-09T21:30:00Z', minutes: 30 }).times, '23:30–00:00')
  assert.equal(
    write({ at: '2027-03-09T21:30:00Z', minutes: 60, in: 'lt', zone: 'Europe/Vilnius', place: 'Europe/Lisbon' }).times,
    '23:30–00:30 (trečiadienį, kovo 10 d.) Vilniaus laiku',
  )
})

test('D12: an hour that clocks show twice is named by its offset', () => {
  // In Vilnius clocks go from 04:00 back to 03:00 on 31 October 2027, at 01:00 UTC.
  assert.equal(write({ at: '2027-10-31T00:15:00Z' }).times, '03:15–03:45 (UTC+3)')
  assert.equal(write({ at: '2027-10-31T01:15:00Z' }).times, '03:15–03:45 (UTC+2)')
  assert.equal(write({ at: '2027-10-31T01:15:00Z' }).start, 'Sunday 31 October at 03:15 (UTC+2)')
  assert.equal(write({ at: '2027-10-30T23:45:00Z' }).times, '02:45–03:15 (UTC+3)')
  assert.equal(write({ at: '2027-10-31T00:30:00Z', minutes: 60 }).times, '03:30 (UTC+3) – 03:30 (UTC+2)')
  assert.equal(write({ at: '2027-10-31T02:00:00Z' }).times, '04:00–04:30')
  assert.equal(write({ at: '2027-10-30T23:30:00Z' }).times, '02:30–03:00')
  const abroad = write({ at: '2027-11-07T05:30:00Z', zone: 'America/New_York', place: 'Europe/Vilnius' })
  assert.equal(abroad.times, '1:30–2:00 AM (New York time, UTC−4)')
  assert.equal(abroad.start, 'Sunday, November 7 at 1:30 AM (New York time, UTC−4)')
})

test('D12: a span over the night clocks go forward does not seem an hour longer', () => {
  // In Vilnius 02:59 is followed by 04:00 on 28 March 2027.
  assert.equal(write({ at: '2027-03-28T00:30:00Z', minutes: 60 }).times, '02:30 (UTC+2) – 04:30 (UTC+3)')
  assert.equal(write({ at: '2027-03-28T00:30:00Z', minutes: 30 }).times, '02:30–03:00')
})

test('D12: a reader in a zone nobody knows reads the time of the place', () => {
  const at = '2027-03-09T07:30:00Z'
  assert.deepEqual(write({ at, zone: 'Nowhere/Land', place: 'Europe/Lisbon' }), write({ at, zone: 'Europe/Lisbon' }))
  assert.throws(() => write({ at, zone: 'Europe/Lisbon', place: 'Nowhere/Land' }), UnknownTimeZone)
})

test('A7: today and tomorrow are those of the reader', () => {
  const nearness = (now: string, timeZone: string) =>
    nearnessOf(Date.parse('2027-03-09T01:00:00Z'), Date.parse(now), { timeZone, placeZone: 'Europe/Vilnius' })
  assert.equal(nearness('2027-03-08T21:59:00Z', 'Europe/Vilnius'), 'TOMORROW')
  assert.equal(nearness('2027-03-08T22:00:00Z', 'Europe/Vilnius'), 'TODAY')
  assert.equal(nearness('2027-03-08T22:00:00Z', 'America/New_York'), 'TODAY')
  assert.equal(nearness('2027-03-07T12:00:00Z', 'America/New_York'), 'TOMORROW')
  assert.equal(nearness('2027-03-07T12:00:00Z', 'Europe/Vilnius'), 'LATER')
  assert.equal(nearness('2027-03-10T12:00:00Z', 'Europe/Vilnius'), 'LATER')
  assert.equal(nearness('2027-03-08T21:59:00Z', 'Nowhere/Land'), 'TOMORROW')
})
