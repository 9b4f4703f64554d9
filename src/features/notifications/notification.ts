import type { AppointmentId, ClientId, Id, ResourceId, UnitId } from '../../lib/ids.ts'
import type { Invitation } from '../calendars/invitation.ts'
import type { ChannelName } from './channels/channel.ts'
import type { Audience, MessageFacts, MessageKind } from './message.ts'

export type NotificationId = Id<'notification'>

/** Where a person is reached. */
export type Reach = { readonly channel: ChannelName; readonly address: string }

/** The revision of a calendar entry that travels with a message. */
export type AttachedInvitation = Pick<Invitation, 'method' | 'sequence' | 'attendee' | 'partstat' | 'dtstamp'> & {
  readonly uid: string
  /** The entry goes for everybody (`CANCELLED`), stands, or goes for this attendee alone (left out, RFC 5546 §3.2.5). */
  readonly status: 'CONFIRMED' | 'CANCELLED' | null
}

/** A message as it is written into the outbox. */
export type NewNotification = Reach & {
  readonly id: NotificationId
  readonly unitId: UnitId
  readonly kind: MessageKind
  readonly audience: Audience
  readonly fallbacks: readonly Reach[]
  readonly appointmentId: AppointmentId | null
  readonly clientId: ClientId | null
  readonly resourceId: ResourceId | null
  readonly eventId: string | null
  readonly correlationId: string
  /** The same fact, recipient and channel never make two messages. */
  readonly dedupeKey: string
  readonly facts: MessageFacts
  /** Does not wait for quiet hours to end. */
  readonly isUrgent: boolean
  readonly invitation: AttachedInvitation | null
  readonly messageId: string
  readonly threadId: string | null
  /** Messages of one thread go out one after another. */
  readonly thread: string
  /** Epoch ms; later it is not worth sending. */
  readonly expiresAt: number
  /** Epoch ms before which it is not sent; null: at once. */
  readonly sendAfter: number | null
}

export type NotificationStatus = 'QUEUED' | 'SENT' | 'DEAD' | 'EXPIRED'

/** Seconds to wait after the n-th failure in a row: doubled each time, an hour at most, give or take a fifth. */
export function retryDelay(failures: number, firstSeconds: number, random: number): number {
  const seconds = Math.min(3600, firstSeconds * 2 ** Math.max(0, Math.min(failures, 30) - 1))
  return seconds * (0.8 + 0.4 * random)
}

/** RFC 5322 name of a message, the same for every attempt, so that a repetition shows as one. */
export function messageIdOf(id: NotificationId, domain: string): string {
  return `<n-${id}@${domain}>`
}
