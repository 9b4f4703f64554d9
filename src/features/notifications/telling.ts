import type { TellingName } from '../../lib/languages/message-words.ts'
import { type CancelReason, cancelReasons } from '../booking/appointment.ts'
import { type Audience, type MessageFacts, type MessageKind, messageKinds } from './message.ts'

/** How an occasion is told, apart from its words. */
export type Telling = {
  /** False when nobody is to come at the time it speaks of: the time is struck out. */
  readonly stands: boolean
  /** What the client may do next. A provider looks at the appointment, whatever happened. */
  readonly next: 'CHANGE' | 'CHOOSE' | null
  /** Whether the time is firm enough to be put into a calendar. */
  readonly isFirm: boolean
  /** On a telephone the heading alone would leave a question open. */
  readonly needsLead: boolean
}

const standing: Telling = { stands: true, next: 'CHANGE', isFirm: true, needsLead: false }
const over: Telling = { stands: false, next: 'CHOOSE', isFirm: false, needsLead: false }

const tellings: Record<TellingName, Telling> = {
  booked: standing,
  requested: { ...standing, isFirm: false, needsLead: true },
  movedByClient: standing,
  movedByUnit: standing,
  changed: standing,
  cancelledByClient: over,
  cancelledByUnit: over,
  cancelled: over,
  requestExpired: over,
  declined: over,
  replanned: { ...over, next: null, needsLead: true },
  approved: standing,
  reminder: standing,
  incident: { ...over, next: 'CHANGE', needsLead: true },
  holdExpired: over,
}

const cancelled: Record<CancelReason, TellingName> = {
  HOLD_EXPIRED: 'holdExpired',
  HOLD_RELEASED: 'holdExpired',
  HOLD_REPLACED: 'holdExpired',
  APPROVAL_EXPIRED: 'requestExpired',
  DECLINED: 'declined',
  CANCELLED_BY_CLIENT: 'cancelledByClient',
  CANCELLED_BY_UNIT: 'cancelledByUnit',
  RESCHEDULED: 'replanned',
}

const toldToClientsOnly: readonly MessageKind[] = ['hold-expired', 'one-time-code']

/** Every occasion with those who are told of it. */
export const occasions: readonly { kind: MessageKind; audience: Audience }[] = messageKinds.flatMap((kind) =>
  (toldToClientsOnly.includes(kind) ? (['CLIENT'] as const) : (['CLIENT', 'PROVIDER'] as const)).map((audience) => ({
    kind,
    audience,
  })),
)

export function tellingOf(name: TellingName): Telling {
  return tellings[name]
}

/** Which words fit the facts. Null for a one-time code, which has words of its own. */
export function chooseTelling({ kind, audience, appointment }: MessageFacts): TellingName | null {
  switch (kind) {
    case 'appointment-booked':
      return 'booked'
    case 'appointment-requested':
      return 'requested'
    case 'appointment-moved':
      // Another room, person or length at the same time.
      if (!appointment?.previousStartsAt) return 'changed'
      return appointment.changedBy === 'CLIENT' ? 'movedByClient' : 'movedByUnit'
    case 'appointment-cancelled':
      return cancelTelling(appointment?.cancelReason ?? null, audience)
    case 'appointment-declined':
      return 'declined'
    case 'appointment-approved':
      return 'approved'
    case 'appointment-reminder':
      return 'reminder'
    case 'incident':
      return 'incident'
    case 'hold-expired':
      return 'holdExpired'
    case 'one-time-code':
      return null
  }
}

/** A reason nobody has words for is told as what is certain: it is cancelled. */
function cancelTelling(reason: string | null, audience: Audience): TellingName {
  const known = cancelReasons.find((each) => each === reason)
  const name = known ? cancelled[known] : 'cancelled'
  return name === 'holdExpired' && audience === 'PROVIDER' ? 'cancelled' : name
}
