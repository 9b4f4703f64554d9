import { say, type TellingName } from '../../lib/languages/message-words.ts'
import type { Nearness } from '../../lib/languages/time-words.ts'
import { type Words, wordsIn } from '../../lib/languages/words.ts'
import { nearnessOf, type WrittenSpan, writeSpan } from '../../lib/time/write-span.ts'
import { nameText } from './letter.ts'
import { type LetterLink, linkTo } from './link.ts'
import type { AppointmentFacts, MessageFacts, MessageLinks } from './message.ts'
import { chooseTelling, type Telling, tellingOf } from './telling.ts'

/** What happened to an appointment, in the reader's words; what its letter and its short form have in common. */
export type Occasion = {
  readonly name: TellingName
  readonly telling: Telling
  readonly appointment: AppointmentFacts
  readonly span: WrittenSpan
  /** Start before a move, in words. */
  readonly previousStart: string | null
  /** The start, with a word for today or tomorrow where that is the point of the message. */
  readonly when: string
  /** Begins the subject line. */
  readonly subject: string
  readonly heading: string
  readonly lead: string
  /** The one thing to do next, where its address is known. */
  readonly action: LetterLink | null
}

/**
 * Chooses what is said; null for a one-time code. `writtenAt` (epoch ms) is when: an approval and a reminder then also say
 * today or tomorrow. @throws TypeError when the facts lack the appointment.
 */
export function tellOccasion(facts: MessageFacts, links: MessageLinks, writtenAt: number | null): Occasion | null {
  const name = chooseTelling(facts)
  if (name === null) return null
  const { appointment, recipient, unit } = facts
  if (!appointment) throw new TypeError(`${facts.kind} tells of an appointment, and there is none`)
  const words = wordsIn[recipient.language]
  const reader = { ...recipient, placeZone: unit.timeZone }
  const isMove = name === 'movedByClient' || name === 'movedByUnit'
  const before = appointment.previousStartsAt === null ? null : Date.parse(appointment.previousStartsAt)
  // Who is taken off an appointment while it moves loses the time it had.
  const isTakenOff = facts.kind === 'appointment-cancelled' && before !== null
  const startsAt = isTakenOff ? before : Date.parse(appointment.startsAt)
  const written = (at: number) => writeSpan({ startsAt: at, durationMinutes: appointment.durationMinutes }, reader)
  const span = written(startsAt)
  const isNear = writtenAt !== null && (name === 'approved' || name === 'reminder')
  const nearness = isNear ? nearnessOf(startsAt, writtenAt, reader) : 'LATER'
  const { subject, heading, lead } = wording(words, facts, name)
  const told = { unit: nameText(unit.name), nearness }
  return {
    name,
    telling: tellingOf(name),
    appointment,
    span,
    previousStart: isMove && before !== null ? written(before).start : null,
    when: soon(words, span.start, nearness),
    subject,
    heading: say(heading, told),
    lead: lead === null ? '' : say(lead, told),
    action: action(words, facts, links, name),
  }
}

function wording({ messages }: Words, { audience }: MessageFacts, name: TellingName) {
  // chooseTelling tells no provider of holds.
  return audience === 'PROVIDER' && name !== 'holdExpired' ? messages.provider[name] : messages.client[name]
}

function action({ messages }: Words, { audience }: MessageFacts, links: MessageLinks, name: TellingName) {
  const { answer, open, change, chooseTime } = messages.actions
  if (audience === 'PROVIDER') return linkTo(links.appointment, name === 'requested' ? answer : open)
  const { next } = tellingOf(name)
  if (next === 'CHANGE') return linkTo(links.appointment, change)
  return next === 'CHOOSE' ? linkTo(links.booking, chooseTime) : null
}

function soon({ times }: Words, start: string, nearness: Nearness): string {
  return nearness === 'LATER' ? start : `${nearness === 'TODAY' ? times.today : times.tomorrow}, ${start}`
}
