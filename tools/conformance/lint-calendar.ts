import { type Finding, finding } from './finding.ts'
import { lintParty } from './lint-party.ts'
import { type CalendarComponent, readCalendarLines, valuesIn } from './read-calendar-lines.ts'

const methods = ['PUBLISH', 'REQUEST', 'REPLY', 'ADD', 'CANCEL', 'REFRESH', 'COUNTER', 'DECLINECOUNTER']
const feedProperties = ['NAME', 'X-WR-CALNAME', 'REFRESH-INTERVAL', 'X-PUBLISHED-TTL']
/** All that our entries are made of. Anything else got there by accident, or through somebody's name. */
const once = [
  ...[
    'UID',
    'SEQUENCE',
    'DTSTAMP',
    'DTSTART',
    'DTEND',
    'DURATION',
    'SUMMARY',
    'DESCRIPTION',
    'LOCATION',
    'URL',
    'STATUS',
  ],
  ...['TRANSP', 'CREATED', 'LAST-MODIFIED', 'ORGANIZER', 'CLASS', 'PRIORITY', 'RECURRENCE-ID'],
  ...['X-MICROSOFT-CDO-BUSYSTATUS', 'X-MICROSOFT-CDO-INTENDEDSTATUS', 'X-MICROSOFT-CDO-APPT-SEQUENCE'],
  'X-MICROSOFT-DISALLOW-COUNTER',
]
const texts = ['UID', 'SUMMARY', 'DESCRIPTION', 'LOCATION', 'COMMENT', 'PRODID', 'NAME', 'X-WR-CALNAME']
const statusesOf: Record<string, string[]> = {
  REQUEST: ['CONFIRMED', 'TENTATIVE'],
  CANCEL: ['CANCELLED'],
}
const utc = /^\d{8}T\d{6}Z$/

type Find = (rule: string, says: string) => void

/**
 * What is wrong with a calendar of ours: everything libical, vobject, icalendar and ical.js pass over, and whatever our own
 * rules ask for beyond RFC 5545 and 5546. None: an empty list. Knows nothing of the code that writes calendars.
 */
export function lintCalendar(bytes: Buffer): Finding[] {
  const { root, findings } = readCalendarLines(bytes)
  const find: Find = (rule, says) => findings.push(finding(rule, says))
  const [calendar] = root.components
  if (root.components.length !== 1 || calendar?.name !== 'VCALENDAR') {
    find('one-calendar', `it holds ${root.components.map(({ name }) => name).join(', ') || 'nothing'}`)
    return findings
  }
  const method = valuesIn(calendar, 'METHOD')[0]
  lintHead(calendar, method, find)
  const zones = calendar.components.filter(({ name }) => name === 'VTIMEZONE').map((zone) => valuesIn(zone, 'TZID')[0])
  const events = calendar.components.filter(({ name }) => name === 'VEVENT')
  if (isInvitation(method) && events.length !== 1) find('one-event', `a ${method} with ${events.length} events`)
  for (const event of events) lintEvent(event, method, zones, find)
  return findings
}

function lintHead(calendar: CalendarComponent, method: string | undefined, find: Find): void {
  for (const name of ['VERSION', 'PRODID']) {
    if (count(calendar, name) !== 1) find('required-property', `${name} stands ${count(calendar, name)} times`)
  }
  if (valuesIn(calendar, 'VERSION')[0] !== '2.0') find('version', `VERSION is ${valuesIn(calendar, 'VERSION')[0]}`)
  if (count(calendar, 'METHOD') > 1) find('property-once', 'METHOD stands more than once')
  if (method !== undefined && !methods.includes(method)) find('method', `nobody knows METHOD:${method}`)
  const expected = ['VERSION', 'PRODID', 'CALSCALE', 'METHOD']
  for (const { name } of calendar.lines) {
    if (feedProperties.includes(name)) {
      if (isInvitation(method)) find('feed-property', `${name} in a ${method}`)
    } else if (!expected.includes(name)) find('unexpected-property', name)
  }
  lintTexts(calendar, find)
}

