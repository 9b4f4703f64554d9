import type { Language } from '../../lib/languages/language.ts'

/** Every occasion on which somebody is written to (E3). */
export const messageKinds = [
  'appointment-booked',
  'appointment-requested',
  'appointment-moved',
  'appointment-cancelled',
  'appointment-declined',
  'appointment-approved',
  'appointment-reminder',
  'hold-expired',
  'incident',
  'one-time-code',
] as const
export type MessageKind = (typeof messageKinds)[number]

/** Whom a message speaks to; the same fact is told differently to each. */
export type Audience = 'CLIENT' | 'PROVIDER'

/** What one message says, as it was when it happened. Plain JSON, kept with the outbox row; words are chosen at sending. */
export type MessageFacts = {
  readonly kind: MessageKind
  readonly audience: Audience
  readonly recipient: { readonly name: string; readonly language: Language; readonly timeZone: string }
  readonly unit: {
    readonly name: string
    readonly slug: string
    readonly timeZone: string
    readonly phone: string | null
    readonly email: string | null
    readonly address: string | null
  }
  /** Null only for a one-time code. */
  readonly appointment: AppointmentFacts | null
  /** Of a one-time code. */
  readonly code: { readonly digits: string; readonly validMinutes: number } | null
}

export type AppointmentFacts = {
  readonly id: string
  readonly service: string
  /** ISO instant. */
  readonly startsAt: string
  readonly durationMinutes: number
  /** ISO instant at which it was before; of a move, else null. */
  readonly previousStartsAt: string | null
  readonly clientName: string
  readonly clientPhone: string | null
  /** People and rooms, by name, people first. */
  readonly people: readonly string[]
  readonly rooms: readonly string[]
  readonly notes: string
  /** Of a cancellation: one of the booking's cancel reasons, else null. */
  readonly cancelReason: string | null
  /** Who made the change, as the reader must understand it. */
  readonly changedBy: Audience | 'UNIT'
}

/** Addresses on our own site that go into a message; each null when it makes no sense for it. */
export type MessageLinks = {
  /** Where the reader sees the appointment and asks for another time. */
  readonly appointment: string | null
  readonly calendarFile: string | null
  readonly googleCalendar: string | null
  /** The unit's booking page. */
  readonly booking: string
}

/** A message in words. */
export type RenderedMessage = {
  /** One line without control characters, at most 200 characters. */
  readonly subject: string
  readonly text: string
  readonly html: string
  /** For SMS and messengers: one paragraph, at most 480 characters, with the most important link. */
  readonly short: string
}
