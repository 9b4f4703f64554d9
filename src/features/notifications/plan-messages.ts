import { newId, type ResourceId } from '../../lib/ids.ts'
import type { Appointment } from '../booking/appointment.ts'
import type { Invited } from '../calendars/find-invited.ts'
import type { Invitation, Revision } from '../calendars/invitation.ts'
import type { ClientContact } from '../clients/load-clients.ts'
import type { Catalogue } from '../units/catalogue.ts'
import type { ResourceContact } from '../units/load-contacts.ts'
import type { Unit } from '../units/unit.ts'
import type { AppointmentChange } from './appointment-change.ts'
import type { AppointmentFacts, Audience, MessageFacts, MessageKind } from './message.ts'
import { messageIdOf, type NewNotification, type NotificationId, type Reach } from './notification.ts'
import { type Route, reachesOf, routesFor } from './reach.ts'

/** Everything a change has to be told with, as it is now. */
export type Surroundings = {
  readonly unit: Unit
  readonly catalogue: Catalogue
  readonly appointment: Appointment
  readonly client: ClientContact
  readonly resources: ReadonlyMap<ResourceId, ResourceContact>
  readonly isUsable: (reach: Reach) => boolean
  readonly domain: string
}

/** A message that will be written, and the revision of the calendar entry it carries. */
export type PlannedMessage = {
  readonly notification: Omit<NewNotification, 'invitation' | 'threadId' | 'dedupeKey'>
  readonly revision: Revision | null
  /** Worth writing only for the entry it takes away. */
  readonly isOnlyForEntry: boolean
}

type Recipient = {
  readonly audience: Audience
  readonly kind: MessageKind
  readonly revisionMethod: Revision['method'] | null
  readonly name: string
  readonly timeZone: string
  readonly reaches: readonly Reach[]
  readonly resourceId: ResourceId | null
}

/** Who is told of a change, where and of what (E3). Pure: the same facts make the same messages, but for their ids. */
export function planMessages(
  change: AppointmentChange,
  around: Surroundings,
  invited: readonly Invited[] = [],
): PlannedMessage[] {
  const facts = appointmentFacts(change, around)
  const plan = (recipient: Recipient, isOnlyForEntry: boolean) =>
    routesFor(recipient.reaches, recipient.revisionMethod !== null).map((route) => ({
      ...planMessage(change, around, recipient, route, facts),
      isOnlyForEntry,
    }))
  const messages = recipientsOf(change, around).flatMap((recipient) => plan(recipient, false))
  if (change.method === null) return messages
  return [...messages, ...straysOf(messages, around, invited).flatMap((stray) => plan(stray, true))]
}

/** Who has the entry at an address that is theirs no more: what changes now would never reach it, so it is taken away there. */
function straysOf(messages: readonly PlannedMessage[], around: Surroundings, invited: readonly Invited[]): Recipient[] {
  const told = new Set(messages.map(({ revision }) => revision?.attendee))
  return invited.flatMap(({ attendee, audience }): Recipient[] => {
    const reach: Reach = { channel: 'EMAIL', address: attendee }
    if (told.has(attendee) || !around.isUsable(reach)) return []
    return [
      {
        audience,
        kind: 'appointment-cancelled',
        revisionMethod: 'CANCEL',
        name: '',
        timeZone: around.unit.timeZone,
        reaches: [reach],
        resourceId: null,
      },
    ]
  })
}

function recipientsOf(change: AppointmentChange, around: Surroundings): Recipient[] {
  const { unit, appointment, client, resources, isUsable } = around
  const email = appointment.contactEmail ?? client.email
  const clientRecipient: Recipient = {
    audience: 'CLIENT',
    kind: change.kind,
    revisionMethod: change.method,
    name: appointment.attendeeName ?? client.name,
    timeZone: client.timeZone ?? unit.timeZone,
    reaches: reachesOf({ ...client, email }, isUsable),
    resourceId: null,
  }
  const providers = [...change.resourceIds, ...change.removed].flatMap((id): Recipient[] => {
    const person = resources.get(id)
    const reach: Reach = { channel: 'EMAIL', address: person?.email ?? '' }
    if (person?.kind !== 'PERSON' || !person.email || !isUsable(reach)) return []
    const { kind, method } = toldToProvider(change, id)
    return [
      {
        audience: 'PROVIDER',
        kind,
        revisionMethod: change.method && method,
        name: person.name,
        timeZone: person.timeZone,
        reaches: [reach],
        resourceId: id,
      },
    ]
  })
  // Somebody who books with themselves has one entry, told as to a client.
  const seen = new Set(clientRecipient.reaches.map(keyOfReach))
  return [clientRecipient, ...providers.filter(({ reaches: [reach] }) => reach && !seen.has(keyOfReach(reach)))]
}

const keyOfReach = ({ channel, address }: Reach) => `${channel} ${address.toLowerCase()}`

/** To whoever joins or leaves, a move is a booking or a cancellation. */
function toldToProvider(
  change: AppointmentChange,
  id: ResourceId,
): { kind: MessageKind; method: Revision['method'] | null } {
  if (change.removed.includes(id)) return { kind: 'appointment-cancelled', method: 'CANCEL' }
  if (change.kind === 'appointment-moved' && change.added.includes(id)) {
    return { kind: 'appointment-booked', method: 'REQUEST' }
  }
  return { kind: change.kind, method: change.method }
}

