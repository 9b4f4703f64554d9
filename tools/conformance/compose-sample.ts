import { mailOf } from '../../src/features/notifications/channels/email.ts'
import { type Composable, composeOutgoing } from '../../src/features/notifications/compose-outgoing.ts'
import type { MessageFacts } from '../../src/features/notifications/message.ts'
import { composeMail } from '../../src/platform/mail/compose-mail.ts'
import type { SampleMessage } from './sample-messages.ts'

const settings = {
  AUTH_SECRET: 'a secret for samples that is long enough to be one',
  MAIL_FROM: 'no-reply@clinic.example',
  REPLY_DOMAIN: 'rsvp.clinic.example',
  NOTIFICATIONS_REDIRECT_TO: undefined,
  SITE_URL: 'https://clinic.example',
}

const kinds = {
  request: 'appointment-booked',
  move: 'appointment-moved',
  'cancel-all': 'appointment-cancelled',
  'cancel-one': 'appointment-cancelled',
} as const

/** The message as the product puts it onto the wire: its words, its calendar entry, its mail. */
export function composeSample(message: SampleMessage): Promise<Buffer> {
  return composeMail(mailOf(composeOutgoing(settings, rowOf(message)), settings.MAIL_FROM))
}

function rowOf({ kind, language, to, method, event, messageId, threadId, writtenAt }: SampleMessage): Composable {
  const [attendee] = event.attendees
  const audience = event.url === null && kind !== 'cancel-all' ? 'PROVIDER' : 'CLIENT'
  const facts: MessageFacts = {
    kind: kinds[kind],
    audience,
    recipient: { name: to.name, language, timeZone: 'Europe/Vilnius' },
    unit: {
      name: event.organizer?.name ?? '',
      slug: 'clinic',
      timeZone: 'Europe/Lisbon',
      phone: '+37060000000',
      email: 'desk@clinic.example',
      address: event.location,
    },
    appointment: {
      id: event.uid.slice(0, event.uid.indexOf('@')),
      service: event.summary,
      startsAt: new Date(event.startsAt).toISOString(),
      durationMinutes: (event.endsAt - event.startsAt) / 60_000,
      previousStartsAt: kind === 'move' ? new Date(event.startsAt - 2_700_000).toISOString() : null,
      clientName: to.name,
      clientPhone: null,
      people: [to.name, event.summary],
      rooms: [event.summary],
      notes: event.description,
      cancelReason: kind === 'cancel-all' ? 'CANCELLED_BY_UNIT' : null,
      changedBy: 'UNIT',
    },
    code: null,
  }
  return {
    id: event.uid.slice(0, event.uid.indexOf('@')) as Composable['id'],
    address: to.address,
    channel: 'EMAIL',
    facts,
    ics: {
      uid: event.uid,
      method,
      sequence: event.sequence,
      attendee: to.address,
      partstat: attendee?.partstat ?? 'NEEDS-ACTION',
      dtstamp: event.writtenAt,
      status: event.status === 'TENTATIVE' ? 'CONFIRMED' : event.status,
    },
    message_id: messageId,
    thread_id: threadId,
    dated_at: Temporal.Instant.fromEpochMilliseconds(writtenAt),
  }
}
