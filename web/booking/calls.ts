import { dataOf, openClient } from '../api/client.ts'
import type { Appointment, Hold, ResourceView, Service } from '../api/schema.generated.ts'
import type { Try } from './attempts.ts'
import type { FreeTime } from './free-times.ts'
import type { Offer } from './unit.ts'

/** A request that has no answer by then gets none. */
const patienceMs = 20_000

// Sent without cookies: this page books for its visitor, also when the browser is signed in as staff.
const api = openClient({
  fetch: (request) => fetch(new Request(request, { credentials: 'omit', signal: AbortSignal.timeout(patienceMs) })),
})

const keyed = ({ key }: Try) => ({ header: { 'Idempotency-Key': key } })

/** A wish for free times; `resourceId` left out: anyone. */
export type Wish = {
  unitId: string
  serviceId: string
  durationMinutes: number
  resourceId?: string | undefined
  /** Counts the visitor's own hold as free. */
  reservationToken?: string | undefined
}

/** A hold, and when it ends by this device's clock (epoch ms): never later than by the server's. */
export type HeldTime = { hold: Hold; endsAt: number }

export async function loadOffer(unitId: string): Promise<Offer> {
  const path = { unitId }
  const [services, resources] = await Promise.all([
    everyPage<Service>((cursor) =>
      dataOf(api.GET('/api/v1/units/{unitId}/services', { params: { path, query: { limit: 200, cursor } } })),
    ),
    everyPage<ResourceView>((cursor) =>
      dataOf(api.GET('/api/v1/units/{unitId}/resources', { params: { path, query: { limit: 200, cursor } } })),
    ),
  ])
  return { services, resources }
}

type Page<T> = { items: T[]; nextCursor: string | null }

async function everyPage<T>(load: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  do {
    const page = await load(cursor)
    all.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return all
}

/** Free times between two dates of the unit's zone, both included; with `first`, only so many. */
export async function findFreeTimes(
  { unitId, resourceId, durationMinutes, ...wish }: Wish,
  between: { from: string; to: string; first?: number },
): Promise<FreeTime[]> {
  const { slots } = await dataOf(
    api.GET('/api/v1/units/{unitId}/availability', {
      params: {
        path: { unitId },
        query: {
          ...wish,
          ...between,
          durationMinutes: String(durationMinutes) as '30',
          ...(resourceId && { resourceIds: resourceId }),
        },
      },
    }),
  )
  return slots.map(({ start, end, capacityTotal, capacityUsed }) => ({
    start: Date.parse(start),
    end: Date.parse(end),
    placesLeft: capacityTotal - capacityUsed,
  }))
}

export type HoldBody = {
  unitId: string
  serviceId: string
  start: string
  durationMinutes: 30 | 60 | 90
  resourceIds?: string[]
  conversation: string
}

export function placeHold(body: HoldBody, attempt: Try): Promise<HeldTime> {
  return timed(attempt.firstSentAt, api.POST('/api/v1/slots/lock', { params: keyed(attempt), body }))
}

export function extendHold(reservationToken: string, attempt: Try): Promise<HeldTime> {
  const body = { reservationToken }
  return timed(attempt.firstSentAt, api.POST('/api/v1/slots/extend', { params: keyed(attempt), body }))
}

export function releaseHold(reservationToken: string): Promise<Hold> {
  return dataOf(api.POST('/api/v1/slots/release', { body: { reservationToken } }))
}

export type Booking = {
  reservationToken: string
  ifStillFree?: boolean
  client: { name: string; phone: string; email?: string; locale: 'lt' | 'en' | 'pt'; timeZone: string }
  notes?: string
}

export function confirmHold(body: Booking, attempt: Try): Promise<Appointment> {
  return dataOf(api.POST('/api/v1/appointments', { params: keyed(attempt), body }))
}

export function showAppointment(appointmentId: string, reservationToken: string): Promise<Appointment> {
  const params = { path: { appointmentId }, query: { reservationToken } }
  return dataOf(api.GET('/api/v1/appointments/{appointmentId}', { params }))
}

/** `rowVersion`: of the appointment as the visitor sees it, so that they cancel what they think they cancel. */
export function cancelAppointment(
  { id, rowVersion }: Appointment,
  reservationToken: string,
  attempt: Try,
): Promise<Appointment> {
  return dataOf(
    api.POST('/api/v1/appointments/{appointmentId}/cancel', {
      params: {
        path: { appointmentId: id },
        header: { 'Idempotency-Key': attempt.key, 'If-Match': `"${rowVersion}"` },
      },
      body: { reservationToken },
    }),
  )
}

type HoldAnswer = Parameters<typeof dataOf<Hold, unknown>>[0]

/**
 * Counts the time left from when the request left, not from when the answer came: this device may believe the hold ends
 * a little too early, never too late. A repeated answer tells the clock of the first one.
 */
async function timed(firstSentAt: number, answering: HoldAnswer): Promise<HeldTime> {
  const sentAt = Date.now()
  let from = sentAt
  const hold = await dataOf(
    answering.then((answered) => {
      if (answered.response.headers.has('idempotent-replayed')) from = firstSentAt
      return answered
    }),
  )
  const left = Date.parse(hold.expiresAt ?? hold.serverTime) - Date.parse(hold.serverTime)
  return { hold, endsAt: from + left }
}
