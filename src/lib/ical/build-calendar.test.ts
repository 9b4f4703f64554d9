import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import ICAL from 'ical.js'
import { anyText } from '../../../test/any-text.ts'
import { buildCalendar } from './build-calendar.ts'
import type { Calendar, CalendarEvent } from './calendar-event.ts'
import { appointment, calendarSamples } from './calendar-samples.fixture.ts'
import { calendarLine, calendarParameter, calendarText } from './calendar-text.ts'

type Jcal = [name: string, properties: [string, Record<string, string>, string, unknown][], components: Jcal[]]

const someText = anyText.filter((text) => calendarLine(text) !== '')
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 })
const party = fc.record({ address: someText, name: anyText })
const attendee = fc.record({
  address: someText,
  name: anyText,
  partstat: fc.constantFrom('NEEDS-ACTION', 'ACCEPTED', 'DECLINED', 'TENTATIVE', 'DELEGATED'),
  asksForReply: fc.boolean(),
})
const anyEvent: fc.Arbitrary<CalendarEvent> = fc.record({
  uid: someText,
  sequence: fc.nat(),
  writtenAt: instant,
  createdAt: instant,
  changedAt: instant,
  startsAt: instant,
  endsAt: instant.map((at) => at + 4_000_000_001_000),
  summary: anyText,
  description: anyText,
  location: fc.option(anyText),
  url: fc.option(anyText),
  status: fc.constant('CONFIRMED' as const),
  organizer: party,
  attendees: fc.array(attendee, { minLength: 1, maxLength: 3 }),
  takesProposals: fc.boolean(),
})

test('D2: whatever people are called, ical.js finds the properties that were written and no others', () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const [, , [written]] = ICAL.parse(buildCalendar({ method: 'REQUEST', events: [event] })) as Jcal
      const [, properties, components] = written!
      assert.deepEqual(components, [])
      const isWritten = (name: string) => {
        if (name === 'description') return calendarText(event.description) !== ''
        if (name === 'location') return calendarText(event.location ?? '') !== ''
        if (name === 'url') return calendarLine(event.url ?? '') !== ''
        return name !== 'x-microsoft-disallow-counter' || !event.takesProposals
      }
      const names = [
        ...['uid', 'sequence', 'dtstamp', 'dtstart', 'dtend', 'summary', 'description', 'location', 'url', 'status'],
        ...['transp', 'created', 'last-modified', 'organizer', ...event.attendees.map(() => 'attendee')],
        ...['x-microsoft-cdo-busystatus', 'x-microsoft-cdo-intendedstatus', 'x-microsoft-disallow-counter'],
      ]
      assert.deepEqual(
        properties.map(([name]) => name),
        names.filter(isWritten),
      )
    }),
    { numRuns: 500 },
  )
})

test('D2: whatever people are called, ical.js reads the same values, cleaned as the one rule says', () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const [, , [written]] = ICAL.parse(buildCalendar({ method: 'REQUEST', events: [event] })) as Jcal
      const [, properties] = written!
      const value = (name: string) => properties.find((property) => property[0] === name)?.[3]
      assert.equal(value('uid'), calendarLine(event.uid))
      assert.equal(value('sequence'), event.sequence)
      assert.equal(value('summary'), calendarLine(event.summary))
      assert.equal(value('description') ?? '', calendarText(event.description))
      assert.equal(value('location') ?? '', calendarText(event.location ?? ''))
      assert.equal(value('dtstart'), `${new Date(event.startsAt).toISOString().slice(0, 19)}Z`)
      const read = properties
        .filter(([name]) => name === 'organizer' || name === 'attendee')
        .map(([, { cn }, , uri]) => ({
          name: cn ?? '',
          address: decodeURIComponent(String(uri).replace('mailto:', '')),
        }))
      assert.deepEqual(
        read,
        [event.organizer!, ...event.attendees].map(({ name, address }) => ({
          name: calendarParameter(name),
          address: calendarLine(address),
        })),
      )
    }),
    { numRuns: 500 },
  )
})

test('D2: every line ends with CR LF, is at most 75 octets of whole characters, and holds no control', () => {
  fc.assert(
    fc.property(anyEvent, fc.constantFrom('REQUEST' as const, null), (event, method) => {
      const text = buildCalendar({ method, name: event.summary, events: [event] })
      assert.ok(text.startsWith('BEGIN:VCALENDAR\r\n') && text.endsWith('\r\nEND:VCALENDAR\r\n'))
      for (const line of text.split('\r\n').slice(0, -1)) {
        assert.ok(Buffer.byteLength(line) <= 75, line)
        assert.ok(line.trim() !== '' && line.isWellFormed(), JSON.stringify(line))
        assert.doesNotMatch(line, /\p{Cc}|\ufeff/u)
      }
    }),
    { numRuns: 500 },
  )
})

