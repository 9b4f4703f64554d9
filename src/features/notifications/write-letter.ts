import { cleanText } from '../../lib/clean-text.ts'
import { type Words, wordsIn } from '../../lib/languages/words.ts'
import { isolate, type Letter, type LetterRow, nameText, withoutMarks } from './letter.ts'
import { emailText, type LetterLink, type LetterText, linkTo, phoneText } from './link.ts'
import type { AppointmentFacts, MessageFacts, MessageLinks } from './message.ts'
import type { Occasion } from './tell-occasion.ts'

/** Longest subject line, and of it the name of a service or a client; UTF-16 units. */
const SUBJECT = 200
const NAME_IN_SUBJECT = 48
const ADDRESS = 200
const NOTES = 600
/** Names a list shows before it ends in …. */
const LISTED = 5

/** The letter about an appointment, for e-mail. */
export function writeLetter(facts: MessageFacts, links: MessageLinks, occasion: Occasion): Letter {
  const words = wordsIn[facts.recipient.language]
  const { telling, span, appointment, heading, lead, action, previousStart } = occasion
  const { labels, subject } = words.messages
  const what = withoutMarks(
    nameText(facts.audience === 'CLIENT' ? appointment.service : appointment.clientName, NAME_IN_SUBJECT),
  )
  return {
    ...frame(facts, words),
    subject: cleanText(subject(occasion.subject, what, occasion.when), SUBJECT),
    preview: lead || heading,
    heading,
    lead,
    code: null,
    time: {
      label: previousStart === null ? labels.when : labels.newTime,
      day: span.day,
      times: span.times,
      atPlace: span.atPlace,
      previous: previousStart === null ? null : { label: labels.previousTime, start: previousStart },
      stands: telling.stands,
    },
    rows: rows(facts, words, appointment),
    action,
    calendarLinks: telling.isFirm ? calendarLinks(links, words) : [],
  }
}

/** The letter that carries a one-time code. It holds no link: nobody is to learn that codes and links come together. */
export function writeCodeLetter(facts: MessageFacts, digits: string, validMinutes: number): Letter {
  const words = wordsIn[facts.recipient.language]
  const { subject, heading, lead, unasked } = words.messages.code
  return {
    ...frame(facts, words),
    subject: subject(digits),
    preview: lead(validMinutes),
    heading,
    lead: lead(validMinutes),
    code: { digits, unasked },
    time: null,
    rows: [],
    action: null,
    calendarLinks: [],
  }
}

function frame({ unit, recipient }: MessageFacts, { messages }: Words) {
  const ways = [phoneText(unit.phone), emailText(unit.email)].filter((way) => way !== null)
  return {
    language: recipient.language,
    sender: nameText(unit.name),
    contact: { label: messages.labels.questions, ways },
  }
}

/** Notes are shown to the provider alone: staff write into them too. */
function rows(facts: MessageFacts, { messages }: Words, appointment: AppointmentFacts): LetterRow[] {
  const { labels, lasting } = messages
  const service = plain(lasting(nameText(appointment.service), appointment.durationMinutes))
  const others = appointment.people.filter((name) => name !== facts.recipient.name)
  const found: [label: string, value: LetterText | null][] =
    facts.audience === 'CLIENT'
      ? [
          [labels.service, service],
          [labels.with, plain(list(appointment.people))],
          [labels.where, plain(joined(list(appointment.rooms), facts.unit.address, ADDRESS))],
          [labels.forWhom, plain(otherName(facts, appointment))],
        ]
      : [
          [labels.client, plain(nameText(appointment.clientName))],
          [labels.phone, phoneText(appointment.clientPhone)],
          [labels.service, service],
          [labels.with, plain(list(others))],
          [labels.where, plain(list(appointment.rooms))],
          [labels.notes, plain(isolate(cleanText(appointment.notes, NOTES)))],
        ]
  return found.flatMap(([label, value]) => (value && value.text !== '' ? [{ label, value }] : []))
}

/** Who comes, when that is not the reader: a parent books for a child. */
function otherName({ recipient }: MessageFacts, { clientName }: AppointmentFacts): string {
  const name = nameText(clientName)
  return name === nameText(recipient.name) ? '' : name
}

function calendarLinks(links: MessageLinks, { messages }: Words): LetterLink[] {
  const { addToCalendar, addToGoogle } = messages.actions
  return [linkTo(links.calendarFile, addToCalendar), linkTo(links.googleCalendar, addToGoogle)].filter(
    (link) => link !== null,
  )
}

const plain = (text: string): LetterText => ({ text, href: null })

function joined(first: string, text: string | null, limit: number): string {
  return [first, isolate(cleanText(text ?? '', limit))].filter(Boolean).join(', ')
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).map((name) => nameText(name))
  return names.length > shown.length ? `${shown.join(', ')}, …` : shown.join(', ')
}