function lintEvent(event: CalendarComponent, method: string | undefined, zones: unknown[], find: Find): void {
  const required = ['UID', 'DTSTAMP', 'DTSTART', 'SUMMARY', 'SEQUENCE', ...(isInvitation(method) ? ['ORGANIZER'] : [])]
  for (const name of required) if (count(event, name) === 0) find('required-property', `no ${name}`)
  if (isInvitation(method) && count(event, 'ATTENDEE') === 0) find('required-property', 'no ATTENDEE')
  if (method === 'PUBLISH' && count(event, 'ATTENDEE') > 0) find('attendee-published', 'ATTENDEE in a PUBLISH')
  for (const name of new Set(event.lines.map((line) => line.name))) {
    if (name === 'ATTENDEE' || name === 'COMMENT') continue
    if (!once.includes(name)) find('unexpected-property', name)
    else if (count(event, name) > 1) find('property-once', `${name} stands ${count(event, name)} times`)
  }
  const uid = valuesIn(event, 'UID')[0] ?? ''
  if (Buffer.byteLength(uid) > 255) find('uid-octets', `a UID of ${Buffer.byteLength(uid)} octets`)
  lintNumbers(event, find)
  lintTimes(event, zones, find)
  lintTexts(event, find)
  lintUrl(event, find)
  for (const line of event.lines) {
    if (line.name === 'ATTENDEE' || line.name === 'ORGANIZER') lintParty(line, method, find)
  }
  const addresses = event.lines.filter(({ name }) => name === 'ATTENDEE').map(({ value }) => value.toLowerCase())
  if (new Set(addresses).size < addresses.length) find('attendee-twice', 'somebody is an attendee twice')
  const status = valuesIn(event, 'STATUS')[0]
  const statuses = statusesOf[method ?? ''] ?? ['CONFIRMED', 'TENTATIVE', 'CANCELLED']
  if (status !== undefined && !statuses.includes(status)) find('status', `${method} with STATUS:${status}`)
  for (const { name } of event.components) {
    find(name === 'VALARM' && method === 'CANCEL' ? 'cancel-alarm' : 'unexpected-component', `${name} in a ${method}`)
  }
}

function lintNumbers(event: CalendarComponent, find: Find): void {
  const sequence = valuesIn(event, 'SEQUENCE')[0] ?? '0'
  if (!/^\d{1,10}$/.test(sequence) || Number(sequence) > 2 ** 31 - 1) find('sequence', `SEQUENCE:${sequence}`)
  // Outlook prefers it to SEQUENCE.
  const outlook = valuesIn(event, 'X-MICROSOFT-CDO-APPT-SEQUENCE')[0]
  if (outlook !== undefined && outlook !== sequence) find('outlook-sequence', `${outlook} beside SEQUENCE:${sequence}`)
}

function lintTimes(event: CalendarComponent, zones: unknown[], find: Find): void {
  for (const name of ['DTSTAMP', 'CREATED', 'LAST-MODIFIED']) {
    const value = valuesIn(event, name)[0]
    if (value !== undefined && instantOf(value) === undefined) find('utc-time', `${name}:${value}`)
  }
  for (const { name, parameters, value } of event.lines) {
    if (name !== 'DTSTART' && name !== 'DTEND') continue
    const zone = parameters.find((parameter) => parameter.name === 'TZID')?.values[0]
    if (zone !== undefined && !zones.includes(zone)) find('zone-missing', `TZID=${zone} without its VTIMEZONE`)
    if (zone === undefined && instantOf(value) === undefined) find('time', `${name}:${value} is no instant`)
  }
  const [start, end] = ['DTSTART', 'DTEND'].map((name) => valuesIn(event, name)[0]?.replace('Z', ''))
  if (end !== undefined && start !== undefined && end <= start) find('end-before-start', `${start} to ${end}`)
  if ((end === undefined) === (valuesIn(event, 'DURATION')[0] === undefined)) {
    find('one-end', 'neither DTEND nor DURATION, or both')
  }
}

function instantOf(value: string): number | undefined {
  if (!utc.test(value)) return undefined
  const iso = value.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6.000Z')
  const instant = Date.parse(iso)
  return Number.isNaN(instant) || new Date(instant).toISOString() !== iso ? undefined : instant
}

function lintTexts(component: CalendarComponent, find: Find): void {
  for (const { name, value } of component.lines) {
    if (texts.includes(name) && !/^(?:[^\\,;]|\\[\\,;nN])*$/.test(value)) find('text-escape', `${name}:${value}`)
  }
}

function lintUrl(event: CalendarComponent, find: Find): void {
  const url = valuesIn(event, 'URL')[0]
  if (url !== undefined && !(/^https?:\/\/[\x21-\x7e]+$/.test(url) && URL.canParse(url))) find('url', `URL:${url}`)
}

function count(component: CalendarComponent, name: string): number {
  return valuesIn(component, name).length
}

function isInvitation(method: string | undefined): boolean {
  return method === 'REQUEST' || method === 'CANCEL'
}
