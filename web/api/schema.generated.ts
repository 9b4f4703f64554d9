// Generated from the HTTP contract by tools/generate-client.ts. Do not edit.

export type ApiKey = {
  id: string
  name: string
  /** The first characters of the key */
  hint: string
  role: "ADMIN" | "STAFF" | "PROVIDER"
  unitIds: string[] | null
  scopes: string[]
  expiresAt: string | null
  revokedAt: string | null
  /** To the minute */
  lastUsedAt: string | null
  createdAt: string
  rowVersion: number
}

export type Appointment = {
  id: string
  unitId: string
  serviceId: string
  clientId: string | null
  status: "HELD" | "PENDING_APPROVAL" | "CONFIRMED" | "COMPLETED" | "NO_SHOW" | "CANCELLED"
  start: string
  end: string
  durationMinutes: number
  resources: Array<{
    role: string
    resourceId: string
  }>
  lockLevel: number
  rowVersion: number
  /** iCalendar UID, the same for the life of the appointment */
  uid: string
  icsSequence: number
  channel: string
  attendeeName: string | null
  notes: string
  approvalDeadlineAt: string | null
  cancelReason: "HOLD_EXPIRED" | "HOLD_RELEASED" | "HOLD_REPLACED" | "APPROVAL_EXPIRED" | "DECLINED" | "CANCELLED_BY_CLIENT" | "CANCELLED_BY_UNIT" | "RESCHEDULED" | null
  overrideReason: string | null
  createdAt: string
  updatedAt: string
}

export type Availability = {
  unitId: string
  serviceId: string
  durationMinutes: number
  /** The unit’s zone, in which dates and the grid are counted */
  timeZone: string
  from: string
  to: string
  slots: Slot[]
}

export type Block = {
  id: string
  unitId: string
  resourceId: string
  start: string
  end: string
  kind: "LEAVE" | "CLOSURE" | "OTHER"
  reason: string
  isActive: boolean
  rowVersion: number
}

export type Caller = {
  kind: "user" | "api-key"
  id: string
  name: string
  email: string | null
  memberships: Array<{
    unitId: string | null
    role: "ADMIN" | "STAFF" | "PROVIDER"
  }>
  scopes: string[]
  mayOverbook: boolean
}

export type Client = {
  id: string
  unitId: string
  name: string
  /** E.164 */
  phone: string | null
  email: string | null
  locale: "lt" | "en" | "pt" | null
  timeZone: string | null
  channels: Array<"EMAIL" | "SMS" | "WHATSAPP" | "TELEGRAM"> | null
  notes: string
  rowVersion: number
}

export type Event = {
  id: string
  /** Past tense, such as `appointment.moved` or `slot.released` */
  type: string
  unitId: string | null
  subject: {
    type: string
    id: string
    version: number
  }
  actor: {
    kind: string
    id: string
    name?: string | undefined
  }
  channel: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  data: Record<string, unknown>
  correlationId: string
  happenedAt: string
}

export type Explanation = {
  isFree: boolean
  refused?: "duration" | "grid" | "notice" | "horizon" | "closed" | "capacity" | "taken" | undefined
  obstacles: Array<{
    resourceId: string
    resourceName: string
    roles: string[]
    refused: "duration" | "grid" | "notice" | "horizon" | "closed" | "capacity" | "taken"
    /** Buffers included; the ids only for staff */
    claim?: {
      start: string
      end: string
      appointmentId?: string | undefined
      blockId?: string | undefined
    } | undefined
  }>
}

export type Feed = {
  kind: "CLIENT" | "RESOURCE" | "UNIT"
  /** Of the client, resource or unit */
  id: string
  /** Secret: whoever has it reads the feed */
  url: string
  /** The same, for a browser to hand to a calendar program */
  webcalUrl: string
  /** Rises with every new address */
  generation: number
}

export type Health = {
  status: "ok"
  version: string
  node: string
  /** Version of the time zone rules everything is computed with */
  tzdata: string
  uptimeSeconds: number
}

export type Hold = {
  appointmentId: string
  reservationToken: string
  status: "HELD" | "PENDING_APPROVAL" | "CONFIRMED" | "COMPLETED" | "NO_SHOW" | "CANCELLED"
  unitId: string
  serviceId: string
  start: string
  end: string
  durationMinutes: number
  resources: Array<{
    role: string
    resourceId: string
  }>
  /** When the hold ends by itself */
  expiresAt: string | null
  canExtend: boolean
  /** The clock the deadline is judged by */
  serverTime: string
}

export type HoursException = {
  on: string
  windows: Array<{
    opensAt: string
    closesAt: string
  }>
  note: string
}

export type Notification = {
  id: string
  unitId: string
  kind: "appointment-booked" | "appointment-requested" | "appointment-moved" | "appointment-cancelled" | "appointment-declined" | "appointment-approved" | "appointment-reminder" | "hold-expired" | "incident" | "one-time-code"
  audience: "CLIENT" | "PROVIDER"
  channel: "EMAIL" | "SMS" | "WHATSAPP" | "TELEGRAM"
  /** E-mail address, number or chat it goes to */
  address: string
  recipient: string
  appointmentId: string | null
  clientId: string | null
  resourceId: string | null
  /** The event it tells of */
  eventId: string | null
  /** DEAD: refused, or given up after many attempts. EXPIRED: of no use to anybody before it could be sent. */
  status: "QUEUED" | "SENT" | "DEAD" | "EXPIRED"
  attempts: number
  nextAttemptAt: string | null
  sentAt: string | null
  sentVia: string | null
  /** Where it really went, when messages are redirected */
  sentTo: string | null
  /** What the provider said last */
  answer: string | null
  invitation: {
    uid: string
    method: "REQUEST" | "CANCEL"
    sequence: number
    attendee: string
  } | null
  createdAt: string
}

export type OptOut = {
  channel: "EMAIL" | "SMS" | "WHATSAPP" | "TELEGRAM"
  address: string
  /** Who said so: they themselves (STOP), the provider that refused to deliver, or staff */
  source: "RECIPIENT" | "PROVIDER" | "STAFF"
  createdAt: string
}

export type Readiness = {
  status: "ready"
  database: string
  schema: string
}

export type RemindersHealth = {
  status: "ok"
  /** When the job last ended; null: never */
  lastRunAt: string | null
  /** Due, with no message in the outbox */
  dueUnsent: number
  /** 0 when none is due */
  oldestDueSeconds: number
  /** Not due yet */
  waiting: number
}

export type Resource = {
  id: string
  unitId: string
  kind: "PERSON" | "ROOM"
  name: string
  timeZone: string
  email: string | null
  /** E.164 */
  phone: string | null
  userId: string | null
  isActive: boolean
  /** What it is eligible for */
  roles: Array<{
    serviceId: string
    role: string
  }>
  rowVersion: number
}

export type ResourceView = {
  id: string
  kind: "PERSON" | "ROOM"
  name: string
  /** What it is eligible for */
  roles: Array<{
    serviceId: string
    role: string
  }>
  timeZone?: string | undefined
  email?: string | null | undefined
  /** E.164 */
  phone?: string | null | undefined
  userId?: string | null | undefined
  isActive?: boolean | undefined
  rowVersion?: number | undefined
}

