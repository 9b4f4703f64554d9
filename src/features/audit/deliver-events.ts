import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Database } from '../../platform/db/database.ts'
import type { Log } from '../../platform/telemetry/log.ts'
import type { Metrics } from '../../platform/telemetry/metrics.ts'
import { type Event, readEvent } from './event.ts'
import { advanceCursor, cursorLag, ensureCursor, leaseCursor, nextEvents, releaseCursor } from './event-log.sql.ts'

/** Something that reacts to events. Told of each at least once, in order per subject; must bear being told twice. */
export type Consumer = {
  /** Its name for good: the cursor is kept under it. */
  readonly name: string
  readonly take: (event: Event) => Promise<void>
}

export type DeliveryOptions = {
  readonly db: Database
  readonly log: Log
  readonly metrics: Metrics
  /** How long to sleep when nothing woke us; other processes' events are found by this alone. */
  readonly pollMilliseconds?: number
}

const batch = 200
const leaseSeconds = 30
const longestPauseMs = 30_000

/**
 * Hands events to a consumer until stopped, from where it last was, whichever process that was in. The cursor moves only
 * past what was taken, so a crash repeats at most one batch. Returns what stops it, after the event at hand.
 */
export function deliverEvents(
  { db, log, metrics, pollMilliseconds = 1000 }: DeliveryOptions,
  consumer: Consumer,
): () => Promise<void> {
  const reader = randomUUID()
  const stopping = new AbortController()
  let wake = () => {}
  const onNudge = () => wake()
  db.nudges.on('events', onNudge)

  const loop = async () => {
    let failures = 0
    while (!stopping.signal.aborted) {
      try {
        const isMore = await deliverBatch(db, metrics, consumer, reader, stopping.signal)
        failures = 0
        if (isMore) continue
      } catch (error) {
        failures++
        metrics.eventsFailed.inc({ consumer: consumer.name })
        log.warn({ err: error, consumer: consumer.name, failures }, 'event not taken, will be tried again')
      }
      const pause = failures === 0 ? pollMilliseconds : Math.min(longestPauseMs, 250 * 2 ** failures)
      const nudged =
        failures === 0
          ? new Promise<void>((resolve) => {
              wake = resolve
            })
          : new Promise<void>(() => {})
      await Promise.race([nudged, wait(pause, undefined, { signal: stopping.signal }).catch(() => {})])
    }
  }
  const finished = loop()
  return async () => {
    stopping.abort()
    db.nudges.off('events', onNudge)
    await finished
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
    for (const row of rows) {
      if (stopping.aborted || performance.now() > leaseEnds) break
      await consumer.take(readEvent(row))
      taken++
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
  return taken > 0
}
