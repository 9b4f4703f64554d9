import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCalendar } from './parse-calendar.ts'
import { calendarLimits } from './received-lines.ts'
import { type CalendarFault, UnreadableCalendar } from './unreadable-calendar.ts'

const wrap = (inside: string) => `BEGIN:VCALENDAR\r\n${inside}END:VCALENDAR\r\n`
const event = (inside: string) => wrap(`BEGIN:VEVENT\r\nUID:u\r\n${inside}END:VEVENT\r\n`)
const times = (count: number, line: string) => `${line}\r\n`.repeat(count)

function faultOf(text: string): CalendarFault | undefined {
  try {
    parseCalendar(text)
    return undefined
  } catch (error) {
    assert.ok(error instanceof UnreadableCalendar)
    return error.fault
  }
}

test('D6: each limit lets through what reaches it, and refuses one more', () => {
  const { lines, lineOctets, components, attendees, parameters, octets } = calendarLimits
  const padded = (size: number) => {
    const filling = Math.floor((size - event('').length) / 4098)
    const text = event(times(filling, `X-A:${'x'.repeat(4092)}`))
    return text.replace('UID:u', `UID:${'u'.repeat(size - text.length + 1)}`)
  }
  const folded = (size: number) => `X-A:${'ž'.repeat(1_000)}${'\r\n x'.repeat(size - 2_004)}\r\n`
  const parts = (count: number) => wrap(times(count, 'BEGIN:VALARM\r\nEND:VALARM'))
  const attended = (count: number) => event(times(count, 'ATTENDEE:mailto:a@x.example'))
  const limits: [CalendarFault, (size: number) => string, number][] = [
    ['too-large', padded, octets],
    // Seven lines are the frame, with the empty one at the end.
    ['too-many-lines', (count) => event(times(count - 6, 'X-A:1')), lines],
    ['line-too-long', (size) => event(`X-A:${'ž'.repeat((size - 4) / 2)}${size % 2 ? 'x' : ''}\r\n`), lineOctets],
    ['line-too-long', (size) => event(folded(size)), lineOctets],
    ['too-many-components', (count) => parts(count - 1), components],
    ['too-many-attendees', attended, attendees],
    ['too-many-parameters', (count) => event(`X-A${';A="x;:y"'.repeat(count)}:1\r\n`), parameters],
  ]
  for (const [fault, textOf, limit] of limits) {
    assert.equal(faultOf(textOf(limit)), undefined, `${fault} at ${limit}`)
    assert.equal(faultOf(textOf(limit + 1)), fault, `${fault} above ${limit}`)
  }
  const inZone = (inner: string) =>
    wrap(`BEGIN:VTIMEZONE\r\nBEGIN:STANDARD\r\n${inner}END:STANDARD\r\nEND:VTIMEZONE\r\n`)
  assert.equal(faultOf(inZone('')), undefined)
  assert.equal(faultOf(inZone('BEGIN:X\r\nEND:X\r\n')), 'nested-too-deep')
  assert.equal(faultOf(event('DTSTART:20260101T000000Z\r\nDTEND:20260201T000000Z\r\n')), undefined)
  assert.equal(faultOf(event('DTSTART:20260101T000000Z\r\nDTEND:20260201T000001Z\r\n')), 'too-long-an-event')
})

test('D6: what is no calendar is refused by what is wrong with it', () => {
  const refused: [CalendarFault, string][] = [
    ['no-calendar', ''],
    ['no-calendar', 'Sorry, I cannot come.'],
    ['no-calendar', 'BEGIN:VCARD\r\nEND:VCARD\r\n'],
    ['several-calendars', wrap('') + wrap('')],
    ['no-uid', wrap('BEGIN:VEVENT\r\nEND:VEVENT\r\n')],
    ['unbalanced', wrap('BEGIN:VEVENT\r\n')],
    ['unbalanced', 'BEGIN:VCALENDAR\r\n'],
    ['unbalanced', 'END:VCALENDAR\r\n'],
    ['unbalanced', wrap('BEGIN:VEVENT\r\nUID:u\r\nEND:VTODO\r\n')],
    ['forbidden-character', event('SUMMARY:a\0b\r\n')],
    ['forbidden-character', event('SUMMARY:\ud800\r\n')],
  ]
  for (const [fault, text] of refused) assert.equal(faultOf(text), fault, text)
})

test('D6: the largest calendars that are let through take a blink', () => {
  const { octets, attendees, lines } = calendarLimits
  const bombs = [
    'x'.repeat(octets),
    '\n'.repeat(octets),
    event(' \r\n'.repeat(octets / 4)),
    event('X-A:1\r\n'.repeat(lines - 10)),
    event(`DELEGATED-TO;DELEGATED-TO="${'a","'.repeat(1_600)}":x\r\n`.repeat(30)),
    event(`ATTENDEE${';A=b'.repeat(49)};DELEGATED-TO="${'a","'.repeat(400)}":mailto:x\r\n`.repeat(attendees)),
    event(`ATTENDEE;CN=${'^'.repeat(2_000)}:mailto:${'%25'.repeat(100)}\r\n`.repeat(attendees)),
  ]
  for (const bomb of bombs) {
    const from = performance.now()
    faultOf(bomb)
    assert.ok(performance.now() - from < 500, `${bomb.slice(0, 60)} took ${performance.now() - from} ms`)
  }
})
