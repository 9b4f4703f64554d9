import { endsAt } from '../booking/appointment.ts'
import type { LinkedAppointment } from './find-linked-appointment.ts'

/** How an appointment stands, as its client sees it. */
export type Standing = 'confirmed' | 'requested' | 'cancelled' | 'declined' | 'over'

type Judged = Pick<LinkedAppointment, 'appointment' | 'isGone' | 'now'>

export function standingOf({ appointment, isGone, now }: Judged): Standing {
  const { status, cancelReason } = appointment
  if (isGone) {
    // A request past its deadline is still pending until it is tidied away.
    const wasRequest =
      status === 'PENDING_APPROVAL' || cancelReason === 'APPROVAL_EXPIRED' || cancelReason === 'DECLINED'
    return wasRequest ? 'declined' : 'cancelled'
  }
  if (status === 'COMPLETED' || status === 'NO_SHOW' || endsAt(appointment) <= now) return 'over'
  return status === 'PENDING_APPROVAL' ? 'requested' : 'confirmed'
}

/** Whether it is still to come, or under way. */
export function isAhead(judged: Judged): boolean {
  return ['confirmed', 'requested'].includes(standingOf(judged))
}
