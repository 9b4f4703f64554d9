import ICAL from 'ical.js'
import { toCalendarAddress, toUri } from './calendar-address.ts'
import type { Calendar, CalendarAttendee, CalendarEvent, CalendarMethod, CalendarParty } from './calendar-event.ts'
import { calendarLine, calendarParameter, calendarText } from './calendar-text.ts'
import { foldLine } from './fold-line.ts'

/** A property as jCal has it (RFC 7265). Type `unknown` is written as it stands, without VALUE=. */
type Property = [name: string, parameters: Record<string, string>, type: string, value: string | number]

const PRODUCT = '-//Holdfast//Holdfast//EN'
const EARLIEST = Date.UTC(1970, 0, 1)
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59)
/** INTEGER of RFC 5545 has 32 bits. */
const LARGEST_SEQUENCE = 2 ** 31 - 1

/**
 * A calendar in the text of RFC 5545: CR LF at the end of every line, lines of at most 75 octets, times in UTC. The same calendar
 * gives the same bytes. Texts are cleaned by `calendar-text.ts`, otherwise kept whole. PUBLISH names no attendees (RFC 5546, 3.2.1).
 * @throws RangeError for what no program would take: an event that ends before it starts, a REQUEST without attendees.
 */
export function buildCalendar(calendar: Calendar): string {
  const { method, events } = calendar
  checkCalendar(calendar)
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', `PRODID:${PRODUCT}`, 'CALSCALE:GREGORIAN']
  if (method) lines.push(`METHOD:${method}`)
  if (!isInvitation(method)) writeAll(lines, feedProperties(calendar))
  for (const event of events) {
    lines.push('BEGIN:VEVENT')
    writeAll(lines, eventProperties(method, event))
    lines.push('END:VEVENT')
  }
  lines.push('END:VCALENDAR', '')
  return lines.join('\r\n')
}

function writeAll(lines: string[], properties: readonly Property[]): void {
  for (const property of properties) {
    lines.push(foldLine(ICAL.stringify.property(property, ICAL.design.icalendar, true)))
  }
}

/** Each under the name of RFC 7986 and under the one that programs knew before. */
function feedProperties({ name, refreshMinutes }: Calendar): Property[] {
  const properties: Property[] = []
  const shown = escapeText(calendarLine(name ?? ''))
  if (shown) properties.push(['name', {}, 'unknown', shown], ['x-wr-calname', {}, 'unknown', shown])
  if (refreshMinutes !== undefined) {
    const duration = `PT${refreshMinutes}M`
    properties.push(['refresh-interval', {}, 'duration', duration], ['x-published-ttl', {}, 'unknown', duration])
  }
  return properties
}

function eventProperties(method: CalendarMethod | null, event: CalendarEvent): Property[] {
  const { createdAt, changedAt, status, organizer } = event
  const isCancelled = status === 'CANCELLED'
  const properties: Property[] = [
    ['uid', {}, 'text', calendarLine(event.uid)],
    ['sequence', {}, 'integer', event.sequence],
    time('dtstamp', event.writtenAt),
    time('dtstart', event.startsAt),
    time('dtend', event.endsAt),
    ['summary', {}, 'text', calendarLine(event.summary)],
  ]
  const description = calendarText(event.description)
  if (description) properties.push(['description', {}, 'text', description])
  const location = calendarText(event.location ?? '')
  if (location) properties.push(['location', {}, 'text', location])
  const uri = toUri(event.url ?? '')
  if (uri) properties.push(['url', {}, 'uri', uri])
  if (status) properties.push(['status', {}, 'text', status])
  if (method !== 'CANCEL') properties.push(['transp', {}, 'text', isCancelled ? 'TRANSPARENT' : 'OPAQUE'])
  if (createdAt !== undefined) properties.push(time('created', createdAt))
  if (changedAt !== undefined) properties.push(time('last-modified', changedAt))
  if (organizer) properties.push(['organizer', nameOf(organizer), 'cal-address', toCalendarAddress(organizer.address)])
  if (method !== 'PUBLISH') for (const attendee of event.attendees) properties.push(attendeeProperty(method, attendee))
  if (method === 'REQUEST') properties.push(...outlookProperties(event))
  return properties
}