function planMessage(
  change: AppointmentChange,
  around: Surroundings,
  recipient: Recipient,
  route: Route,
  appointment: AppointmentFacts,
): Omit<PlannedMessage, 'isOnlyForEntry'> {
  const id = newId<'notification'>() as NotificationId
  const messageId = messageIdOf(id, around.domain)
  const attendee = route.address.toLowerCase()
  return {
    notification: {
      id,
      unitId: change.unitId,
      kind: recipient.kind,
      audience: recipient.audience,
      channel: route.channel,
      address: route.address,
      fallbacks: route.fallbacks,
      appointmentId: change.appointmentId,
      clientId: recipient.audience === 'CLIENT' ? change.clientId : null,
      resourceId: recipient.resourceId,
      eventId: change.eventId,
      correlationId: change.correlationId,
      facts: messageFacts(recipient, around, appointment),
      isUrgent: true,
      messageId,
      thread: `${change.appointmentId} ${route.channel} ${attendee}`,
      expiresAt: change.endsAt,
      sendAfter: null,
    },
    revision:
      route.carriesInvitation && recipient.revisionMethod !== null
        ? {
            appointmentId: change.appointmentId,
            unitId: change.unitId,
            attendee,
            audience: recipient.audience,
            method: recipient.revisionMethod,
            sequence: change.sequence,
            isMajor: change.isMajor,
            isOwnChange: changedBy(change, around) === recipient.audience,
            messageId,
          }
        : null,
  }
}

export function messageFacts(
  { kind, audience, name, timeZone }: Pick<Recipient, 'kind' | 'audience' | 'name' | 'timeZone'>,
  { unit, client }: Pick<Surroundings, 'unit' | 'client'>,
  appointment: AppointmentFacts,
): MessageFacts {
  return {
    kind,
    audience,
    recipient: { name, timeZone, language: (audience === 'CLIENT' && client.locale) || unit.locale },
    unit: {
      name: unit.name,
      slug: unit.slug,
      timeZone: unit.timeZone,
      phone: unit.phone,
      email: unit.email,
      address: unit.address,
    },
    appointment,
    code: null,
  }
}

type Occasion = Pick<AppointmentChange, 'startsAt' | 'endsAt' | 'previousStartsAt' | 'serviceId' | 'resourceIds'> &
  Pick<AppointmentChange, 'cancelReason' | 'actor'>

export function appointmentFacts(occasion: Occasion, around: Surroundings): AppointmentFacts {
  const { catalogue, appointment, client, resources } = around
  const places = occasion.resourceIds.flatMap((id) => resources.get(id) ?? [])
  return {
    id: appointment.id,
    service: catalogue.services.get(occasion.serviceId)?.name ?? '',
    startsAt: isoOf(occasion.startsAt),
    durationMinutes: (occasion.endsAt - occasion.startsAt) / 60_000,
    previousStartsAt: occasion.previousStartsAt === null ? null : isoOf(occasion.previousStartsAt),
    clientName: appointment.attendeeName ?? client.name,
    clientPhone: client.phone,
    people: places.filter(({ kind }) => kind === 'PERSON').map(({ name }) => name),
    rooms: places.filter(({ kind }) => kind === 'ROOM').map(({ name }) => name),
    notes: appointment.notes,
    cancelReason: occasion.cancelReason,
    changedBy: changedBy(occasion, around),
  }
}

/** A client acts without an account; a person who works here is the provider if it is their own appointment. */
function changedBy(
  { actor, resourceIds }: Pick<AppointmentChange, 'actor' | 'resourceIds'>,
  { resources }: Surroundings,
): Audience | 'UNIT' {
  if (actor.kind === 'anonymous') return 'CLIENT'
  const isProvider = resourceIds.some((id) => actor.kind === 'user' && resources.get(id)?.userId === actor.id)
  return isProvider ? 'PROVIDER' : 'UNIT'
}

/** What goes with the message, now that the attendee's calendar is known to want it. */
export function withInvitation(
  { notification, revision }: PlannedMessage,
  issued: Invitation | undefined,
  uid: string,
  isWholeCancelled: boolean,
): NewNotification {
  const base = { ...notification, threadId: null, invitation: null, dedupeKey: dedupeKeyOf(notification) }
  if (!revision || !issued) return base
  const { method, sequence, attendee, partstat, dtstamp } = issued
  const status = method === 'REQUEST' ? 'CONFIRMED' : isWholeCancelled ? 'CANCELLED' : null
  return {
    ...base,
    threadId: issued.firstMessageId === notification.messageId ? null : issued.firstMessageId,
    invitation: { uid, method, sequence, attendee, partstat, dtstamp, status },
  }
}

export function dedupeKeyOf({ eventId, kind, channel, address }: PlannedMessage['notification']): string {
  return `${eventId} ${kind} ${channel} ${address.toLowerCase()}`
}

const isoOf = (ms: number) => new Date(ms).toISOString()
