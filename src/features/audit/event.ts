import type { EventRow } from './event-log.sql.ts'

/** One fact, as it was recorded. */
export type Event = {
  readonly id: string
  readonly type: string
  readonly unitId: string | null
  readonly subject: { readonly type: string; readonly id: string; readonly version: number }
  readonly actor: { readonly kind: string; readonly id: string; readonly name?: string }
  readonly channel: string
  readonly before: Record<string, unknown> | null
  readonly after: Record<string, unknown> | null
  readonly data: Record<string, unknown>
  readonly correlationId: string
  readonly happenedAt: Temporal.Instant
  /** Its place among all events, for cursors. */
  readonly position: { readonly orderXid: string; readonly seq: number }
}

export function readEvent(row: EventRow): Event {
  return {
    id: row.id,
    type: row.type,
    unitId: row.unit_id,
    subject: { type: row.subject_type, id: row.subject_id, version: row.subject_version },
    actor: row.actor,
    channel: row.channel,
    before: row.before,
    after: row.after,
    data: row.data,
    correlationId: row.correlation_id,
    happenedAt: row.happened_at,
    position: { orderXid: row.order_xid, seq: row.seq },
  }
}