export type Service = {
  slug: string
  name: string
  description: string
  durations: number[]
  /** Starts lie on minutes of the local day divisible by this */
  slotStepMinutes: number
  /** Time the resources are kept free before the start */
  bufferBeforeMinutes: number
  /** Time the resources are kept free after the end */
  bufferAfterMinutes: number
  /** How long before the start a client may still book */
  noticeToBookMinutes: number
  /** How long before the start a client may still move it */
  noticeToMoveMinutes: number
  /** How long before the start a client may still cancel it */
  noticeToCancelMinutes: number
  /** How far ahead it can be booked */
  horizonDays: number
  /** Seats of one session: 1 for a visit, 12 for a class */
  capacity: number
  /** How long a time stays held for who chose it */
  holdSeconds: number
  /** Whether staff must approve before it is confirmed */
  needsApproval: boolean
  /** After which an unapproved request declines itself */
  approvalWithinMinutes: number
  /** Whether the public sees it and may book it */
  isOffered: boolean
  roles: Array<{
    role: string
    resourceIds: string[]
  }>
  id: string
  unitId: string
  rowVersion: number
}

export type Session = {
  user: {
    id: string
    name: string
    email: string
    mustChangePassword: boolean
  }
  expiresAt: string
}

export type ShownNotification = {
  id: string
  unitId: string
  kind: "appointment-booked" | "appointment-requested" | "appointment-moved" | "appointment-cancelled" | "appointment-declined" | "appointment-approved" | "appointment-reminder" | "hold-expired" | "incident" | "one-time-code"
  audience: "CLIENT" | "PROVIDER"
  channel: "EMAIL" | "SMS" | "WHATSAPP" | "TELEGRAM"
  /** E-mail address, number or chat it goes to */
  address: string
  recipient: string
  appointmentId: string | null
  clientId: string | null
  resourceId: string | null
  /** The event it tells of */
  eventId: string | null
  /** DEAD: refused, or given up after many attempts. EXPIRED: of no use to anybody before it could be sent. */
  status: "QUEUED" | "SENT" | "DEAD" | "EXPIRED"
  attempts: number
  nextAttemptAt: string | null
  sentAt: string | null
  sentVia: string | null
  /** Where it really went, when messages are redirected */
  sentTo: string | null
  /** What the provider said last */
  answer: string | null
  invitation: {
    uid: string
    method: "REQUEST" | "CANCEL"
    sequence: number
    attendee: string
  } | null
  createdAt: string
  /** Null when it cannot be put into words; `trouble` says why */
  message: {
    subject: string
    text: string
    html: string
    /** As SMS and messengers show it */
    short: string
    calendar: string | null
  } | null
  trouble: string | null
  history: Array<{
    attempt: number
    startedAt: string
    finishedAt: string | null
    /** UNKNOWN: the worker ended before anybody learnt what came of it */
    outcome: "SENT" | "DELAYED" | "REFUSED" | "UNREACHABLE" | "UNKNOWN"
    answer: string
  }>
}

export type Slot = {
  start: string
  end: string
  /** Seats there would be if nothing were booked */
  capacityTotal: number
  /** Seats that cannot be had any more; total − used bookings still fit */
  capacityUsed: number
  /** With `withResources=true`: who can take each role */
  resources?: Array<{
    role: string
    resourceIds: string[]
  }> | undefined
}

export type Unit = {
  id: string
  slug: string
  name: string
  timeZone: string
  locale: "lt" | "en" | "pt"
  /** E.164 */
  phone: string | null
  email: string | null
  address: string | null
  rowVersion: number
}

export type User = {
  id: string
  name: string
  email: string
  isActive: boolean
  /** May overbook, with a reason, without being ADMIN */
  mayOverbook: boolean
  mustChangePassword: boolean
  memberships: Array<{
    unitId: string | null
    role: "ADMIN" | "STAFF" | "PROVIDER"
  }>
  createdAt: string
  rowVersion: number
}

export type WorkingHours = {
  resourceId: string
  /** The zone in which the times are meant */
  timeZone: string
  windows: Array<{
    weekday: number
    opensAt: string
    closesAt: string
    validFrom: string | null
    validTo: string | null
  }>
  /** Version of the resource, which its hours are part of */
  rowVersion: number
}

/** What is wrong with one field. */
export type FieldError = {
  /** As in `client.phone` or `durations.0`. */
  path: string
  message: string
}

/** A refusal, RFC 9457. Some kinds carry further members, named by `code`. */
export type Problem = {
  /** Where this kind is explained. */
  type: string
  /** The kind in words; the same for every problem of the kind. */
  title: string
  status: number
  /** The kind, for programs. */
  code: string
  /** What stands in the way this time, in words for a person. */
  detail: string
  correlationId: string
  /** With `malformed`: every wrong field. */
  errors?: FieldError[] | undefined
}

/** This client already holds another time. */
export type ClientBusyProblem = Problem & {
  code: "client-busy"
  status: 409
}

/** A client with that phone exists. */
export type ClientExistsProblem = Problem & {
  code: "client-exists"
  status: 409
}

/** The request came from another site. */
export type CrossSiteRequestProblem = Problem & {
  code: "cross-site-request"
  status: 403
}

/** Somebody else has this e-mail address. */
export type EmailTakenProblem = Problem & {
  code: "email-taken"
  status: 409
}

/** That date has an exception already. */
export type ExceptionExistsProblem = Problem & {
  code: "exception-exists"
  status: 409
}

/** Your role does not allow this. */
export type ForbiddenProblem = Problem & {
  code: "forbidden"
  status: 403
}

/** The hold has expired. */
export type HoldExpiredProblem = Problem & {
  code: "hold-expired"
  status: 410
} & {
  expiresAt?: string | undefined
  serverTime?: string | undefined
}

/** The same request is still running. */
export type IdempotencyKeyInUseProblem = Problem & {
  code: "idempotency-key-in-use"
  status: 409
}

/** This Idempotency-Key belongs to another request. */
export type IdempotencyKeyReusedProblem = Problem & {
  code: "idempotency-key-reused"
  status: 422
}

/** Something went wrong on our side. */
export type InternalErrorProblem = Problem & {
  code: "internal-error"
  status: 500
}

/** Somebody must remain ADMIN of the installation. */
export type LastAdminProblem = Problem & {
  code: "last-admin"
  status: 409
}

/** It is locked against changes. */
export type LockedProblem = Problem & {
  code: "locked"
  status: 403
} & {
  lockLevel?: number | undefined
}

/** The request is malformed. */
export type MalformedProblem = Problem & {
  code: "malformed"
  status: 400
}

/** Something later was said since. */
export type MessageOvertakenProblem = Problem & {
  code: "message-overtaken"
  status: 409
}

/** There is no such thing here. */
export type NotFoundProblem = Problem & {
  code: "not-found"
  status: 404
}

/** It is not in a state that allows this. */
export type NotInStateProblem = Problem & {
  code: "not-in-state"
  status: 409
}

