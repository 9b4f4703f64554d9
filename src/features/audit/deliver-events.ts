import { randomUUID } from 'node:crypto'
import type { Database } from '../../platform/db/database.ts'
import { startPolling } from '../../platform/jobs/polling-loop.ts'
import type { Log } from '../../platform/telemetry/log.ts'
import type { Metrics } from '../../platform/telemetry/metrics.ts'
import { type Event, readEvent } from './event.ts'
import { advanceCursor, cursorLag, ensureCursor, leaseCursor, nextEvents, releaseCursor } from './event-log.sql.ts'

/** Something that reacts to events. Told of each at least once, in order per subject; must bear being told twice. */
export type Consumer = {
  /** Its name for good: the cursor is kept under it. */
  readonly name: string
} & (
  | { readonly take: (event: Event) => Promise<void> }
  /** Takes all it is given or none: for reactions that cost less in bulk. */
  | { readonly takeBatch: (events: readonly Event[]) => Promise<void> }
)

export type DeliveryOptions = {
  readonly db: Database
  readonly log: Log
  readonly metrics: Metrics
  /** How long to sleep when nothing woke us; other processes' events are found by this alone. */
  readonly pollMilliseconds?: number
}

const batch = 200
const leaseSeconds = 10
/** Facts of a busy moment are taken together: a turn costs four statements however many there are. */
const restMilliseconds = 20

/**
 * Hands events to a consumer until stopped, from where it last was, whichever process that was in. The cursor moves only
 * past what was taken, so a crash repeats at most one batch. Returns what stops it, after the event at hand.
 */
export function deliverEvents(
  { db, log, metrics, pollMilliseconds = 1000 }: DeliveryOptions,
  consumer: Consumer,
): () => Promise<void> {
  const reader = randomUUID()
  const polling = startPolling({
    nudges: db.nudges,
    nudge: 'events',
    pollMilliseconds,
    restMilliseconds,
    turn: (stopping) => deliverBatch(db, metrics, consumer, reader, stopping),
    onFailure: (error, failures) => {
      metrics.eventsFailed.inc({ consumer: consumer.name })
      log.warn({ err: error, consumer: consumer.name, failures }, 'event not taken, will be tried again')
    },
  })
  return async () => {
    await polling.stop()
    await db.run(releaseCursor, consumer.name, reader).catch(() => {})
  }
}

/** True when there may be more to do at once. */
async function deliverBatch(
  db: Database,
  metrics: Metrics,
  consumer: Consumer,
  reader: string,
  stopping: AbortSignal,
): Promise<boolean> {
  const [cursor] = await db.run(leaseCursor, consumer.name, reader, leaseSeconds)
  if (!cursor) {
    await db.run(ensureCursor, consumer.name)
    return false
  }
  const rows = await db.run(nextEvents, cursor.order_xid, cursor.seq, batch)
  const leaseEnds = performance.now() + (leaseSeconds * 1000) / 2
  let taken = 0
  try {
    if ('takeBatch' in consumer) {
      if (rows.length > 0) await consumer.takeBatch(rows.map(readEvent))
      taken = rows.length
    } else {
      for (const row of rows) {
        if (stopping.aborted || performance.now() > leaseEnds) break
        await consumer.take(readEvent(row))
        taken++
      }
    }
  } finally {
    const last = rows[taken - 1]
    if (last) {
      await db.run(advanceCursor, consumer.name, reader, last.order_xid, last.seq)
      metrics.eventsDelivered.inc({ consumer: consumer.name }, taken)
    }
  }
  const [lag] = await db.run(cursorLag, consumer.name)
  metrics.eventLagSeconds.set({ consumer: consumer.name }, lag?.seconds ?? 0)
  return rows.length === batch
}
