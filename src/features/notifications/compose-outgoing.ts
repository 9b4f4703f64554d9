import type { Config } from '../../config.ts'
import { buildCalendar } from '../../lib/ical/build-calendar.ts'
import type { AppointmentId } from '../../lib/ids.ts'
import { linkToken, replyLocalPart } from '../calendars/address-token.ts'
import { describeEntry } from '../calendars/describe-entry.ts'
import { googleCalendarUrl } from '../calendars/google-calendar.ts'
import type { Outgoing } from './channels/channel.ts'
import type { AppointmentFacts, MessageFacts, MessageLinks } from './message.ts'
import type { AttachedInvitation } from './notification.ts'
import type { LeasedRow } from './notifications.sql.ts'
import { renderMessage } from './render-message.ts'

/** What of an outbox row makes its message; the same row makes the same bytes, at every attempt and in every preview. */
export type Composable = Pick<
  LeasedRow,
  'id' | 'address' | 'channel' | 'facts' | 'ics' | 'message_id' | 'thread_id' | 'dated_at'
>

type Settings = Pick<Config, 'AUTH_SECRET' | 'MAIL_FROM' | 'REPLY_DOMAIN' | 'NOTIFICATIONS_REDIRECT_TO' | 'SITE_URL'>

/** Puts an outbox row into words, links and calendar entry. Throws only by mistake. */
export function composeOutgoing(settings: Settings, row: Composable): Outgoing {
  const { facts } = row
  const links = linksFor(settings, facts)
  const organizer = organizerOf(settings, row)
  const replyTo = settings.REPLY_DOMAIN && row.ics ? organizer : ownAddressOf(facts)
  const outgoing: Outgoing = {
    id: row.id,
    to: { name: facts.recipient.name, address: row.address },
    from: { name: facts.unit.name, address: settings.MAIL_FROM },
    replyTo,
    message: renderMessage(facts, links, row.dated_at.epochMilliseconds),
    invitation: row.ics && facts.appointment ? invitationOf(row.ics, facts, facts.appointment, links, organizer) : null,
    messageId: row.message_id,
    threadId: row.thread_id,
    writtenAt: row.dated_at.epochMilliseconds,
  }
  return settings.NOTIFICATIONS_REDIRECT_TO ? redirect(outgoing, row, settings.NOTIFICATIONS_REDIRECT_TO) : outgoing
}

function linksFor({ AUTH_SECRET, SITE_URL }: Settings, facts: MessageFacts): MessageLinks {
  const { unit, appointment, audience } = facts
  const booking = `${SITE_URL}/book/${unit.slug}`
  // A provider has the console; these lead to what a client may see and do.
  if (!appointment || audience === 'PROVIDER') {
    return { appointment: null, calendarFile: null, googleCalendar: null, booking }
  }
  const token = linkToken(AUTH_SECRET, 'APPOINTMENT', appointment.id, 1)
  const link = `${SITE_URL}/reschedule?r=${token}`
  return {
    booking,
    appointment: link,
    calendarFile: `${SITE_URL}/calendar/appointments/${token}.ics`,
    googleCalendar: googleCalendarUrl(entryOf(appointment, facts, link)),
  }
}

function entryOf(appointment: AppointmentFacts, facts: MessageFacts, link: string | null, isCancelled = false) {
  const { unit, audience, recipient } = facts
  const startsAt = Date.parse(appointment.startsAt)
  return describeEntry({ ...appointment, audience, unit, language: recipient.language, startsAt, link }, isCancelled)
}

/** The constant ORGANIZER of one attendee's entry: an address that is theirs alone where replies can reach us. */
function organizerOf({ AUTH_SECRET, REPLY_DOMAIN, MAIL_FROM }: Settings, { facts, ics }: Composable) {
  const name = facts.unit.name
  if (!REPLY_DOMAIN || !ics || !facts.appointment) return { name, address: MAIL_FROM }
  const local = replyLocalPart(AUTH_SECRET, facts.appointment.id as AppointmentId, ics.attendee)
  return { name, address: `${local}@${REPLY_DOMAIN}` }
}

function ownAddressOf({ unit }: MessageFacts) {
  return unit.email === null ? null : { name: unit.name, address: unit.email }
}

function invitationOf(
  { uid, method, sequence, attendee, partstat, dtstamp, status }: AttachedInvitation,
  facts: MessageFacts,
  appointment: AppointmentFacts,
  links: MessageLinks,
  organizer: { name: string; address: string },
): Outgoing['invitation'] {
  const content = buildCalendar({
    method,
    events: [
      {
        ...entryOf(appointment, facts, links.appointment, method === 'CANCEL'),
        uid,
        sequence,
        writtenAt: dtstamp,
        changedAt: dtstamp,
        status,
        organizer,
        attendees: [
          { name: facts.recipient.name, address: attendee, partstat, asksForReply: partstat === 'NEEDS-ACTION' },
        ],
      },
    ],
  })
  return { method, content }
}

/** For trying out: everything goes to one mailbox, and says whom it was meant for. */
function redirect(outgoing: Outgoing, { channel, address }: Composable, to: string): Outgoing {
  const subject = `[${channel} ${address}] ${outgoing.message.subject}`
  return { ...outgoing, to: { name: '', address: to }, message: { ...outgoing.message, subject } }
}
