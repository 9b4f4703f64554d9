import { parseCalendar, type ReceivedEvent, type ReceivedParty } from '../../../lib/ical/parse-calendar.ts'
import { UnreadableCalendar } from '../../../lib/ical/unreadable-calendar.ts'
import type { Language } from '../../../lib/languages/language.ts'
import { writeSpan } from '../../../lib/time/write-span.ts'
import { type Html, html } from '../../../platform/http/html.ts'
import type { MessageFacts } from '../message.ts'
import { factList } from './fact-list.ts'
import { typed } from './mailbox-frame.ts'
import { textWithLinks } from './text-with-links.ts'

/** What the calendar program of the recipient makes of the entry: read back from the very text that is sent. */
export function calendarEntry(content: string, { recipient, unit }: MessageFacts): Html {
  const reader = { ...recipient, placeZone: unit.timeZone }
  try {
    const { method, events } = parseCalendar(content)
    return html`${events.map((event) => entry(method, event, reader))}`
  } catch (error) {
    if (!(error instanceof UnreadableCalendar)) throw error
    return html`<p class="trouble">No calendar program will read this: ${error.message}.</p>`
  }
}

type Reader = { language: Language; timeZone: string; placeZone: string }

function entry(method: string | null, event: ReceivedEvent, reader: Reader): Html {
  const isOver = method === 'CANCEL' || event.status === 'CANCELLED'
  return html`<article class="entry${isOver && ' over'}" aria-labelledby="entry-title">
<h3 id="entry-title" lang="${reader.language}">${typed(event.summary ?? 'Untitled')}</h3>
${factList([
  ['When', when(event, reader)],
  ['Where', event.location !== null && typed(event.location)],
  ['From', event.organizer !== null && party(event.organizer)],
  ['Who', event.attendees.map((attendee) => html`<span class="line">${party(attendee)}</span>`)],
  [
    'Notes',
    event.description !== null &&
      html`<span class="written" dir="auto" lang="${reader.language}">${textWithLinks(event.description)}</span>`,
  ],
  ['Method', html`${method ?? 'none'}, sequence ${event.sequence ?? 'unknown'}, status ${event.status ?? 'left out'}`],
  ['UID', html`<code>${event.uid}</code>`],
])}</article>`
}

function when({ startsAt, endsAt }: ReceivedEvent, reader: Reader): Html | false {
  if (startsAt === null || endsAt === null) return false
  const span = { startsAt, durationMinutes: (endsAt - startsAt) / 60_000 }
  const { day, times, atPlace } = writeSpan(span, { ...reader, language: 'en' })
  return html`${day}, ${times}${atPlace !== null && html` <span class="quiet">(${atPlace} there)</span>`}`
}

function party({ name, address, partstat }: ReceivedParty): Html {
  return html`${name !== '' && html`${typed(name)} `}<span class="address">&lt;${address}&gt;</span>${
    partstat !== null && html` <span class="quiet">${partstat.toLowerCase()}</span>`
  }`
}
