import type { Config } from '../../config.ts'
import { type Language, languages } from '../../lib/languages/language.ts'
import type { Composable } from './compose-outgoing.ts'
import type { Audience, MessageKind } from './message.ts'
import { type AttachedInvitation, messageIdOf, type NotificationId } from './notification.ts'
import { type SampleMessage, sampleMessages } from './sample-facts.ts'

/** A template with sample data, as an outbox row that nobody will send. */
export type Preview = {
  /** `appointment-moved.by-unit.client.lt` */
  readonly id: string
  readonly kind: MessageKind
  readonly variant: string | null
  readonly audience: Audience
  readonly language: Language
  readonly row: Composable
}

/** Every template in every language (E4), in the order of the occasions. */
export function listPreviews({ UID_DOMAIN }: Pick<Config, 'UID_DOMAIN'>): Preview[] {
  return languages.flatMap((language) => sampleMessages(language).map((sample) => previewOf(sample, UID_DOMAIN)))
}

const sampleId = '019cd1c2-7b00-7000-8000-000000000001' as NotificationId

function previewOf({ kind, variant, audience, language, facts, writtenAt }: SampleMessage, domain: string): Preview {
  const address = `${audience.toLowerCase()}@example.com`
  return {
    id: [kind, variant, audience.toLowerCase(), language].filter((part) => part !== null).join('.'),
    kind,
    variant,
    audience,
    language,
    row: {
      id: sampleId,
      channel: 'EMAIL',
      address,
      facts,
      ics: facts.appointment && invitationFor(kind, address, `${facts.appointment.id}@${domain}`, writtenAt),
      message_id: messageIdOf(sampleId, domain),
      thread_id: null,
      dated_at: Temporal.Instant.fromEpochMilliseconds(writtenAt),
    },
  }
}

/** Calendars are told what changes an entry, and nothing else. */
const methodOf: Partial<Record<MessageKind, AttachedInvitation['method']>> = {
  'appointment-booked': 'REQUEST',
  'appointment-moved': 'REQUEST',
  'appointment-cancelled': 'CANCEL',
  'appointment-declined': 'CANCEL',
}

function invitationFor(kind: MessageKind, attendee: string, uid: string, dtstamp: number): AttachedInvitation | null {
  const method = methodOf[kind]
  if (!method) return null
  return {
    uid,
    method,
    sequence: kind === 'appointment-booked' ? 0 : 1,
    attendee,
    partstat: 'NEEDS-ACTION',
    dtstamp,
    status: method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED',
  }
}
