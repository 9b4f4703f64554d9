import type { AppointmentId, ClientId, ResourceId, ServiceId, UnitId } from '../../lib/ids.ts'
import type { Event } from '../audit/event.ts'
import type { InvitationMethod } from '../calendars/invitation.ts'
import type { MessageKind } from './message.ts'

/** What an event means for the people an appointment concerns: the time, place and revision it speaks of. */
export type AppointmentChange = {
  readonly eventId: string
  readonly unitId: UnitId
  readonly appointmentId: AppointmentId
  readonly serviceId: ServiceId
  readonly clientId: ClientId
  readonly kind: MessageKind
  /** What calendars are told; null when nothing: a request that nobody approved yet is in nobody's calendar. */
  readonly method: InvitationMethod | null
  readonly sequence: number
  readonly isMajor: boolean
  /** Epoch ms. */
  readonly startsAt: number
  readonly endsAt: number
  readonly previousStartsAt: number | null
  readonly resourceIds: readonly ResourceId[]
  /** Who had it before and has no part in it any more; and who is new to it. */
  readonly removed: readonly ResourceId[]
  readonly added: readonly ResourceId[]
  readonly cancelReason: string | null
  readonly note: string
  readonly actor: Event['actor']
  readonly correlationId: string
  readonly happenedAt: number
}

type Told = { readonly kind: MessageKind; readonly method: InvitationMethod | null }

const toldOf: Record<string, Told> = {
  'appointment.confirmed': { kind: 'appointment-booked', method: 'REQUEST' },
  'appointment.requested': { kind: 'appointment-requested', method: null },
  'appointment.moved': { kind: 'appointment-moved', method: 'REQUEST' },
  'appointment.cancelled': { kind: 'appointment-cancelled', method: 'CANCEL' },
  'appointment.declined': { kind: 'appointment-declined', method: 'CANCEL' },
}

type Place = { role: string; resourceId: ResourceId }

/** The change an event tells of; undefined for what nobody is written to about. */
export function readAppointmentChange(event: Event): AppointmentChange | undefined {
  const told = toldOf[event.type]
  const { data, before, after } = event
  if (!told || event.unitId === null || typeof data.clientId !== 'string') return undefined
  const places = idsOf(data.resources)
  const placesBefore = before?.resources === undefined ? places : idsOf(before.resources)
  const isPending = (data.status ?? after?.status) === 'PENDING_APPROVAL'
  const timeBefore = typeof before?.startsAt === 'string' ? Date.parse(before.startsAt) : null
  return {
    eventId: event.id,
    unitId: event.unitId as UnitId,
    appointmentId: event.subject.id as AppointmentId,
    serviceId: data.serviceId as ServiceId,
    clientId: data.clientId as ClientId,
    kind: told.kind,
    method: isPending ? null : told.method,
    sequence: Number(data.icsSequence ?? after?.icsSequence ?? 0),
    isMajor: timeBefore !== null || before?.durationMinutes !== undefined,
    startsAt: Date.parse(String(data.startsAt)),
    endsAt: Date.parse(String(data.endsAt)),
    previousStartsAt: event.type === 'appointment.moved' ? timeBefore : null,
    resourceIds: places,
    removed: placesBefore.filter((id) => !places.includes(id)),
    added: places.filter((id) => !placesBefore.includes(id)),
    cancelReason: typeof data.reason === 'string' ? data.reason : null,
    note: typeof data.note === 'string' ? data.note : '',
    actor: event.actor,
    correlationId: event.correlationId,
    happenedAt: event.happenedAt.epochMilliseconds,
  }
}

function idsOf(places: unknown): ResourceId[] {
  return Array.isArray(places) ? (places as Place[]).map((place) => place.resourceId) : []
}
