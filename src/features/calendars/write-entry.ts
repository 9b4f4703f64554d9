import type { CalendarEvent } from '../../lib/ical/calendar-event.ts'
import type { Language } from '../../lib/languages/language.ts'
import type { Appointment } from '../booking/appointment.ts'
import type { ClientContact } from '../clients/load-clients.ts'
import type { Catalogue, CatalogueResource } from '../units/catalogue.ts'
import type { Unit } from '../units/unit.ts'
import { describeEntry, type EntryFacts, type EntryText } from './describe-entry.ts'

/** What an entry says besides the appointment, and to whom. */
export type EntryView = {
  readonly audience: EntryFacts['audience']
  readonly language: Language
  readonly unit: Unit
  readonly catalogue: Catalogue
  readonly client: Pick<ClientContact, 'name' | 'phone'> | undefined
  /** Where a client sees it; null when it is gone or has no such address. */
  readonly link: string | null
  readonly isGone: boolean
}

/**
 * An appointment as an entry of a file or a feed: UID and SEQUENCE are those of its invitations, so that it is one entry
 * however it came. Without ORGANIZER and ATTENDEE: it is a copy to keep and nobody is asked anything (RFC 5545, 3.8.4.3),
 * Outlook would ask for an answer and send it nowhere, and the address replies go to is for the one who was invited.
 * DTSTAMP is the last change of the appointment, as RFC 5545, 3.8.7.2 has it where there is no METHOD.
 */
export function writeEntry(appointment: Appointment, view: EntryView): CalendarEvent {
  return {
    ...describeAppointment(appointment, view),
    uid: appointment.uid,
    sequence: appointment.icsSequence,
    writtenAt: appointment.updatedAt,
    createdAt: appointment.createdAt,
    changedAt: appointment.updatedAt,
    status: view.isGone ? 'CANCELLED' : appointment.status === 'PENDING_APPROVAL' ? 'TENTATIVE' : 'CONFIRMED',
    organizer: null,
    attendees: [],
  }
}

/** The words of that entry. */
export function describeAppointment(appointment: Appointment, view: EntryView): EntryText {
  const { unit, catalogue, client, isGone, link } = view
  return describeEntry(
    {
      audience: view.audience,
      language: view.language,
      unit,
      service: catalogue.services.get(appointment.serviceId)?.name ?? '',
      startsAt: appointment.startsAt,
      durationMinutes: appointment.durationMinutes,
      clientName: appointment.attendeeName ?? client?.name ?? '',
      clientPhone: client?.phone ?? null,
      people: namesOf(appointment, catalogue, 'PERSON'),
      rooms: namesOf(appointment, catalogue, 'ROOM'),
      notes: appointment.notes,
      link: isGone ? null : link,
    },
    isGone,
  )
}

/** The people or the rooms of an appointment, by name. */
export function namesOf(
  { places }: Appointment,
  { resources }: Catalogue,
  kind: CatalogueResource['kind'],
): readonly string[] {
  return places.flatMap(({ resourceId }) => {
    const resource = resources.get(resourceId)
    return resource?.kind === kind ? resource.name : []
  })
}
