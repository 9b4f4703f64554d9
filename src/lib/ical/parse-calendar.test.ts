import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyText } from '../../../test/any-text.ts'
import { buildCalendar } from './build-calendar.ts'
import { appointment, calendarSamples } from './calendar-samples.fixture.ts'
import { calendarParameter } from './calendar-text.ts'
import { parseCalendar, type ReceivedEvent } from './parse-calendar.ts'
import { UnreadableCalendar } from './unreadable-calendar.ts'

/** A calendar of one event, as clients send it: CR LF, folded where a line of the text begins with a space. */
function calendarOf(lines: string, { before = 'METHOD:REPLY', zone = '' } = {}): string {
  const text = `BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n${before}\n${zone}BEGIN:VEVENT\nUID:u@x.example\n${lines}\nEND:VEVENT\nEND:VCALENDAR\n`
  return text.replaceAll('\n', '\r\n')
}

function eventOf(lines: string, around: { before?: string; zone?: string } = {}): ReceivedEvent {
  const { events } = parseCalendar(calendarOf(lines, around))
  assert.equal(events.length, 1)
  return events[0]!
}

const utc = (text: string) => Date.parse(text)

test('D6: a reply as Google Calendar sends it is read, with the comment in a parameter', () => {
  const { method, productId, events } = parseCalendar(
    calendarOf(
      [
        'DTSTART:20260329T010000Z',
        'DTEND:20260329T020000Z',
        'DTSTAMP:20260321T080000Z',
        'ORGANIZER;CN=Klinika:mailto:r-abc@rsvp.example',
        'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=DECLINED;CN=Jonas J',
        ' onaitis;X-NUM-GUESTS=0;X-RESPONSE-COMMENT="Sorry\\, not then; really":mailto:jonas@x.ex',
        ' ample',
        'SEQUENCE:1',
        'STATUS:confirmed',
      ].join('\n'),
    ),
  )
  assert.deepEqual([method, productId], ['REPLY', '-//Test//EN'])
  const [event] = events as [ReceivedEvent]
  assert.deepEqual(
    { ...event, organizer: event.organizer?.address, attendees: event.attendees.length },
    {
      uid: 'u@x.example',
      sequence: 1,
      recurrenceId: null,
      recurrenceAt: null,
      writtenAt: utc('2026-03-21T08:00:00Z'),
      startsAt: utc('2026-03-29T01:00:00Z'),
      endsAt: utc('2026-03-29T02:00:00Z'),
      summary: null,
      description: null,
      location: null,
      status: 'CONFIRMED',
      comment: null,
      organizer: 'r-abc@rsvp.example',
      attendees: 1,
    },
  )
  const [jonas] = event.attendees
  assert.deepEqual([jonas!.address, jonas!.name, jonas!.partstat], ['jonas@x.example', 'Jonas Jonaitis', 'DECLINED'])
  assert.equal(jonas!.parameters.get('X-RESPONSE-COMMENT'), 'Sorry, not then; really')
})

test('D6: a reply as Outlook sends it is read: no organizer, a zone of Windows, a comment with a language', () => {
  const event = eventOf(
    'ATTENDEE;PARTSTAT=ACCEPTED;CN=Ona:MAILTO:Ona@X.example\nCOMMENT;LANGUAGE=en-US:Gladly\\n\nSUMMARY;LANGUAGE=en-US:Accepted: Massage\n' +
      'DTSTART;TZID=FLE Standard Time:20260329T020000\nDTEND;TZID=FLE Standard Time:20260329T050000',
    { before: 'METHOD: reply ' },
  )
  assert.equal(event.organizer, null)
  assert.deepEqual([event.sequence, event.writtenAt, event.comment], [null, null, 'Gladly'])
  assert.deepEqual([event.startsAt, event.endsAt], [utc('2026-03-29T00:00:00Z'), utc('2026-03-29T02:00:00Z')])
  assert.equal(event.attendees[0]!.address, 'Ona@X.example')
})

