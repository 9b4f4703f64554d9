import { newId } from '../../lib/ids.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { insertEvent } from './events.sql.ts'

/** A fact to be recorded. `before` and `after` are what changed of the subject, as the audit shows it. */
export type NewEvent = {
  type: string
  unitId: string | null
  subject: { type: string; id: string; version: number }
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  data?: Record<string, unknown>
}

/**
 * Writes one fact in the transaction that makes it true. The caller holds the lock on the subject, so that its facts are
 * numbered in the order they happened. Readers are woken after the commit.
 */
export function record(tx: Transaction, event: NewEvent): void {
  const { actor, channel, correlationId } = tx.cause
  tx.afterCommit('events')
  tx.send(
    insertEvent,
    newId(),
    event.type,
    event.unitId,
    event.subject.type,
    event.subject.id,
    event.subject.version,
    JSON.stringify({ kind: actor.kind, id: actor.id, name: actor.name }),
    channel,
    JSON.stringify(event.before),
    JSON.stringify(event.after),
    JSON.stringify(event.data ?? {}),
    correlationId,
  )
}
