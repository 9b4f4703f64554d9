import type { z } from 'zod'
import { type Appointment, endsAt } from './appointment.ts'
import type { Block } from './block.ts'
import type { blockView } from './block-endpoints.ts'
import type { appointmentView } from './contract.ts'
import type { holdView } from './hold-endpoints.ts'

/**
 * How a hold is answered to its owner. The clock of the answer is the one the deadline was set by: at the moment of the
 * change, `updatedAt`.
 */
export function viewHold(hold: Appointment): z.input<typeof holdView> {
  return {
    appointmentId: hold.id,
    reservationToken: hold.reservationToken,
    status: hold.status,
    unitId: hold.unitId,
    serviceId: hold.serviceId,
    start: iso(hold.startsAt),
    end: iso(endsAt(hold)),
    durationMinutes: hold.durationMinutes,
    resources: [...hold.places],
    expiresAt: isoOrNull(hold.holdExpiresAt),
    canExtend: hold.status === 'HELD' && !hold.holdExtended,
    serverTime: iso(hold.updatedAt),
  }
}

export function viewAppointment(appointment: Appointment): z.input<typeof appointmentView> {
  const {
    startsAt,
    conversation,
    reservationToken,
    holdExpiresAt,
    holdExtended,
    places,
    icsMajorSequence,
    contactEmail,
    ...rest
  } = appointment
  return {
    ...rest,
    start: iso(startsAt),
    end: iso(endsAt(appointment)),
    resources: [...places],
    approvalDeadlineAt: isoOrNull(appointment.approvalDeadlineAt),
    createdAt: iso(appointment.createdAt),
    updatedAt: iso(appointment.updatedAt),
  }
}

export function viewBlock({ startsAt, endsAt: end, ...rest }: Block): z.input<typeof blockView> {
  return { ...rest, start: iso(startsAt), end: iso(end) }
}

const iso = (ms: number) => new Date(ms).toISOString()
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms))