/** PARTSTAT is written even where it is the default: iOS shows no invitation without it. */
function attendeeProperty(method: CalendarMethod | null, attendee: CalendarAttendee): Property {
  const parameters = {
    cutype: 'INDIVIDUAL',
    role: 'REQ-PARTICIPANT',
    partstat: attendee.partstat,
    ...(method === 'REQUEST' && attendee.asksForReply && { rsvp: 'TRUE' }),
    ...nameOf(attendee),
  }
  return ['attendee', parameters, 'cal-address', toCalendarAddress(attendee.address)]
}

function outlookProperties({ status, takesProposals }: CalendarEvent): Property[] {
  const properties: Property[] = [
    ['x-microsoft-cdo-busystatus', {}, 'unknown', status === 'TENTATIVE' ? 'TENTATIVE' : 'BUSY'],
    ['x-microsoft-cdo-intendedstatus', {}, 'unknown', 'BUSY'],
  ]
  if (takesProposals === false) properties.push(['x-microsoft-disallow-counter', {}, 'unknown', 'TRUE'])
  return properties
}

function nameOf(party: CalendarParty): { cn?: string } {
  const name = calendarParameter(party.name)
  return name ? { cn: name } : {}
}

function time(name: string, instant: number): Property {
  return [name, {}, 'date-time', `${new Date(instant).toISOString().slice(0, 19)}Z`]
}

/** For properties newer than ical.js: it would write VALUE=TEXT, which readers of X-WR-CALNAME do not expect. */
function escapeText(text: string): string {
  return ICAL.stringify.value(text, 'text', ICAL.design.icalendar, false)
}

function isInvitation(method: CalendarMethod | null): boolean {
  return method === 'REQUEST' || method === 'CANCEL'
}

function checkCalendar({ method, refreshMinutes, events }: Calendar): void {
  refuse(refreshMinutes !== undefined && !(Number.isInteger(refreshMinutes) && refreshMinutes > 0), 'refreshMinutes')
  for (const event of events) checkEvent(event)
  if (!isInvitation(method)) return
  const [first] = events
  refuse(!first, `a ${method} without an event`)
  for (const { uid, status, organizer, attendees } of events) {
    refuse(uid !== first!.uid, `a ${method} about several UIDs`)
    refuse(!organizer?.address.trim(), `a ${method} without an organizer`)
    refuse(attendees.length === 0, `a ${method} without attendees`)
    const isPossible = method === 'CANCEL' ? status === 'CANCELLED' || status === null : status !== 'CANCELLED'
    refuse(!isPossible, `a ${method} with status ${status}`)
  }
}

function checkEvent(event: CalendarEvent): void {
  const { uid, sequence, startsAt, endsAt, attendees } = event
  refuse(calendarLine(uid) === '', 'an event without a UID')
  refuse(!(Number.isInteger(sequence) && sequence >= 0 && sequence <= LARGEST_SEQUENCE), `sequence ${sequence}`)
  for (const at of [event.writtenAt, startsAt, endsAt, event.createdAt ?? 0, event.changedAt ?? 0]) {
    refuse(!(at >= EARLIEST && at <= LATEST), `the instant ${at}`)
  }
  refuse(Math.floor(endsAt / 1000) <= Math.floor(startsAt / 1000), 'an event that ends before it starts')
  refuse(
    attendees.some(({ address }) => calendarLine(address) === ''),
    'an attendee without an address',
  )
}

function refuse(isWrong: boolean, what: string): void {
  if (isWrong) throw new RangeError(`no calendar can be built with ${what}`)
}
