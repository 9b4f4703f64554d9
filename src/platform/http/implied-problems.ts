import type { ProblemKind } from '../problem.ts'
import {
  forbidden,
  internalError,
  keyInUse,
  keyReused,
  malformed,
  notFound,
  payloadTooLarge,
  stale,
  tooManyRequests,
  unauthenticated,
  unavailable,
  unsupportedMediaType,
  versionRequired,
} from '../problem.ts'
import type { Endpoint } from './endpoint.ts'

/**
 * Every refusal an endpoint can answer: those it declares, and those that follow from what it takes and who may call it.
 * Implied here so that no contract can forget one; by status, then code.
 */
export function problemsOf(endpoint: Endpoint): ProblemKind[] {
  // Credentials that are no good are refused everywhere, also where none are needed.
  const implied = [unauthenticated, tooManyRequests, internalError, unavailable]
  if (endpoint.access !== 'anyone') implied.push(forbidden)
  if (endpoint.params) implied.push(notFound)
  if (endpoint.params || endpoint.query || endpoint.body || endpoint.idempotent || endpoint.ifMatch)
    implied.push(malformed)
  if (endpoint.body) implied.push(payloadTooLarge, unsupportedMediaType)
  if (endpoint.idempotent) implied.push(keyInUse, keyReused)
  if (endpoint.ifMatch) implied.push(stale, versionRequired)

  const byCode = new Map([...implied, ...endpoint.problems].map((kind) => [kind.code, kind]))
  return [...byCode.values()].sort((a, b) => a.status - b.status || (a.code < b.code ? -1 : 1))
}