test('D6: a reply without a time, and one to an occurrence of a series, are read', () => {
  assert.deepEqual([eventOf('SEQUENCE:0').startsAt, eventOf('SEQUENCE:0').endsAt], [null, null])
  const event = eventOf('RECURRENCE-ID;TZID=Europe/Vilnius:20260721T193000')
  assert.deepEqual([event.recurrenceId, event.recurrenceAt], ['2026-07-21T19:30:00', utc('2026-07-21T16:30:00Z')])
})

test('D2: the end follows from a duration where no end is given', () => {
  const end = (duration: string) => eventOf(`DTSTART:20260101T100000Z\nDURATION:${duration}`).endsAt
  assert.equal(end('PT1H30M'), utc('2026-01-01T11:30:00Z'))
  assert.equal(end('P1DT1S'), utc('2026-01-02T10:00:01Z'))
  assert.equal(end('P2W'), utc('2026-01-15T10:00:00Z'))
  for (const none of ['P', 'PT', 'P1Y', 'an hour', 'P1DT']) assert.equal(end(none), null, none)
})

test('D6: whole days, floating times, times of no calendar and zones nobody knows are no instants', () => {
  for (const start of [
    ';VALUE=DATE:20260329',
    ':20260329T010000',
    ':20260230T010000Z',
    ':20260329T250000Z',
    ':soon',
    ';TZID=Customized Time Zone:20260329T010000',
    ';TZID=2020-01-01T00:00[UTC]:20260329T010000',
  ]) {
    assert.equal(eventOf(`DTSTART${start}`).startsAt, null, start)
  }
})

test('D6: in an hour that is skipped or comes twice, a time is read with the offset before the change', () => {
  const at = (time: string) => eventOf(`DTSTART;TZID="Europe/Vilnius":${time}`).startsAt
  assert.equal(at('20260329T033000'), utc('2026-03-29T01:30:00Z'))
  assert.equal(at('20261025T033000'), utc('2026-10-25T00:30:00Z'))
})

const outlookZone = (id: string) => `BEGIN:VTIMEZONE
TZID:${id}
BEGIN:STANDARD
DTSTART:16010101T040000
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
`

test('D6: a zone that only the message explains agrees with the clock it describes, all year round', () => {
  const clock = 'Europe/Vilnius'
  fc.assert(
    fc.property(fc.date({ min: new Date('1999-01-01'), max: new Date('2037-12-31'), noInvalidDate: true }), (date) => {
      const wall = date.toISOString().slice(0, 19)
      const described = eventOf(`DTSTART;TZID=Our Place:${wall.replace(/[-:]/g, '')}`, {
        zone: outlookZone('Our Place'),
      })
      // Lithuania kept one time all through 1999 to 2002.
      if (date.getUTCFullYear() < 2004) return assert.ok(described.startsAt !== null)
      assert.equal(described.startsAt, Temporal.PlainDateTime.from(wall).toZonedDateTime(clock).epochMilliseconds)
    }),
    { numRuns: 300 },
  )
  const edges = { '20260329T033000': '2026-03-29T01:30:00Z', '20261025T033000': '2026-10-25T00:30:00Z' }
  for (const [wall, instant] of Object.entries(edges)) {
    const { startsAt } = eventOf(`DTSTART;TZID=Our Place:${wall}`, { zone: outlookZone('Our Place') })
    assert.equal(startsAt, utc(instant))
  }
})

test('D6: an empty zone of a known name, and a known name at the end of a path, are read by the name', () => {
  const empty = { zone: 'BEGIN:VTIMEZONE\nTZID:Asia/Jakarta\nEND:VTIMEZONE\n' }
  assert.equal(eventOf('DTSTART;TZID=Asia/Jakarta:20260101T120000', empty).startsAt, utc('2026-01-01T05:00:00Z'))
  const path = 'DTSTART;TZID=/citadel.example/20210210_1/Europe/Paris:20260101T120000'
  assert.equal(eventOf(path).startsAt, utc('2026-01-01T11:00:00Z'))
})

