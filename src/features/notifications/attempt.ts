import { DeliveryFailure } from '../../platform/delivery-failure.ts'
import { retryDelay } from './notification.ts'
import type { LeasedRow } from './notifications.sql.ts'

export type Outcome = 'SENT' | 'DELAYED' | 'REFUSED' | 'UNREACHABLE'

/** What came of one attempt and what becomes of the message, as it is written down. */
export type Attempt = {
  readonly row: LeasedRow
  readonly outcome: Outcome
  readonly status: 'SENT' | 'QUEUED' | 'DEAD'
  readonly answer: string
  readonly providerId: string | null
  readonly sentTo: string | null
  /** Failures that count, this one included. */
  readonly failures: number
  readonly waitSeconds: number
  readonly tookMs: number
  readonly isOptOut: boolean
  /** Nobody heard whether the provider took it. */
  readonly isUncertain: boolean
}

export type RetryRules = { readonly firstSeconds: number; readonly attempts: number; readonly random: number }

/** What a failed attempt means for its message: again later, given up, or waiting for the provider to be back. */
export function failedAttempt(
  row: LeasedRow,
  tookMs: number,
  error: unknown,
  pauseSeconds: (failure: DeliveryFailure) => number,
  { firstSeconds, attempts, random }: RetryRules,
): Attempt {
  const failure = asFailure(error)
  const base = {
    row,
    answer: failure.message,
    providerId: null,
    sentTo: null,
    tookMs,
    isOptOut: failure.isOptOut,
    isUncertain: failure.isUncertain,
  }
  if (failure.verdict === 'unreachable') {
    const waitSeconds = pauseSeconds(failure)
    return { ...base, outcome: 'UNREACHABLE', status: 'QUEUED', failures: row.failures, waitSeconds }
  }
  const failures = row.failures + 1
  if (failure.verdict === 'refused') return { ...base, outcome: 'REFUSED', status: 'DEAD', failures, waitSeconds: 0 }
  const waitSeconds = Math.max(failure.retryAfterSeconds ?? 0, retryDelay(failures, firstSeconds, random))
  return { ...base, outcome: 'DELAYED', status: failures >= attempts ? 'DEAD' : 'QUEUED', failures, waitSeconds }
}

/** Our own mistakes, such as a template that fails, are passing troubles: the next release may mend them. */
function asFailure(error: unknown): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return new DeliveryFailure('delayed', `Could not be sent: ${text}`.slice(0, 500), { cause: error })
}
