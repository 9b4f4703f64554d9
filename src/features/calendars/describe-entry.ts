import { cleanText } from '../../lib/clean-text.ts'
import type { CalendarEvent } from '../../lib/ical/calendar-event.ts'
import type { Language } from '../../lib/languages/language.ts'
import { wordsIn } from '../../lib/languages/words.ts'

/** What an entry in somebody's calendar says of an appointment. */
export type EntryFacts = {
  /** UNIT: whoever looks after several people's appointments, so it says with whom. */
  readonly audience: 'CLIENT' | 'PROVIDER' | 'UNIT'
  readonly language: Language
  readonly unit: { readonly name: string; readonly phone: string | null; readonly address: string | null }
  readonly service: string
  /** Epoch ms. */
  readonly startsAt: number
  readonly durationMinutes: number
  readonly clientName: string
  readonly clientPhone: string | null
  readonly people: readonly string[]
  readonly rooms: readonly string[]
  readonly notes: string
  /** Where it can be seen and changed. */
  readonly link: string | null
}

export type EntryText = Pick<CalendarEvent, 'startsAt' | 'endsAt' | 'summary' | 'description' | 'location' | 'url'>

/** As long as a name may be; whatever is longer came another way, and programs refuse lines without an end. */
const longestName = 200
const longestNotes = 1000

/**
 * The parts of a calendar entry that are words, each in its reader's view: a client sees the place, a provider the client
 * (D2). A cancelled one says so in its title and leads nowhere.
 */
export function describeEntry(typed: EntryFacts, isCancelled = false): EntryText {
  const facts = inLines(typed)
  const { calendar } = wordsIn[facts.language]
  const title =
    facts.audience === 'CLIENT'
      ? calendar.clientTitle(facts.service, facts.unit.name)
      : calendar.providerTitle(facts.service, facts.clientName)
  const link = isCancelled ? null : facts.link
  return {
    startsAt: facts.startsAt,
    endsAt: facts.startsAt + facts.durationMinutes * 60_000,
    summary: isCancelled ? calendar.cancelledTitle(title) : title,
    description: describe({ ...facts, link }),
    location: [...facts.rooms, facts.unit.address].filter(Boolean).join(', ') || facts.unit.name,
    url: link,
  }
}

function inLines(facts: EntryFacts): EntryFacts {
  const name = (text: string) => cleanText(text, longestName)
  const { unit } = facts
  return {
    ...facts,
    unit: { ...unit, name: name(unit.name), address: unit.address && cleanText(unit.address, 500) },
    service: name(facts.service),
    clientName: name(facts.clientName),
    people: facts.people.map(name),
    rooms: facts.rooms.map(name),
    notes: cleanText(facts.notes, longestNotes),
  }
}

function describe(facts: EntryFacts): string {
  const { audience, unit, people, link } = facts
  const { labels, lasting, actions } = wordsIn[facts.language].messages
  const isClient = audience === 'CLIENT'
  const lines: [string, string | null][] = [
    [labels.service, lasting(facts.service, facts.durationMinutes)],
    [labels.with, audience === 'PROVIDER' ? null : people.join(', ')],
    [labels.client, isClient ? null : facts.clientName],
    [labels.phone, isClient ? unit.phone : facts.clientPhone],
    [labels.notes, isClient ? null : facts.notes],
    [actions.change, isClient ? link : null],
  ]
  return lines.flatMap(([label, value]) => (value ? `${label}: ${value}` : [])).join('\n')
}
