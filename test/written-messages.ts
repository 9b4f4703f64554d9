import { messageIdOf, type NewNotification, type NotificationId } from '../src/features/notifications/notification.ts'
import { insertNotifications, rowOf } from '../src/features/notifications/notifications.sql.ts'
import { sampleMessages } from '../src/features/notifications/sample-facts.ts'
import { newId, type UnitId } from '../src/lib/ids.ts'
import type { World } from './world.ts'

/** Facts of a booking as its client is told of it. */
export const bookedFacts = sampleMessages('en')[0]!.facts

/** Its calendar entry. */
export const invitation = {
  uid: 'appointment-1@holdfast.localhost',
  method: 'REQUEST',
  sequence: 0,
  attendee: 'ana@home.example',
  partstat: 'NEEDS-ACTION',
  dtstamp: Date.parse('2027-03-01T08:00:00Z'),
  status: 'CONFIRMED',
} as const

/** Puts messages into the outbox as they are, in this order; what is not given is an ordinary e-mail to a client. */
export async function writeMessages(
  world: World,
  unitId: UnitId,
  messages: readonly Partial<NewNotification>[],
): Promise<NotificationId[]> {
  const rows = messages.map((given) => rowOf({ ...ordinary(unitId), ...given }))
  await world.ctx.db.run(insertNotifications, JSON.stringify(rows))
  return rows.map(({ id }) => id as NotificationId)
}

function ordinary(unitId: UnitId): NewNotification {
  const id = newId<'notification'>() as NotificationId
  return {
    id,
    unitId,
    kind: 'appointment-booked',
    audience: 'CLIENT',
    channel: 'EMAIL',
    address: 'ana@home.example',
    fallbacks: [],
    appointmentId: null,
    clientId: null,
    resourceId: null,
    eventId: null,
    correlationId: 'test-correlation',
    dedupeKey: id,
    facts: bookedFacts,
    isUrgent: true,
    invitation: null,
    messageId: messageIdOf(id, 'holdfast.localhost'),
    threadId: null,
    thread: id,
    expiresAt: Date.parse('2100-01-01T00:00:00Z'),
    sendAfter: null,
  }
}