/** Choose your own password first. */
export type PasswordChangeRequiredProblem = Problem & {
  code: "password-change-required"
  status: 403
}

/** The request is too large. */
export type PayloadTooLargeProblem = Problem & {
  code: "payload-too-large"
  status: 413
}

/** Reminders are behind. */
export type RemindersBehindProblem = Problem & {
  code: "reminders-behind"
  status: 503
} & {
  lastRunAt?: string | null | undefined
  dueUnsent?: number | undefined
  oldestDueSeconds?: number | undefined
  waiting?: number | undefined
}

/** A rule of this service refuses that. */
export type RuleRejectedProblem = Problem & {
  code: "rule-rejected"
  status: 422
} & {
  rule?: string | undefined
}

/** Booking is switched off. */
export type ScheduleEngineDisabledProblem = Problem & {
  code: "schedule-engine-disabled"
  status: 503
}

/** That time is taken. */
export type SlotTakenProblem = Problem & {
  code: "slot-taken"
  status: 409
} & {
  alternatives?: Array<{
    start: string
    end: string
  }> | undefined
}

/** That address is taken. */
export type SlugTakenProblem = Problem & {
  code: "slug-taken"
  status: 409
}

/** It has changed since you read it. */
export type StaleProblem = Problem & {
  code: "stale"
  status: 412
}

/** Appointments stand in that time. */
export type TimeInUseProblem = Problem & {
  code: "time-in-use"
  status: 409
} & {
  appointmentIds?: string[] | undefined
  blockIds?: string[] | undefined
}

/** Too many requests. */
export type TooManyRequestsProblem = Problem & {
  code: "too-many-requests"
  status: 429
}

/** Sign in or send an API key. */
export type UnauthenticatedProblem = Problem & {
  code: "unauthenticated"
  status: 401
}

/** The service cannot answer just now. */
export type UnavailableProblem = Problem & {
  code: "unavailable"
  status: 503
}

/** Send application/json. */
export type UnsupportedMediaTypeProblem = Problem & {
  code: "unsupported-media-type"
  status: 415
}

/** Send If-Match with the version you read. */
export type VersionRequiredProblem = Problem & {
  code: "version-required"
  status: 428
}

/** The e-mail address or the password is wrong. */
export type WrongCredentialsProblem = Problem & {
  code: "wrong-credentials"
  status: 401
}

