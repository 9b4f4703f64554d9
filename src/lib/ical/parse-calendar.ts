import ICAL from 'ical.js'
import { fromCalendarAddress } from './calendar-address.ts'
import { calendarLimits, type ReceivedComponent, readComponents } from './received-lines.ts'
import { durationOf, instantOf } from './received-time.ts'
import { UnreadableCalendar } from './unreadable-calendar.ts'

/** What somebody's calendar program sent. It is a claim and nothing more: who may say so is decided elsewhere. */
export type ReceivedCalendar = {
  /** In capitals; null for a file without METHOD. Not only those we know. */
  readonly method: string | null
  readonly productId: string | null
  readonly events: readonly ReceivedEvent[]
}

/** Instants are epoch milliseconds; null where there is none, or none that can be told. */
export type ReceivedEvent = {
  readonly uid: string
  /** Null when it was left out or is no whole number from 0. */
  readonly sequence: number | null
  /** As written; the occurrence it speaks of is `recurrenceAt`. */
  readonly recurrenceId: string | null
  readonly recurrenceAt: number | null
  /** DTSTAMP. */
  readonly writtenAt: number | null
  readonly startsAt: number | null
  /** From DTEND, or from DTSTART and DURATION. */
  readonly endsAt: number | null
  readonly summary: string | null
  readonly description: string | null
  readonly location: string | null
  /** In capitals. */
  readonly status: string | null
  readonly comment: string | null
  readonly organizer: ReceivedParty | null
  readonly attendees: readonly ReceivedParty[]
}

export type ReceivedParty = {
  /** Without `mailto:`, in the case it was written in: compare without regard to it. */
  readonly address: string
  readonly name: string
  /** In capitals. */
  readonly partstat: string | null
  /** All parameters by their names in capitals, `X-RESPONSE-COMMENT` among them. */
  readonly parameters: ReadonlyMap<string, string>
}

type JcalProperty = [name: string, parameters: Record<string, unknown>, type: string, value: unknown]

/**
 * Reads a calendar from outside. Bounded before anything is understood, tolerant of what programs are known to get wrong: a
 * property that cannot be read counts as left out. No recurrence rule is ever expanded.
 * @throws UnreadableCalendar and nothing else
 */
export function parseCalendar(text: string): ReceivedCalendar {
  const calendars = readComponents(text).filter(({ name }) => name === 'VCALENDAR')
  const [calendar] = calendars
  if (!calendar) throw new UnreadableCalendar('no-calendar', 'there is no VCALENDAR')
  if (calendars.length > 1) throw new UnreadableCalendar('several-calendars', `${calendars.length} VCALENDAR`)
  const zones = calendar.components.filter(({ name }) => name === 'VTIMEZONE')
  return {
    method: capitals(textOf(calendar, 'METHOD')),
    productId: textOf(calendar, 'PRODID'),
    events: calendar.components.filter(({ name }) => name === 'VEVENT').map((event) => readEvent(event, zones)),
  }
}

function readEvent(event: ReceivedComponent, zones: readonly ReceivedComponent[]): ReceivedEvent {
  const uid = textOf(event, 'UID')
  if (!uid) throw new UnreadableCalendar('no-uid', 'an event has no UID')
  const startsAt = timeOf(event, 'DTSTART', zones)
  const endsAt = endOf(event, startsAt, zones)
  if (startsAt !== null && endsAt !== null && endsAt - startsAt > calendarLimits.eventDays * 86_400_000) {
    throw new UnreadableCalendar('too-long-an-event', `more than ${calendarLimits.eventDays} days`)
  }
  const [organizer = null] = partiesOf(event, 'ORGANIZER')
  return {
    uid,
    sequence: sequenceOf(event),
    recurrenceId: textOf(event, 'RECURRENCE-ID'),
    recurrenceAt: timeOf(event, 'RECURRENCE-ID', zones),
    writtenAt: timeOf(event, 'DTSTAMP', zones),
    startsAt,
    endsAt,
    summary: textOf(event, 'SUMMARY'),
    description: textOf(event, 'DESCRIPTION'),
    location: textOf(event, 'LOCATION'),
    status: capitals(textOf(event, 'STATUS')),
    comment: textOf(event, 'COMMENT'),
    organizer,
    attendees: partiesOf(event, 'ATTENDEE'),
  }
}

function endOf(event: ReceivedComponent, startsAt: number | null, zones: readonly ReceivedComponent[]): number | null {
  const end = timeOf(event, 'DTEND', zones)
  if (end !== null || startsAt === null) return end
  const duration = durationOf(textOf(event, 'DURATION') ?? '')
  return duration === null ? null : startsAt + duration
}

/** ical.js reads a SEQUENCE that is no number as 0, which would be a revision; so the line is looked at, too. */
function sequenceOf(event: ReceivedComponent): number | null {
  const value = propertiesOf(event, 'SEQUENCE')[0]?.[3]
  const isWritten = event.lines.some(({ name, text }) => name === 'SEQUENCE' && /:\s*\d+\s*$/.test(text))
  return isWritten && typeof value === 'number' && Number.isSafeInteger(value) ? value : null
}

function timeOf(component: ReceivedComponent, name: string, zones: readonly ReceivedComponent[]): number | null {
  const [property] = propertiesOf(component, name)
  if (!property) return null
  const [, { tzid }, , value] = property
  return instantOf(String(value), typeof tzid === 'string' ? tzid : undefined, zones)
}

function textOf(component: ReceivedComponent, name: string): string | null {
  const value = propertiesOf(component, name)[0]?.[3]
  return value === undefined ? null : String(value).trim() || null
}

function capitals(text: string | null): string | null {
  return text === null ? null : text.toUpperCase()
}

function partiesOf(component: ReceivedComponent, name: string): ReceivedParty[] {
  return propertiesOf(component, name).map(([, given, , value]) => {
    const parameters = new Map(Object.entries(given).map(([key, text]) => [key.toUpperCase(), String(text)]))
    return {
      address: fromCalendarAddress(String(value)),
      name: parameters.get('CN')?.trim() ?? '',
      partstat: capitals(parameters.get('PARTSTAT')?.trim() ?? null),
      parameters,
    }
  })
}

/** Line by line, so that one that ical.js refuses (`ORGANIZER;mailto:…`) does not take the others with it. */
function propertiesOf(component: ReceivedComponent, name: string): JcalProperty[] {
  return component.lines
    .filter((line) => line.name === name)
    .flatMap((line) => {
      try {
        return [ICAL.parse.property(line.text) as JcalProperty]
      } catch {
        return []
      }
    })
}
