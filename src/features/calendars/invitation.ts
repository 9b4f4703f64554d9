import type { AppointmentId, UnitId } from '../../lib/ids.ts'

export type InvitationMethod = 'REQUEST' | 'CANCEL'
export type Partstat = 'NEEDS-ACTION' | 'ACCEPTED' | 'DECLINED' | 'TENTATIVE' | 'DELEGATED'

/** Who has an appointment in their calendar, and what they were sent last. */
export type Invitation = {
  readonly appointmentId: AppointmentId
  readonly unitId: UnitId
  /** Lower case. */
  readonly attendee: string
  readonly audience: 'CLIENT' | 'PROVIDER'
  readonly partstat: Partstat
  readonly sequence: number
  readonly method: InvitationMethod
  /** Epoch ms, whole seconds: DTSTAMP of the last message. */
  readonly dtstamp: number
  readonly firstMessageId: string
}

/** A change of an appointment that one attendee is to hear of. */
export type Revision = {
  readonly appointmentId: AppointmentId
  readonly unitId: UnitId
  readonly attendee: string
  readonly audience: 'CLIENT' | 'PROVIDER'
  readonly method: InvitationMethod
  readonly sequence: number
  /** The time changed: what was answered before no longer holds (RFC 6638 §3.2.8). */
  readonly isMajor: boolean
  /** The attendee made the change themselves, so they need not be asked. */
  readonly isOwnChange: boolean
  readonly messageId: string
}

/**
 * What the attendee's calendar is told next; undefined when there is nothing to tell: they have this revision or a later one,
 * or there is nothing in their calendar to take away. DTSTAMP is later than any before it, whatever the clock says.
 */
export function nextInvitation(known: Invitation | undefined, revision: Revision, now: number): Invitation | undefined {
  if (revision.method === 'CANCEL' && known?.method !== 'REQUEST') return undefined
  if (known && revision.sequence <= known.sequence) return undefined
  const second = Math.floor(now / 1000) * 1000
  return {
    appointmentId: revision.appointmentId,
    unitId: revision.unitId,
    attendee: revision.attendee,
    audience: revision.audience,
    method: revision.method,
    sequence: revision.sequence,
    partstat: nextPartstat(known, revision),
    dtstamp: known ? Math.max(second, known.dtstamp + 1000) : second,
    firstMessageId: known?.firstMessageId ?? revision.messageId,
  }
}

function nextPartstat(known: Invitation | undefined, { method, isMajor, isOwnChange }: Revision): Partstat {
  if (!known || known.method === 'CANCEL') return 'NEEDS-ACTION'
  if (method === 'CANCEL' || !isMajor) return known.partstat
  return isOwnChange && known.partstat === 'ACCEPTED' ? 'ACCEPTED' : 'NEEDS-ACTION'
}
