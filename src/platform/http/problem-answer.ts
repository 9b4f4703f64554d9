import type { FastifyError } from 'fastify'
import { isRestartable } from '../db/transaction.ts'
import { internalError, malformed, Problem, payloadTooLarge, unavailable, unsupportedMediaType } from '../problem.ts'

/** SQLSTATEs and socket errors that mean "the database is not there", as opposed to "the statement is wrong". */
const databaseGone = /^(08|57P0|53|55P03|57014|25P03)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)/
const databaseGoneMessages =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|not queryable|connection is closed/i

/** True when `error` says that the database cannot be reached or gave up waiting: worth another try later. */
export function isDatabaseGone(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = (at as { code?: unknown }).code
    if (typeof code === 'string' && databaseGone.test(code)) return true
    if (databaseGoneMessages.test(at.message)) return true
    if (at instanceof AggregateError && at.errors.some(isDatabaseGone)) return true
  }
  return false
}

/** Turns whatever was thrown into the refusal to send. What is not understood is a 500 that leaks nothing. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (isDatabaseGone(error)) {
    return new Problem(
      unavailable,
      'The database cannot be reached just now. Send the same request again, with the same Idempotency-Key if it had one.',
      {},
      2,
    )
  }
  if (isRestartable(error))
    return new Problem(unavailable, 'Too many change this at the same moment. Try again.', {}, 1)
  const { code, statusCode } = error as FastifyError
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem(payloadTooLarge, 'A request may have at most 256 KB.')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new Problem(unsupportedMediaType, 'Send the body as JSON, with Content-Type: application/json.')
  }
  if (code === 'FST_ERR_BAD_URL') {
    const message = 'The address cannot be decoded.'
    return new Problem(malformed, message, { errors: [{ path: 'address', message }] })
  }
  if (statusCode === 400 || code === 'FST_ERR_CTP_EMPTY_JSON_BODY') {
    const message = code === 'FST_ERR_CTP_EMPTY_JSON_BODY' ? 'The body is empty.' : 'The body is not valid JSON.'
    return new Problem(malformed, message, { errors: [{ path: 'body', message }] })
  }
  return new Problem(internalError, 'This is a fault of Holdfast, not of your request. It has been logged.')
}

/** The body of a refusal, RFC 9457. */
export function problemBody(problem: Problem, correlationId: string): Record<string, unknown> {
  return {
    type: `/docs/problems#${problem.kind.code}`,
    title: problem.kind.title,
    status: problem.kind.status,
    code: problem.kind.code,
    detail: problem.detail,
    correlationId,
    ...problem.extra,
  }
}