test('D2: cleaned text is written as it is: the second time gives the same bytes', () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const cleaned = {
        ...event,
        uid: calendarLine(event.uid),
        summary: calendarLine(event.summary),
        description: calendarText(event.description),
        location: event.location && calendarText(event.location),
        organizer: { name: calendarParameter(event.organizer!.name), address: calendarLine(event.organizer!.address) },
      }
      const [first, second] = [event, cleaned].map((one) => buildCalendar({ method: 'REQUEST', events: [one] }))
      assert.equal(first, second)
    }),
  )
})

test('D2: a name of 5 000 characters arrives whole, emoji and quotes in it', () => {
  const name = '"👩‍👩‍👧‍👦; '.repeat(5_000 / 14).trim()
  const summary = name.repeat(3)
  const [, , [written]] = ICAL.parse(
    buildCalendar({ method: null, events: [{ ...appointment, summary, organizer: { name, address: 'a@b.example' } }] }),
  ) as Jcal
  const properties = new Map(written![1].map((property) => [property[0], property]))
  assert.equal(properties.get('summary')![3], summary)
  assert.equal(properties.get('organizer')![1].cn, name)
})

const propertyNames = (text: string) => text.split('\r\n').flatMap((line) => /^[A-Z-]+(?=[;:])/.exec(line)?.[0] ?? [])

test('D3: a cancellation asks for no reply, and of one attendee it has no status', () => {
  const all = buildCalendar(calendarSamples['cancel-all']!)
  assert.match(all, /^STATUS:CANCELLED\r$/m)
  assert.doesNotMatch(all, /RSVP|VALARM|X-MICROSOFT/)
  assert.doesNotMatch(buildCalendar(calendarSamples['cancel-one-attendee']!), /^STATUS/m)
})

test('D3: an invitation carries no properties of a feed, even when it is given some', () => {
  for (const name of ['request', 'cancel-all']) {
    const calendar = { ...calendarSamples[name]!, name: 'Mine', refreshMinutes: 60 }
    const feedProperties = propertyNames(buildCalendar(calendar)).filter((property) =>
      ['NAME', 'X-WR-CALNAME', 'REFRESH-INTERVAL', 'X-PUBLISHED-TTL'].includes(property),
    )
    assert.deepEqual(feedProperties, [])
  }
})

test('D11: what is published names no attendees', () => {
  const text = buildCalendar({ method: 'PUBLISH', events: [appointment] })
  assert.ok(propertyNames(text).includes('ORGANIZER'))
  assert.ok(!propertyNames(text).includes('ATTENDEE'))
})

test('D11: a calendar without events is one all the same', () => {
  assert.equal((ICAL.parse(buildCalendar({ method: null, name: 'Empty', events: [] })) as Jcal)[0], 'vcalendar')
})

test('D2: a calendar that no program would take is refused', () => {
  const request = (changes: Partial<CalendarEvent>): Calendar => ({
    method: 'REQUEST',
    events: [{ ...appointment, ...changes }],
  })
  const refused: [string, Calendar][] = [
    ['an event without a UID', request({ uid: '\r\n ' })],
    ['sequence -1', request({ sequence: -1 })],
    ['sequence 1.5', request({ sequence: 1.5 })],
    ['sequence 2147483648', request({ sequence: 2 ** 31 })],
    ['the instant NaN', request({ startsAt: Number.NaN })],
    ['the instant 1e+24', request({ endsAt: 1e24 })],
    ['ends before it starts', request({ endsAt: appointment.startsAt + 999 })],
    ['an attendee without an address', request({ attendees: [{ ...appointment.attendees[0]!, address: '\t' }] })],
    ['a REQUEST without attendees', request({ attendees: [] })],
    ['a REQUEST without an organizer', request({ organizer: null })],
    ['a REQUEST with status CANCELLED', request({ status: 'CANCELLED' })],
    ['a CANCEL with status CONFIRMED', { ...request({}), method: 'CANCEL' }],
    ['a CANCEL without an event', { method: 'CANCEL', events: [] }],
    ['several UIDs', { method: 'REQUEST', events: [appointment, { ...appointment, uid: 'another' }] }],
    ['refreshMinutes', { method: null, refreshMinutes: 0, events: [] }],
  ]
  for (const [what, calendar] of refused) {
    assert.throws(
      () => buildCalendar(calendar),
      (error) => error instanceof RangeError && error.message.includes(what),
      what,
    )
  }
})