export type paths = {
  '/api/v1/units/{unitId}/availability': {
    /** list-availability: Free times of a service */
    get: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        query: {
          /** Id of a service */
          serviceId: string
          durationMinutes?: "30" | "60" | "90" | undefined
          /** Instant, or a date in the unit’s zone; left out: now */
          from?: string | undefined
          /** Exclusive instant, or the last date; left out: seven days on. At most 62 days. */
          to?: string | undefined
          /** Ids with commas between: only these resources. Left out: any. */
          resourceIds?: string | undefined
          first?: number | undefined
          withResources?: "true" | "false" | undefined
          reservationToken?: string | undefined
        }
        header?: {
          /** The `ETag` of the answer you have; when it is still right, the answer is 304 without a body. */
          'If-None-Match'?: string | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': Availability } }
        304: { content?: never }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/units/{unitId}/availability/explain': {
    /** explain-availability: Why is this time not free? */
    get: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        query: {
          /** Id of a service */
          serviceId: string
          start: string
          durationMinutes?: "30" | "60" | "90" | undefined
          /** Ids with commas between: only these resources. Left out: any. */
          resourceIds?: string | undefined
          reservationToken?: string | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': Explanation } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/slots/lock': {
    /** place-hold: Hold a time */
    post: {
      parameters: {
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
        }
      }
      requestBody: { content: { 'application/json': {
          /** Id of a unit */
          unitId: string
          /** Id of a service */
          serviceId: string
          /** Where the slot begins */
          start: string
          /** Left out: the shortest the service offers */
          durationMinutes?: 30 | 60 | 90 | undefined
          /** Only these; left out: any that is free */
          resourceIds?: string[] | undefined
          /** One dialogue with one person. Its next hold replaces the one before; so choose a name nobody guesses, such as a UUID. */
          conversation?: string | undefined
          /** Whom it is for, if known: one person holds one time at a time */
          client?: {
            phone?: string | undefined
            /** Id of a client */
            clientId?: string | undefined
          } | undefined
          /** Overbook on purpose; takes an ADMIN or the permission to overbook, and is audited */
          override?: {
            reason: string
          } | undefined
        } } }
      responses: {
        201: { content: { 'application/json': Hold } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': ClientBusyProblem | IdempotencyKeyInUseProblem | SlotTakenProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem | RuleRejectedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': ScheduleEngineDisabledProblem | UnavailableProblem } }
      }
    }
  }
  '/api/v1/slots/release': {
    /** release-hold: Give a held time back */
    post: {
      parameters: {}
      requestBody: { content: { 'application/json': {
          /** The secret a hold was answered with */
          reservationToken: string
        } } }
      responses: {
        200: { content: { 'application/json': Hold } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': NotInStateProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/slots/extend': {
    /** extend-hold: Hold a time longer */
    post: {
      parameters: {
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
        }
      }
      requestBody: { content: { 'application/json': {
          /** The secret a hold was answered with */
          reservationToken: string
        } } }
      responses: {
        200: { content: { 'application/json': Hold } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': IdempotencyKeyInUseProblem | NotInStateProblem } }
        410: { content: { 'application/problem+json': HoldExpiredProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/appointments': {
    /** create-appointment: Book: confirm a hold, or hold and confirm at once */
    post: {
      parameters: {
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
        }
      }
      requestBody: { content: { 'application/json': {
          /** The secret a hold was answered with */
          reservationToken?: string | undefined
          /** After the deadline, try the same time once more instead of answering 410 */
          ifStillFree?: boolean | undefined
          /** Id of a unit */
          unitId?: string | undefined
          /** Id of a service */
          serviceId?: string | undefined
          /** Where the slot begins */
          start?: string | undefined
          /** Left out: the shortest the service offers */
          durationMinutes?: 30 | 60 | 90 | undefined
          /** Only these; left out: any that is free */
          resourceIds?: string[] | undefined
          /** One dialogue with one person. Its next hold replaces the one before; so choose a name nobody guesses, such as a UUID. */
          conversation?: string | undefined
          /** Overbook on purpose; takes an ADMIN or the permission to overbook, and is audited */
          override?: {
            reason: string
          } | undefined
          /** Who comes: `clientId`, or a name with a phone number or e-mail address */
          client: {
            /** A client on record; then name and phone can be left out */
            clientId?: string | undefined
            name?: string | undefined
            /** With country code */
            phone?: string | undefined
            email?: string | undefined
            locale?: "lt" | "en" | "pt" | undefined
            timeZone?: string | undefined
          }
          notes?: string | undefined
        } } }
      responses: {
        200: { content: { 'application/json': Appointment } }
        201: { content: { 'application/json': Appointment } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': ClientBusyProblem | IdempotencyKeyInUseProblem | SlotTakenProblem } }
        410: { content: { 'application/problem+json': HoldExpiredProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem | RuleRejectedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': ScheduleEngineDisabledProblem | UnavailableProblem } }
      }
    }
    /** list-appointments: Appointments of a unit, by start */
    get: {
      parameters: {
        query: {
          /** Id of a unit */
          unitId: string
          from?: string | undefined
          to?: string | undefined
          status?: "HELD" | "PENDING_APPROVAL" | "CONFIRMED" | "COMPLETED" | "NO_SHOW" | "CANCELLED" | undefined
          /** Id of a resource */
          resourceId?: string | undefined
          /** Id of a client */
          clientId?: string | undefined
          /** `nextCursor` of the page before */
          cursor?: string | undefined
          limit?: number | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': {
            items: Appointment[]
            nextCursor: string | null
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/appointments/{appointmentId}': {
    /** show-appointment: Read an appointment */
    get: {
      parameters: {
        path: {
          /** Id of a appointment */
          appointmentId: string
        }
        query?: {
          /** The secret a hold was answered with */
          reservationToken?: string | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': Appointment } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': ForbiddenProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
    /** update-appointment: Change notes or the attendee’s name */
    patch: {
      parameters: {
        path: {
          /** Id of a appointment */
          appointmentId: string
        }
        header?: {
          /** The `ETag` of what you read, or `*` to overwrite whatever is there. Required of staff and API keys. */
          'If-Match'?: string | undefined
        }
      }
      requestBody?: { content: { 'application/json': {
          notes?: string | undefined
          attendeeName?: string | undefined
        } } }
      responses: {
        200: { content: { 'application/json': Appointment } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | LockedProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        412: { content: { 'application/problem+json': StaleProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        428: { content: { 'application/problem+json': VersionRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/appointments/{appointmentId}/cancel': {
    /** cancel-appointment: Cancel: the time is free again */
    post: {
      parameters: {
        path: {
          /** Id of a appointment */
          appointmentId: string
        }
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
          /** The `ETag` of what you read, or `*` to overwrite whatever is there. Required of staff and API keys. */
          'If-Match'?: string | undefined
        }
      }
      requestBody?: { content: { 'application/json': {
          note?: string | undefined
          /** The secret a hold was answered with */
          reservationToken?: string | undefined
        } } }
      responses: {
        200: { content: { 'application/json': Appointment } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | LockedProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': IdempotencyKeyInUseProblem | NotInStateProblem } }
        412: { content: { 'application/problem+json': StaleProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem | RuleRejectedProblem } }
        428: { content: { 'application/problem+json': VersionRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/appointments/{appointmentId}/move': {
    /** move-appointment: Move to another time, length or resource */
    post: {
      parameters: {
        path: {
          /** Id of a appointment */
          appointmentId: string
        }
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
          /** The `ETag` of what you read, or `*` to overwrite whatever is there. Required of staff and API keys. */
          'If-Match'?: string | undefined
        }
      }
      requestBody: { content: { 'application/json': {
          /** Where the slot begins */
          start: string
          /** Left out: the shortest the service offers */
          durationMinutes?: 30 | 60 | 90 | undefined
          /** Only these; left out: any that is free */
          resourceIds?: string[] | undefined
          /** Overbook on purpose; takes an ADMIN or the permission to overbook, and is audited */
          override?: {
            reason: string
          } | undefined
          /** The secret a hold was answered with */
          reservationToken?: string | undefined
        } } }
      responses: {
        200: { content: { 'application/json': Appointment } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | LockedProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': IdempotencyKeyInUseProblem | NotInStateProblem | SlotTakenProblem } }
        412: { content: { 'application/problem+json': StaleProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem | RuleRejectedProblem } }
        428: { content: { 'application/problem+json': VersionRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': ScheduleEngineDisabledProblem | UnavailableProblem } }
      }
    }
  }
  '/api/v1/appointments/{appointmentId}/complete': {
    /** complete-appointment: It took place */
    post: {
      parameters: {
        path: {
          /** Id of a appointment */
          appointmentId: string
        }
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
          /** The `ETag` of what you read, or `*` to overwrite whatever is there. Required of staff and API keys. */
          'If-Match'?: string | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': Appointment } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | LockedProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': IdempotencyKeyInUseProblem | NotInStateProblem } }
        412: { content: { 'application/problem+json': StaleProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem } }
        428: { content: { 'application/problem+json': VersionRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/appointments/{appointmentId}/no-show': {
    /** mark-no-show: The client did not come */
    post: {
      parameters: {
        path: {
          /** Id of a appointment */
          appointmentId: string
        }
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
          /** The `ETag` of what you read, or `*` to overwrite whatever is there. Required of staff and API keys. */
          'If-Match'?: string | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': Appointment } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | LockedProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': IdempotencyKeyInUseProblem | NotInStateProblem } }
        412: { content: { 'application/problem+json': StaleProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem } }
        428: { content: { 'application/problem+json': VersionRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/appointments/{appointmentId}/approve': {
    /** approve-appointment: Say yes to a request */
    post: {
      parameters: {
        path: {
          /** Id of a appointment */
          appointmentId: string
        }
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
          /** The `ETag` of what you read, or `*` to overwrite whatever is there. Required of staff and API keys. */
          'If-Match'?: string | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': Appointment } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | LockedProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': IdempotencyKeyInUseProblem | NotInStateProblem } }
        412: { content: { 'application/problem+json': StaleProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem } }
        428: { content: { 'application/problem+json': VersionRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/appointments/{appointmentId}/decline': {
    /** decline-appointment: Say no to a request */
    post: {
      parameters: {
        path: {
          /** Id of a appointment */
          appointmentId: string
        }
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
          /** The `ETag` of what you read, or `*` to overwrite whatever is there. Required of staff and API keys. */
          'If-Match'?: string | undefined
        }
      }
      requestBody?: { content: { 'application/json': {
          note?: string | undefined
        } } }
      responses: {
        200: { content: { 'application/json': Appointment } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | LockedProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': IdempotencyKeyInUseProblem | NotInStateProblem } }
        412: { content: { 'application/problem+json': StaleProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem } }
        428: { content: { 'application/problem+json': VersionRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/appointments/{appointmentId}/lock-level': {
    /** set-lock-level: Protect an appointment from being moved */
    post: {
      parameters: {
        path: {
          /** Id of a appointment */
          appointmentId: string
        }
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
          /** The `ETag` of what you read, or `*` to overwrite whatever is there. Required of staff and API keys. */
          'If-Match'?: string | undefined
        }
      }
      requestBody: { content: { 'application/json': {
          lockLevel: number
        } } }
      responses: {
        200: { content: { 'application/json': Appointment } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | LockedProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': IdempotencyKeyInUseProblem | NotInStateProblem } }
        412: { content: { 'application/problem+json': StaleProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem } }
        428: { content: { 'application/problem+json': VersionRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/units/{unitId}/blocks': {
    /** place-block: Take a resource’s time away from booking */
    post: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
        }
      }
      requestBody: { content: { 'application/json': {
          /** Id of a resource */
          resourceId: string
          startsAt: string
          endsAt: string
          kind?: "LEAVE" | "CLOSURE" | "OTHER" | undefined
          reason?: string | undefined
        } } }
      responses: {
        201: { content: { 'application/json': Block } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': IdempotencyKeyInUseProblem | TimeInUseProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
    /** list-blocks: Blocks of a unit in a range */
    get: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        query?: {
          from?: string | undefined
          to?: string | undefined
          /** Id of a resource */
          resourceId?: string | undefined
          /** `nextCursor` of the page before */
          cursor?: string | undefined
          limit?: number | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': {
            items: Block[]
            nextCursor: string | null
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/blocks/{blockId}': {
    /** remove-block: Give blocked time back */
    delete: {
      parameters: {
        path: {
          /** Id of a block */
          blockId: string
        }
        header?: {
          /** The `ETag` of what you read, or `*` to overwrite whatever is there. Required of staff and API keys. */
          'If-Match'?: string | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': Block } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        412: { content: { 'application/problem+json': StaleProblem } }
        428: { content: { 'application/problem+json': VersionRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/schedule/expire-holds': {
    /** expire-holds: Tidy overdue holds away now */
    post: {
      parameters: {}
      responses: {
        200: { content: { 'application/json': {
            expired: number
            locksPurged: number
          } } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/units/by-slug/{slug}': {
    /** show-unit-by-slug: Find a unit by its address */
    get: {
      parameters: {
        path: {
          slug: string
        }
      }
      responses: {
        200: { content: { 'application/json': Unit } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/units/{unitId}': {
    /** show-unit: Show a unit */
    get: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
      }
      responses: {
        200: { content: { 'application/json': Unit } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
    /** update-unit: Change a unit */
    patch: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        header?: {
          /** The `ETag` of what you read, or `*` to overwrite whatever is there. Required of staff and API keys. */
          'If-Match'?: string | undefined
        }
      }
      requestBody?: { content: { 'application/json': {
          /** Its part of the booking page’s address: `/book/:slug` */
          slug?: string | undefined
          name?: string | undefined
          /** IANA zone in which the unit’s dates and opening hours are meant */
          timeZone?: string | undefined
          /** Language spoken to clients whose own is unknown */
          locale?: "lt" | "en" | "pt" | undefined
          phone?: string | null | undefined
          email?: string | null | undefined
          address?: string | null | undefined
        } } }
      responses: {
        200: { content: { 'application/json': Unit } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': SlugTakenProblem } }
        412: { content: { 'application/problem+json': StaleProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        428: { content: { 'application/problem+json': VersionRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/units': {
    /** list-units: List the units you work in */
    get: {
      parameters: {
        query?: {
          /** `nextCursor` of the page before */
          cursor?: string | undefined
          limit?: number | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': {
            items: Unit[]
            nextCursor: string | null
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': ForbiddenProblem | PasswordChangeRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
    /** create-unit: Open a unit */
    post: {
      parameters: {
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
        }
      }
      requestBody: { content: { 'application/json': {
          /** Its part of the booking page’s address: `/book/:slug` */
          slug: string
          name: string
          /** IANA zone in which the unit’s dates and opening hours are meant */
          timeZone: string
          /** Language spoken to clients whose own is unknown */
          locale?: "lt" | "en" | "pt" | undefined
          phone?: string | null | undefined
          email?: string | null | undefined
          address?: string | null | undefined
        } } }
      responses: {
        201: { content: { 'application/json': Unit } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        409: { content: { 'application/problem+json': IdempotencyKeyInUseProblem | SlugTakenProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/units/{unitId}/services': {
    /** list-services: List what can be booked */
    get: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        query?: {
          /** `nextCursor` of the page before */
          cursor?: string | undefined
          limit?: number | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': {
            items: Service[]
            nextCursor: string | null
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
    /** create-service: Add a service */
    post: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
        }
      }
      requestBody: { content: { 'application/json': {
          /** Its part of an address; one service of a unit has it */
          slug: string
          name: string
          description?: string | undefined
          /** Lengths a client may choose, in minutes */
          durations: Array<30 | 60 | 90>
          /** Starts lie on minutes of the local day divisible by this */
          slotStepMinutes?: number | undefined
          /** Time the resources are kept free before the start */
          bufferBeforeMinutes?: number | undefined
          /** Time the resources are kept free after the end */
          bufferAfterMinutes?: number | undefined
          /** How long before the start a client may still book */
          noticeToBookMinutes?: number | undefined
          /** How long before the start a client may still move it */
          noticeToMoveMinutes?: number | undefined
          /** How long before the start a client may still cancel it */
          noticeToCancelMinutes?: number | undefined
          /** How far ahead it can be booked */
          horizonDays?: number | undefined
          /** Seats of one session: 1 for a visit, 12 for a class */
          capacity?: number | undefined
          /** How long a time stays held for who chose it */
          holdSeconds?: number | undefined
          /** Whether staff must approve before it is confirmed */
          needsApproval?: boolean | undefined
          /** After which an unapproved request declines itself */
          approvalWithinMinutes?: number | undefined
          /** Whether the public sees it and may book it */
          isOffered?: boolean | undefined
          /** What it needs at the same time, such as one `provider` and one `room`; each with its eligible resources */
          roles: Array<{
            role: string
            resourceIds: string[]
          }>
        } } }
      responses: {
        201: { content: { 'application/json': Service } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': IdempotencyKeyInUseProblem | SlugTakenProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/services/{serviceId}': {
    /** show-service: Show a service */
    get: {
      parameters: {
        path: {
          /** Id of a service */
          serviceId: string
        }
      }
      responses: {
        200: { content: { 'application/json': Service } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
    /** update-service: Change a service */
    patch: {
      parameters: {
        path: {
          /** Id of a service */
          serviceId: string
        }
        header?: {
          /** The `ETag` of what you read, or `*` to overwrite whatever is there. Required of staff and API keys. */
          'If-Match'?: string | undefined
        }
      }
      requestBody?: { content: { 'application/json': {
          /** Its part of an address; one service of a unit has it */
          slug?: string | undefined
          name?: string | undefined
          description?: string | undefined
          /** Lengths a client may choose, in minutes */
          durations?: Array<30 | 60 | 90> | undefined
          /** Starts lie on minutes of the local day divisible by this */
          slotStepMinutes?: number | undefined
          /** Time the resources are kept free before the start */
          bufferBeforeMinutes?: number | undefined
          /** Time the resources are kept free after the end */
          bufferAfterMinutes?: number | undefined
          /** How long before the start a client may still book */
          noticeToBookMinutes?: number | undefined
          /** How long before the start a client may still move it */
          noticeToMoveMinutes?: number | undefined
          /** How long before the start a client may still cancel it */
          noticeToCancelMinutes?: number | undefined
          /** How far ahead it can be booked */
          horizonDays?: number | undefined
          /** Seats of one session: 1 for a visit, 12 for a class */
          capacity?: number | undefined
          /** How long a time stays held for who chose it */
          holdSeconds?: number | undefined
          /** Whether staff must approve before it is confirmed */
          needsApproval?: boolean | undefined
          /** After which an unapproved request declines itself */
          approvalWithinMinutes?: number | undefined
          /** Whether the public sees it and may book it */
          isOffered?: boolean | undefined
          /** What it needs at the same time, such as one `provider` and one `room`; each with its eligible resources */
          roles?: Array<{
            role: string
            resourceIds: string[]
          }> | undefined
        } } }
      responses: {
        200: { content: { 'application/json': Service } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': SlugTakenProblem } }
        412: { content: { 'application/problem+json': StaleProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        428: { content: { 'application/problem+json': VersionRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/units/{unitId}/resources': {
    /** list-resources: List people and rooms */
    get: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        query?: {
          /** `nextCursor` of the page before */
          cursor?: string | undefined
          limit?: number | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': {
            items: ResourceView[]
            nextCursor: string | null
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
    /** create-resource: Add a person or a room */
    post: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
        }
      }
      requestBody: { content: { 'application/json': {
          name: string
          /** Left out: the zone of the unit */
          timeZone?: string | undefined
          email?: string | null | undefined
          phone?: string | null | undefined
          /** The user who is this person and, as PROVIDER, sets its hours */
          userId?: string | null | undefined
          /** Whether it can be booked; what is booked stays */
          isActive?: boolean | undefined
          kind: "PERSON" | "ROOM"
        } } }
      responses: {
        201: { content: { 'application/json': Resource } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': IdempotencyKeyInUseProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/resources/{resourceId}': {
    /** show-resource: Show a person or a room */
    get: {
      parameters: {
        path: {
          /** Id of a resource */
          resourceId: string
        }
      }
      responses: {
        200: { content: { 'application/json': Resource } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
    /** update-resource: Change a person or a room */
    patch: {
      parameters: {
        path: {
          /** Id of a resource */
          resourceId: string
        }
        header?: {
          /** The `ETag` of what you read, or `*` to overwrite whatever is there. Required of staff and API keys. */
          'If-Match'?: string | undefined
        }
      }
      requestBody?: { content: { 'application/json': {
          name?: string | undefined
          /** IANA zone in which its working hours are meant */
          timeZone?: string | undefined
          email?: string | null | undefined
          phone?: string | null | undefined
          /** The user who is this person and, as PROVIDER, sets its hours */
          userId?: string | null | undefined
          /** Whether it can be booked; what is booked stays */
          isActive?: boolean | undefined
        } } }
      responses: {
        200: { content: { 'application/json': Resource } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        412: { content: { 'application/problem+json': StaleProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        428: { content: { 'application/problem+json': VersionRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/resources/{resourceId}/working-hours': {
    /** show-working-hours: Show the weekly hours of a resource */
    get: {
      parameters: {
        path: {
          /** Id of a resource */
          resourceId: string
        }
      }
      responses: {
        200: { content: { 'application/json': WorkingHours } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
    /** set-working-hours: Set the weekly hours of a resource */
    put: {
      parameters: {
        path: {
          /** Id of a resource */
          resourceId: string
        }
        header?: {
          /** The `ETag` of what you read, or `*` to overwrite whatever is there. Required of staff and API keys. */
          'If-Match'?: string | undefined
        }
      }
      requestBody: { content: { 'application/json': {
          /** The whole week; a lunch break is the gap between two windows; none at all: closed */
          windows: Array<{
            /** ISO: Monday 1 … Sunday 7 */
            weekday: number
            opensAt: string
            /** `24:00` is the midnight that ends the day */
            closesAt: string
            /** First local date on which it holds; null: always has */
            validFrom?: string | null | undefined
            /** Last local date on which it holds; null: until changed */
            validTo?: string | null | undefined
          }>
        } } }
      responses: {
        200: { content: { 'application/json': {
            resourceId: string
            /** The zone in which the times are meant */
            timeZone: string
            windows: Array<{
              weekday: number
              opensAt: string
              closesAt: string
              validFrom: string | null
              validTo: string | null
            }>
            /** Version of the resource, which its hours are part of */
            rowVersion: number
            /** Future appointments that now lie outside the hours: they stand until somebody moves or cancels them */
            appointmentsOutside: Array<{
              id: string
              serviceId: string
              resourceIds: string[]
              status: "HELD" | "PENDING_APPROVAL" | "CONFIRMED"
              startsAt: string
              endsAt: string
            }>
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        412: { content: { 'application/problem+json': StaleProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        428: { content: { 'application/problem+json': VersionRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/resources/{resourceId}/exceptions': {
    /** list-resource-exceptions: List the dates on which a resource keeps other hours */
    get: {
      parameters: {
        path: {
          /** Id of a resource */
          resourceId: string
        }
        query: {
          from: string
          to: string
        }
      }
      responses: {
        200: { content: { 'application/json': {
            items: HoursException[]
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
    /** add-resource-exception: Give a resource other hours on a date */
    post: {
      parameters: {
        path: {
          /** Id of a resource */
          resourceId: string
        }
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
        }
      }
      requestBody: { content: { 'application/json': {
          /** The local date */
          on: string
          /** Hours of that date; none: closed */
          windows?: Array<{
            opensAt: string
            /** `24:00` is the midnight that ends the day */
            closesAt: string
          }> | undefined
          /** Why, such as the name of the holiday */
          note?: string | undefined
        } } }
      responses: {
        201: { content: { 'application/json': {
            on: string
            windows: Array<{
              opensAt: string
              closesAt: string
            }>
            note: string
            /** Future appointments that now lie outside the hours: they stand until somebody moves or cancels them */
            appointmentsOutside: Array<{
              id: string
              serviceId: string
              resourceIds: string[]
              status: "HELD" | "PENDING_APPROVAL" | "CONFIRMED"
              startsAt: string
              endsAt: string
            }>
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': ExceptionExistsProblem | IdempotencyKeyInUseProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/units/{unitId}/exceptions': {
    /** list-unit-exceptions: List the dates on which the whole unit keeps other hours */
    get: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        query: {
          from: string
          to: string
        }
      }
      responses: {
        200: { content: { 'application/json': {
            items: HoursException[]
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
    /** add-unit-exception: Close the whole unit on a date, or shorten its hours */
    post: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
        }
      }
      requestBody: { content: { 'application/json': {
          /** The local date */
          on: string
          /** Hours of that date; none: closed */
          windows?: Array<{
            opensAt: string
            /** `24:00` is the midnight that ends the day */
            closesAt: string
          }> | undefined
          /** Why, such as the name of the holiday */
          note?: string | undefined
        } } }
      responses: {
        201: { content: { 'application/json': {
            on: string
            windows: Array<{
              opensAt: string
              closesAt: string
            }>
            note: string
            /** Future appointments that now lie outside the hours: they stand until somebody moves or cancels them */
            appointmentsOutside: Array<{
              id: string
              serviceId: string
              resourceIds: string[]
              status: "HELD" | "PENDING_APPROVAL" | "CONFIRMED"
              startsAt: string
              endsAt: string
            }>
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': ExceptionExistsProblem | IdempotencyKeyInUseProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/resources/{resourceId}/exceptions/{on}': {
    /** remove-resource-exception: Give a resource its ordinary hours back on a date */
    delete: {
      parameters: {
        path: {
          /** Id of a resource */
          resourceId: string
          /** The local date */
          on: string
        }
      }
      responses: {
        200: { content: { 'application/json': {
            /** Future appointments that now lie outside the hours: they stand until somebody moves or cancels them */
            appointmentsOutside: Array<{
              id: string
              serviceId: string
              resourceIds: string[]
              status: "HELD" | "PENDING_APPROVAL" | "CONFIRMED"
              startsAt: string
              endsAt: string
            }>
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/units/{unitId}/exceptions/{on}': {
    /** remove-unit-exception: Open the whole unit as usual on a date */
    delete: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
          /** The local date */
          on: string
        }
      }
      responses: {
        200: { content: { 'application/json': {
            /** Future appointments that now lie outside the hours: they stand until somebody moves or cancels them */
            appointmentsOutside: Array<{
              id: string
              serviceId: string
              resourceIds: string[]
              status: "HELD" | "PENDING_APPROVAL" | "CONFIRMED"
              startsAt: string
              endsAt: string
            }>
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/units/{unitId}/clients': {
    /** list-clients: List or search the clients of a unit */
    get: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        query?: {
          /** `nextCursor` of the page before */
          cursor?: string | undefined
          limit?: number | undefined
          search?: string | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': {
            items: Client[]
            nextCursor: string | null
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
    /** create-client: Add a client */
    post: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
        }
      }
      requestBody: { content: { 'application/json': {
          name: string
          /** One client of a unit has it, on every channel */
          phone?: string | null | undefined
          email?: string | null | undefined
          /** Language of messages; null: the unit’s */
          locale?: "lt" | "en" | "pt" | null | undefined
          /** Zone in which times are shown to them; null: the unit’s */
          timeZone?: string | null | undefined
          /** How they want to be written to, best first; null: e-mail, then Telegram, then SMS */
          channels?: Array<"EMAIL" | "SMS" | "WHATSAPP" | "TELEGRAM"> | null | undefined
          /** For those who work in the unit; never shown to the client */
          notes?: string | undefined
        } } }
      responses: {
        201: { content: { 'application/json': Client } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': ClientExistsProblem | IdempotencyKeyInUseProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/clients/{clientId}': {
    /** show-client: Show a client */
    get: {
      parameters: {
        path: {
          /** Id of a client */
          clientId: string
        }
      }
      responses: {
        200: { content: { 'application/json': Client } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
    /** update-client: Change a client */
    patch: {
      parameters: {
        path: {
          /** Id of a client */
          clientId: string
        }
        header?: {
          /** The `ETag` of what you read, or `*` to overwrite whatever is there. Required of staff and API keys. */
          'If-Match'?: string | undefined
        }
      }
      requestBody?: { content: { 'application/json': {
          name?: string | undefined
          /** One client of a unit has it, on every channel */
          phone?: string | null | undefined
          email?: string | null | undefined
          /** Language of messages; null: the unit’s */
          locale?: "lt" | "en" | "pt" | null | undefined
          /** Zone in which times are shown to them; null: the unit’s */
          timeZone?: string | null | undefined
          /** How they want to be written to, best first; null: e-mail, then Telegram, then SMS */
          channels?: Array<"EMAIL" | "SMS" | "WHATSAPP" | "TELEGRAM"> | null | undefined
          /** For those who work in the unit; never shown to the client */
          notes?: string | undefined
        } } }
      responses: {
        200: { content: { 'application/json': Client } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': ClientExistsProblem } }
        412: { content: { 'application/problem+json': StaleProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        428: { content: { 'application/problem+json': VersionRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/calendar/appointments/{token}.ics': {
    /** show-calendar-file: An appointment as a file for a calendar program */
    get: {
      parameters: {
        path: {
          /** The secret: whoever has it may read what it leads to */
          token: string
        }
      }
      responses: {
        200: { content: { 'text/calendar': string } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/calendar/feeds/{token}.ics': {
    /** show-feed: A feed that calendar programs subscribe to */
    get: {
      parameters: {
        path: {
          /** The secret: whoever has it may read what it leads to */
          token: string
        }
        header?: {
          /** The `ETag` of the answer you have; when it is still right, the answer is 304 without a body. */
          'If-None-Match'?: string | undefined
        }
      }
      responses: {
        200: { content: { 'text/calendar': string } }
        304: { content?: never }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/feeds': {
    /** open-feed: The secret address of a feed */
    post: {
      parameters: {}
      requestBody: { content: { 'application/json': {
          kind: "CLIENT" | "RESOURCE" | "UNIT"
          /** Id of the client, resource or unit */
          id: string
        } } }
      responses: {
        200: { content: { 'application/json': Feed } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/feeds/rotate': {
    /** rotate-feed: Give a feed another secret address */
    post: {
      parameters: {}
      requestBody: { content: { 'application/json': {
          kind: "CLIENT" | "RESOURCE" | "UNIT"
          /** Id of the client, resource or unit */
          id: string
        } } }
      responses: {
        200: { content: { 'application/json': Feed } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/units/{unitId}/notifications': {
    /** list-notifications: What people were told, and what waits to be told */
    get: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        query?: {
          status?: "QUEUED" | "SENT" | "DEAD" | "EXPIRED" | undefined
          channel?: "EMAIL" | "SMS" | "WHATSAPP" | "TELEGRAM" | undefined
          kind?: "appointment-booked" | "appointment-requested" | "appointment-moved" | "appointment-cancelled" | "appointment-declined" | "appointment-approved" | "appointment-reminder" | "hold-expired" | "incident" | "one-time-code" | undefined
          /** Id of a appointment */
          appointmentId?: string | undefined
          /** Id of a client */
          clientId?: string | undefined
          /** A part of the address */
          address?: string | undefined
          /** `nextCursor` of the page before */
          cursor?: string | undefined
          limit?: number | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': {
            items: Notification[]
            nextCursor: string | null
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/notifications/{id}': {
    /** show-notification: One message: its words, its calendar entry, every attempt */
    get: {
      parameters: {
        path: {
          /** Id of a notification */
          id: string
        }
      }
      responses: {
        200: { content: { 'application/json': ShownNotification } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/notifications/{id}/retry': {
    /** retry-notification: Send a message now, or once more */
    post: {
      parameters: {
        path: {
          /** Id of a notification */
          id: string
        }
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': Notification } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': IdempotencyKeyInUseProblem | MessageOvertakenProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/units/{unitId}/opt-outs': {
    /** list-opt-outs: Addresses that are not written to */
    get: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        query?: {
          /** `nextCursor` of the page before */
          cursor?: string | undefined
          limit?: number | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': {
            items: OptOut[]
            nextCursor: string | null
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
    /** add-opt-out: Write to an address no more */
    post: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        header?: {
          /** Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with `Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt. */
          'Idempotency-Key'?: string | undefined
        }
      }
      requestBody: { content: { 'application/json': {
          channel: "EMAIL" | "SMS" | "WHATSAPP" | "TELEGRAM"
          /** E-mail address, phone number with its country code, or chat id. Spaces and dashes in a number are forgiven */
          address: string
        } } }
      responses: {
        200: { content: { 'application/json': OptOut } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': IdempotencyKeyInUseProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        422: { content: { 'application/problem+json': IdempotencyKeyReusedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/units/{unitId}/opt-outs/{channel}/{address}': {
    /** remove-opt-out: Write to an address again */
    delete: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
          channel: "EMAIL" | "SMS" | "WHATSAPP" | "TELEGRAM"
          /** E-mail address, phone number with its country code, or chat id. Spaces and dashes in a number are forgiven */
          address: string
        }
      }
      responses: {
        200: { content: { 'application/json': OptOut } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/workers/reminders/health': {
    /** show-reminders-health: Reminders go out when they are due */
    get: {
      parameters: {}
      responses: {
        200: { content: { 'application/json': RemindersHealth } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': RemindersBehindProblem | UnavailableProblem } }
      }
    }
  }
  '/api/auth/change-password': {
    /** change-password: Change your password */
    post: {
      parameters: {}
      requestBody: { content: { 'application/json': {
          currentPassword: string
          newPassword: string
        } } }
      responses: {
        204: { content?: never }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/me': {
    /** describe-caller: Who you are */
    get: {
      parameters: {}
      responses: {
        200: { content: { 'application/json': Caller } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/users': {
    /** list-users: List staff */
    get: {
      parameters: {
        query?: {
          /** `nextCursor` of the page before */
          cursor?: string | undefined
          limit?: number | undefined
          /** Id of a unit */
          unitId?: string | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': {
            items: User[]
            nextCursor: string | null
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
    /** create-user: Add somebody to the staff */
    post: {
      parameters: {}
      requestBody: { content: { 'application/json': {
          name: string
          email: string
          memberships: Array<{
            /** Id of a unit; null: every unit, those to come included */
            unitId: string | null
            role: "ADMIN" | "STAFF" | "PROVIDER"
          }>
          /** May overbook, with a reason, without being ADMIN */
          mayOverbook?: boolean | undefined
        } } }
      responses: {
        201: { content: { 'application/json': {
            user: User
            /** Shown this once. It opens nothing but the change of it */
            oneTimePassword: string
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': EmailTakenProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/users/{userId}': {
    /** update-user: Change what somebody is and may do */
    patch: {
      parameters: {
        path: {
          /** Id of a user */
          userId: string
        }
        header?: {
          /** The `ETag` of what you read, or `*` to overwrite whatever is there. Required of staff and API keys. */
          'If-Match'?: string | undefined
        }
      }
      requestBody?: { content: { 'application/json': {
          name?: string | undefined
          memberships?: Array<{
            /** Id of a unit; null: every unit, those to come included */
            unitId: string | null
            role: "ADMIN" | "STAFF" | "PROVIDER"
          }> | undefined
          isActive?: boolean | undefined
          /** May overbook, with a reason, without being ADMIN */
          mayOverbook?: boolean | undefined
        } } }
      responses: {
        200: { content: { 'application/json': User } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        409: { content: { 'application/problem+json': LastAdminProblem } }
        412: { content: { 'application/problem+json': StaleProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        428: { content: { 'application/problem+json': VersionRequiredProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/users/{userId}/reset-password': {
    /** reset-password: Give somebody a new one-time password */
    post: {
      parameters: {
        path: {
          /** Id of a user */
          userId: string
        }
      }
      responses: {
        200: { content: { 'application/json': {
            email: string
            /** Shown this once. It opens nothing but the change of it */
            oneTimePassword: string
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/api-keys': {
    /** list-api-keys: List API keys */
    get: {
      parameters: {
        query?: {
          /** `nextCursor` of the page before */
          cursor?: string | undefined
          limit?: number | undefined
          /** Id of a unit */
          unitId?: string | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': {
            items: ApiKey[]
            nextCursor: string | null
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
    /** create-api-key: Make an API key */
    post: {
      parameters: {}
      requestBody: { content: { 'application/json': {
          name: string
          role: "ADMIN" | "STAFF" | "PROVIDER"
          /** null: every unit */
          unitIds: string[] | null
          scopes: Array<"appointments:read" | "appointments:write" | "catalogue:read" | "catalogue:write" | "clients:read" | "clients:write" | "schedule:write" | "users:write" | "calendars:write" | "notifications:read" | "notifications:write" | "audit:read">
          /** Absent or null: never */
          expiresAt?: string | null | undefined
        } } }
      responses: {
        201: { content: { 'application/json': {
            apiKey: ApiKey
            /** Send it as `Authorization: Bearer hf_…` */
            key: string
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/api-keys/{apiKeyId}': {
    /** revoke-api-key: Revoke an API key */
    delete: {
      parameters: {
        path: {
          /** Id of a api-key */
          apiKeyId: string
        }
      }
      responses: {
        204: { content?: never }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem | ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/v1/units/{unitId}/events': {
    /** list-events: Who did what, when, and what it changed */
    get: {
      parameters: {
        path: {
          /** Id of a unit */
          unitId: string
        }
        query?: {
          subjectType?: string | undefined
          subjectId?: string | undefined
          /** `nextCursor` of the page before */
          cursor?: string | undefined
          limit?: number | undefined
        }
      }
      responses: {
        200: { content: { 'application/json': {
            items: Event[]
            nextCursor: string | null
          } } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': ForbiddenProblem | PasswordChangeRequiredProblem } }
        404: { content: { 'application/problem+json': NotFoundProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/healthz': {
    /** show-health: The process lives */
    get: {
      parameters: {}
      responses: {
        200: { content: { 'application/json': Health } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/readyz': {
    /** show-readiness: It can serve: the database answers */
    get: {
      parameters: {}
      responses: {
        200: { content: { 'application/json': Readiness } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/metrics': {
    /** show-metrics: Figures of this process for Prometheus */
    get: {
      parameters: {}
      responses: {
        200: { content?: never }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/auth/sign-in/email': {
    /** sign-in-email: Sign in with e-mail address and password */
    post: {
      parameters: {}
      requestBody: { content: { 'application/json': {
          email: string
          password: string
          rememberMe?: boolean | undefined
        } } }
      responses: {
        200: { content: { 'application/json': Session } }
        400: { content: { 'application/problem+json': MalformedProblem } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem | WrongCredentialsProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem } }
        413: { content: { 'application/problem+json': PayloadTooLargeProblem } }
        415: { content: { 'application/problem+json': UnsupportedMediaTypeProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/auth/get-session': {
    /** get-session: The session of this browser, if there is one */
    get: {
      parameters: {}
      responses: {
        200: { content: { 'application/json': {
            session: Session | null
          } } }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
  '/api/auth/sign-out': {
    /** sign-out: Sign out */
    post: {
      parameters: {}
      responses: {
        204: { content?: never }
        401: { content: { 'application/problem+json': UnauthenticatedProblem } }
        403: { content: { 'application/problem+json': CrossSiteRequestProblem } }
        429: { content: { 'application/problem+json': TooManyRequestsProblem } }
        500: { content: { 'application/problem+json': InternalErrorProblem } }
        503: { content: { 'application/problem+json': UnavailableProblem } }
      }
    }
  }
}
