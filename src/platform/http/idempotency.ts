import { createHash } from 'node:crypto'
import type { Transaction } from '../db/transaction.ts'
import { keyInUse, keyReused, Problem } from '../problem.ts'
import { claimKey, findKey, storeKey } from './idempotency-keys.sql.ts'

export type StoredAnswer = { status: number; headers: Record<string, string>; body: string }

/** One request that carried an Idempotency-Key. */
export type KeyedRequest = { principal: string; endpoint: string; key: string; hash: string }

/** Thrown inside the transaction when the answer is already known: nothing runs, the stored answer is sent. */
export class Replay extends Error {
  readonly answer: StoredAnswer
  /** Not a fault: what was asked for is in it. */
  readonly isAnswer = true
  constructor(answer: StoredAnswer) {
    super('The same request was answered before')
    this.answer = answer
  }
}

/** Same endpoint, same path and same body give the same hash; key order of the body matters as it does for the caller. */
export function requestHash(url: string, body: unknown): string {
  return createHash('sha256')
    .update(url)
    .update('\0')
    .update(JSON.stringify(body ?? null))
    .digest('hex')
}

/**
 * Takes the key for this transaction. @throws Replay when the answer is stored; Problem `idempotency-key-in-use` while the
 * first request still runs; Problem `idempotency-key-reused` for another body.
 */
export async function takeKey(tx: Transaction, request: KeyedRequest): Promise<void> {
  const where = [request.principal, request.endpoint, request.key] as const
  // The lock is asked before the row is read: whoever gets it sees the row of whoever had it before.
  const [claimed] = await tx.run(claimKey, ...where)
  const [stored] = await tx.run(findKey, ...where)
  if (stored && stored.request_hash !== request.hash) {
    throw new Problem(
      keyReused,
      'This Idempotency-Key was used for a different request. Use a new key for new content.',
    )
  }
  if (stored) {
    throw new Replay({ status: stored.answer_status, headers: stored.answer_headers, body: stored.answer_body })
  }
  if (!claimed?.is_ours) {
    throw new Problem(keyInUse, 'A request with this Idempotency-Key is still running. Send it again shortly.', {}, 1)
  }
}

/** Stores the answer with the effect it answers for, in the same transaction; kept 24 hours. */
export async function storeAnswer(tx: Transaction, request: KeyedRequest, answer: StoredAnswer): Promise<void> {
  await tx.run(
    storeKey,
    request.principal,
    request.endpoint,
    request.key,
    request.hash,
    answer.status,
    JSON.stringify(answer.headers),
    answer.body,
  )
}
