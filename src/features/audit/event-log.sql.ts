import { statement } from '../../platform/db/statement.ts'

export type EventRow = {
  id: string
  seq: number
  type: string
  unit_id: string | null
  subject_type: string
  subject_id: string
  subject_version: number
  actor: { kind: string; id: string; name?: string }
  channel: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  data: Record<string, unknown>
  correlation_id: string
  happened_at: Temporal.Instant
  order_xid: string
}

const columns = `e.id, e.seq, e.type, e.unit_id, e.subject_type, e.subject_id, e.subject_version, e.actor, e.channel, e.before, e.after,
  e.data, e.correlation_id, e.happened_at, e.order_xid`

/** Makes sure the consumer has a cursor; one that is new starts at the beginning. */
export const ensureCursor = statement<never, [consumer: string]>(
  'cursor-ensure',
  `insert into event_cursors (consumer) values ($1) on conflict do nothing`,
)

/** One reader per consumer, whichever process: the lease ends by itself when its holder dies. */
export const leaseCursor = statement<
  { order_xid: string; seq: number },
  [consumer: string, reader: string, seconds: number]
>(
  'cursor-lease',
  `update event_cursors set leased_by = $2, leased_until = clock_timestamp() + $3 * interval '1 second'
    where consumer = $1 and (leased_by = $2 or leased_until is null or leased_until <= clock_timestamp())
   returning order_xid, seq`,
)

/**
 * The next events in order. Everything below the oldest running transaction is complete: no event can still appear there,
 * so a cursor that moves past it misses nothing.
 */
export const nextEvents = statement<EventRow, [orderXid: string, seq: number, most: number]>(
  'events-next',
  `select ${columns} from events e
    where (e.order_xid, e.seq) > ($1::xid8, $2::bigint) and e.order_xid < pg_snapshot_xmin(pg_current_snapshot())
    order by e.order_xid, e.seq limit $3`,
)

/** Moves the cursor, if this reader still holds the lease. */
export const advanceCursor = statement<
  { consumer: string },
  [consumer: string, reader: string, orderXid: string, seq: number]
>(
  'cursor-advance',
  `update event_cursors set order_xid = $3::xid8, seq = $4, delivered_at = clock_timestamp()
    where consumer = $1 and leased_by = $2 and leased_until > clock_timestamp() returning consumer`,
)

export const releaseCursor = statement<never, [consumer: string, reader: string]>(
  'cursor-release',
  `update event_cursors set leased_by = null, leased_until = null where consumer = $1 and leased_by = $2`,
)

/** Seconds the oldest event not yet taken has waited; 0 when there is none. */
export const cursorLag = statement<{ seconds: number }, [consumer: string]>(
  'cursor-lag',
  `select coalesce((select extract(epoch from clock_timestamp() - e.happened_at)::float8 from events e, event_cursors c
                     where c.consumer = $1 and (e.order_xid, e.seq) > (c.order_xid, c.seq)
                     order by e.order_xid, e.seq limit 1), 0) as seconds`,
)

export const listEventRows = statement<
  EventRow,
  [unitId: string, subjectType: string | null, subjectId: string | null, before: number | null, limit: number]
>(
  'events-list',
  `select ${columns} from events e
    where e.unit_id = $1 and ($2::text is null or e.subject_type = $2) and ($3::text is null or e.subject_id = $3)
      and ($4::bigint is null or e.seq < $4) order by e.seq desc limit $5`,
)

/** True when the log carries transaction ids this server has not reached: it was restored from another one. */
export const isLogAhead = statement<{ is_ahead: boolean }>(
  'events-ahead',
  `select coalesce((select e.order_xid from events e order by e.order_xid desc, e.seq desc limit 1) >= pg_snapshot_xmax(pg_current_snapshot()), false)
       or exists (select from event_cursors c where c.order_xid >= pg_snapshot_xmax(pg_current_snapshot())) as is_ahead`,
)

export const allowRenumbering = statement('events-unguard', 'alter table events disable trigger events_are_append_only')
export const forbidRenumbering = statement('events-guard', 'alter table events enable trigger events_are_append_only')
export const renumberEvents = statement('events-renumber', `update events set order_xid = '0' where order_xid <> '0'`)
/** Before the events: each cursor goes back to just before the first event its consumer had not taken, in the order written. */
export const renumberCursors = statement(
  'cursors-renumber',
  `update event_cursors c set order_xid = '0', leased_by = null, leased_until = null,
     seq = coalesce((select min(e.seq) - 1 from events e where (e.order_xid, e.seq) > (c.order_xid, c.seq)),
                    (select max(e.seq) from events e), 0)`,
)
