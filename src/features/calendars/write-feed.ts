import { buildCalendar } from '../../lib/ical/build-calendar.ts'
import type { AppointmentId, ClientId } from '../../lib/ids.ts'
import type { CalendarAppointment } from '../booking/load-calendar.ts'
import type { ClientContact } from '../clients/load-clients.ts'
import type { Catalogue } from '../units/catalogue.ts'
import type { Unit } from '../units/unit.ts'
import { type FeedSubject, refreshMinutes } from './feed.ts'
import { type EntryView, writeEntry } from './write-entry.ts'

/** Everything a feed is made of. */
export type FeedParts = {
  readonly feed: FeedSubject
  readonly unit: Unit
  readonly catalogue: Catalogue
  readonly appointments: readonly CalendarAppointment[]
  readonly clients: ReadonlyMap<ClientId, ClientContact>
  /** Addresses of appointments' pages; of a client's feed. */
  readonly links: ReadonlyMap<AppointmentId, string>
}

/** A feed in the view and language of its reader: a client sees where to go, a resource who comes, a unit who goes to whom. */
export function writeFeed({ feed, unit, catalogue, appointments, clients, links }: FeedParts): string {
  const audience = audienceOf(feed, catalogue)
  const events = appointments.map(({ appointment, isGone }) => {
    const client = appointment.clientId ? clients.get(appointment.clientId) : undefined
    const language = (audience === 'CLIENT' && client?.locale) || unit.locale
    const link = links.get(appointment.id) ?? null
    return writeEntry(appointment, { audience, language, unit, catalogue, client, link, isGone })
  })
  return buildCalendar({ method: null, name: nameOf(feed, unit, catalogue), refreshMinutes, events })
}

function audienceOf(feed: FeedSubject, { resources }: Catalogue): EntryView['audience'] {
  if (feed.purpose === 'CLIENT_FEED') return 'CLIENT'
  const isPerson = feed.purpose === 'RESOURCE_FEED' && resources.get(feed.subjectId)?.kind === 'PERSON'
  return isPerson ? 'PROVIDER' : 'UNIT'
}

function nameOf(feed: FeedSubject, unit: Unit, { resources }: Catalogue): string {
  const resource = feed.purpose === 'RESOURCE_FEED' ? resources.get(feed.subjectId) : undefined
  return resource ? `${resource.name} – ${unit.name}` : unit.name
}
