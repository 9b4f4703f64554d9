import type { z } from 'zod'

/** A kind of refusal the caller can act on: RFC 9457, declared by the endpoints that can answer it. */
export type ProblemKind = {
  readonly code: string
  readonly status: number
  readonly title: string
  /** For the documentation: when it is answered, and what the caller does about it. */
  readonly meaning?: string
  readonly advice?: string
  /** What only answers of this kind carry; typed in the generated client. */
  readonly members?: z.ZodType
}

export function problemKind(
  code: string,
  status: number,
  title: string,
  more: Pick<ProblemKind, 'meaning' | 'advice' | 'members'> = {},
): ProblemKind {
  return { code, status, title, ...more }
}

/** What is wrong with one field of a request; `path` as in `client.phone` or `durations.0`. */
export type FieldError = { path: string; message: string }

/** A refusal. Thrown, so that it rolls back whatever it interrupts; `extra` becomes public members of the answer. */
export class Problem extends Error {
  readonly kind: ProblemKind
  readonly detail: string
  readonly extra: Record<string, unknown>
  readonly retryAfterSeconds: number | undefined

  constructor(
    kind: ProblemKind,
    detail: string,
    extra: Record<string, unknown> = {},
    retryAfterSeconds?: number,
    options?: ErrorOptions,
  ) {
    super(`${kind.code}: ${detail}`, options)
    this.name = 'Problem'
    this.kind = kind
    this.detail = detail
    this.extra = extra
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export const malformed = problemKind('malformed', 400, 'The request is malformed')
export const unauthenticated = problemKind('unauthenticated', 401, 'Sign in or send an API key')
export const forbidden = problemKind('forbidden', 403, 'Your role does not allow this')
export const notFound = problemKind('not-found', 404, 'There is no such thing here')
export const methodNotAllowed = problemKind('method-not-allowed', 405, 'This address does not take that method')
export const payloadTooLarge = problemKind('payload-too-large', 413, 'The request is too large')
export const unsupportedMediaType = problemKind('unsupported-media-type', 415, 'Send application/json')
export const stale = problemKind('stale', 412, 'It has changed since you read it')
export const versionRequired = problemKind('version-required', 428, 'Send If-Match with the version you read')
export const keyInUse = problemKind('idempotency-key-in-use', 409, 'The same request is still running')
export const keyReused = problemKind('idempotency-key-reused', 422, 'This Idempotency-Key belongs to another request')
export const tooManyRequests = problemKind('too-many-requests', 429, 'Too many requests')
export const internalError = problemKind('internal-error', 500, 'Something went wrong on our side')
export const unavailable = problemKind('unavailable', 503, 'The service cannot answer just now')

/** 400 that names one field. */
export function fieldProblem(path: string, message: string): Problem {
  return new Problem(malformed, `${path}: ${message}`, { errors: [{ path, message }] satisfies FieldError[] })
}

/** 404 for what does not exist and for what is somebody else's: the two must not be told apart. */
export function notFoundProblem(what: string): Problem {
  return new Problem(notFound, `No such ${what}.`)
}