test('D6: a zone with a rule that would have to be expanded is not read, and costs no time', () => {
  const from = performance.now()
  for (const rule of [
    'FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=SECONDLY;BYDAY=-1SU;BYMONTH=3',
    'FREQ=YEARLY;INTERVAL=2;BYDAY=-1SU;BYMONTH=3',
    'FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3;COUNT=2',
    'FREQ=YEARLY;BYDAY=SU;BYMONTH=13',
    '',
  ]) {
    const zone = outlookZone('Bomb').replaceAll(/RRULE:.*/g, `RRULE:${rule}`)
    assert.equal(eventOf(`DTSTART;TZID=Bomb:20260329T010000\nRRULE:${rule}`, { zone }).startsAt, null, rule)
  }
  assert.ok(performance.now() - from < 500)
})

test('D6: what programs get wrong does not hide the rest', () => {
  const event = eventOf(
    'ORGANIZER;mailto:x@x.example\n\nContent-Type: text/calendar\nSEQUENCE:soon\nX-JUNK;;=;:1\nATTENDEE;CN="A\rB";PARTSTAT=accepted:mailto:a%40b@x.example\nrubbish',
  )
  assert.deepEqual([event.organizer, event.sequence], [null, null])
  assert.deepEqual(
    event.attendees.map(({ address, name, partstat }) => [address, name, partstat]),
    [['a@b@x.example', 'AB', 'ACCEPTED']],
  )
  for (const [text, sequence] of [
    ['-1', null],
    ['1407317367304', 1407317367304],
    ['99999999999999999999', null],
  ]) {
    assert.equal(eventOf(`SEQUENCE:${text}`).sequence, sequence)
  }
})

test('D6: line ends of Unix, a byte order mark and lower case names are read', () => {
  const text = `\ufeff${calendarOf('SUMMARY:Hi').replaceAll('\r\n', '\n').toLowerCase()}`
  assert.equal(parseCalendar(text).events[0]!.summary, 'hi')
})

test('D2: what we write we read: the same event comes back', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyText, anyText), { minLength: 1, maxLength: 3 }), (people) => {
      const attendees = people.map(([name, address]) => ({
        name: calendarParameter(name),
        address: `${encodeURIComponent(address.toWellFormed()).slice(0, 60)}@x.example`,
        partstat: 'TENTATIVE' as const,
        asksForReply: true,
      }))
      const { method, events } = parseCalendar(
        buildCalendar({ method: 'REQUEST', events: [{ ...appointment, attendees }] }),
      )
      const [event] = events as [ReceivedEvent]
      assert.equal(method, 'REQUEST')
      assert.deepEqual(
        [event.uid, event.sequence, event.writtenAt, event.startsAt, event.endsAt, event.summary, event.status],
        [
          appointment.uid,
          0,
          appointment.writtenAt,
          appointment.startsAt,
          appointment.endsAt,
          appointment.summary,
          'CONFIRMED',
        ],
      )
      assert.deepEqual(
        event.attendees.map(({ name, address, partstat }) => ({ name, address, partstat })),
        attendees.map(({ name, address }) => ({ name, address, partstat: 'TENTATIVE' })),
      )
    }),
  )
})

test('D6: whatever arrives, it is read or refused by name', () => {
  const written = Object.values(calendarSamples).map(buildCalendar)
  fc.assert(
    fc.property(fc.constantFrom(...written), fc.array(fc.tuple(fc.nat(), anyText), { maxLength: 6 }), (text, cuts) => {
      let broken = text
      for (const [at, junk] of cuts) {
        const from = at % broken.length
        broken = broken.slice(0, from) + junk + broken.slice(from + (at % 7))
      }
      try {
        parseCalendar(broken)
      } catch (error) {
        assert.ok(error instanceof UnreadableCalendar, String(error))
      }
    }),
    { numRuns: 2_000 },
  )
})
