import { newId } from '../../lib/ids.ts'
import { type Appointment, endsAt } from '../booking/appointment.ts'
import { messageIdOf, type NewNotification, type NotificationId } from './notification.ts'
import { appointmentFacts, messageFacts, type Surroundings } from './plan-messages.ts'
import { type QuietHours, sendAfter } from './quiet-hours.ts'
import { reachesOf, routesFor } from './reach.ts'

export type ReminderRules = { readonly quietHours: QuietHours; readonly correlationId: string }

/**
 * The message that reminds the client of an appointment; undefined when they cannot be reached. Providers are not reminded:
 * they look at their day. One for each start of an appointment, whoever plans it.
 */
export function planReminder(
  appointment: Appointment,
  around: Surroundings,
  now: number,
  { quietHours, correlationId }: ReminderRules,
): NewNotification | undefined {
  const { unit, client } = around
  const reaches = reachesOf({ ...client, email: appointment.contactEmail ?? client.email }, around.isUsable)
  const [route] = routesFor(reaches, false)
  if (!route) return undefined
  const id = newId<'notification'>() as NotificationId
  const { startsAt } = appointment
  const occasion = {
    startsAt,
    endsAt: endsAt(appointment),
    previousStartsAt: null,
    serviceId: appointment.serviceId,
    resourceIds: appointment.places.map(({ resourceId }) => resourceId),
    cancelReason: null,
    actor: { kind: 'system', id: 'system' },
  }
  const recipient = {
    kind: 'appointment-reminder',
    audience: 'CLIENT',
    name: appointment.attendeeName ?? client.name,
    timeZone: client.timeZone ?? unit.timeZone,
  } as const
  const facts = messageFacts(recipient, around, appointmentFacts(occasion, around))
  const { channel, address, fallbacks } = route
  return {
    id,
    unitId: unit.id,
    kind: 'appointment-reminder',
    audience: 'CLIENT',
    channel,
    address,
    fallbacks,
    appointmentId: appointment.id,
    clientId: client.id,
    resourceId: null,
    eventId: null,
    correlationId,
    // With the revision: who was moved away and back is reminded, although a message for that start was put aside.
    dedupeKey: `appointment-reminder ${appointment.id} ${appointment.icsSequence} ${new Date(startsAt).toISOString()}`,
    facts,
    isUrgent: false,
    invitation: null,
    messageId: messageIdOf(id, around.domain),
    threadId: null,
    thread: `${appointment.id} ${channel} ${address.toLowerCase()}`,
    expiresAt: startsAt,
    sendAfter: sendAfter({ channel, isUrgent: false, facts }, quietHours, now),
  }
}
