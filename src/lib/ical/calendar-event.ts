/** What a calendar is sent for (RFC 5546): an invitation or its change, the end of it, or for whoever wants to read it. */
export type CalendarMethod = 'REQUEST' | 'CANCEL' | 'PUBLISH'

/** Somebody in a calendar. `address` is an e-mail address without `mailto:`; `name` may be empty. */
export type CalendarParty = { readonly address: string; readonly name: string }

export type CalendarAttendee = CalendarParty & {
  readonly partstat: 'NEEDS-ACTION' | 'ACCEPTED' | 'DECLINED' | 'TENTATIVE' | 'DELEGATED'
  /** RSVP. Written only in a REQUEST: nobody is asked whether they agree to a cancellation. */
  readonly asksForReply: boolean
}

/** One entry of a calendar. Instants are epoch milliseconds; on the wire they are UTC, in whole seconds. */
export type CalendarEvent = {
  readonly uid: string
  readonly sequence: number
  /** DTSTAMP: when this was written. */
  readonly writtenAt: number
  readonly createdAt?: number
  /** LAST-MODIFIED. */
  readonly changedAt?: number
  readonly startsAt: number
  readonly endsAt: number
  readonly summary: string
  /** May have several lines; empty: left out. */
  readonly description: string
  /** May have several lines. */
  readonly location: string | null
  readonly url: string | null
  /** Null is left out: of a CANCEL that takes one attendee off and leaves the event (RFC 5546, 3.2.5). */
  readonly status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED' | null
  readonly organizer: CalendarParty | null
  readonly attendees: readonly CalendarAttendee[]
  /** False asks programs not to offer "propose another time". */
  readonly takesProposals?: boolean
}

export type Calendar = {
  /** Null for a file to download or a feed. */
  readonly method: CalendarMethod | null
  /** Of a feed: what the reader's program calls it. Not written into a REQUEST or CANCEL. */
  readonly name?: string
  /** Of a feed: how often to look again. Not written into a REQUEST or CANCEL. */
  readonly refreshMinutes?: number
  readonly events: readonly CalendarEvent[]
}
