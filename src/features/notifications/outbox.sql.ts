import { sql } from 'kysely'
import type { Queryable } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { NotificationStatus } from './notification.ts'
import type { LeasedRow } from './notifications.sql.ts'

/** A message as staff look at it. */
export type OutboxRow = Omit<LeasedRow, 'is_urgent' | 'is_uncertain' | 'was_lost' | 'is_closed' | 'now'> & {
  seq: number
  client_id: string | null
  resource_id: string | null
  event_id: string | null
  status: NotificationStatus
  next_attempt_at: Temporal.Instant
  expires_at: Temporal.Instant
  leased_until: Temporal.Instant | null
  sent_at: Temporal.Instant | null
  sent_via: string | null
  sent_to: string | null
  provider_id: string | null
  last_answer: string | null
}

const columns = `n.id, n.seq, n.unit_id, n.kind, n.audience, n.channel, n.address, n.fallbacks, n.appointment_id, n.client_id,
  n.resource_id, n.event_id, n.correlation_id, n.facts, n.ics, n.message_id, n.thread_id, n.status, n.attempts, n.failures,
  n.next_attempt_at, n.expires_at, n.leased_until, n.sent_at, n.sent_via, n.sent_to, n.provider_id, n.last_answer, n.created_at, n.dated_at`

export const findNotification = statement<OutboxRow, [id: string]>(
  'notification-by-id',
  `select ${columns} from notifications n where n.id = $1`,
)

export const lockNotification = statement<OutboxRow, [id: string]>(
  'notification-lock',
  `select ${columns} from notifications n where n.id = $1 for no key update`,
)

/**
 * Whether something later says otherwise: a further revision for the same attendee, or a timer that does not stand at the start
 * the reminder names. A revision that still waits is not overtaken: it goes out first, and those behind it wait for it.
 */
export const findOvertaking = statement<{ isOvertaken: boolean }, [id: string]>(
  'notification-overtaking',
  `select case when n.kind = 'appointment-reminder'
               then not exists (select from reminders r
                                 where r.appointment_id = n.appointment_id and r.status in ('WAITING', 'QUEUED')
                                   and r.starts_at = (n.facts -> 'appointment' ->> 'startsAt')::timestamptz)
               else n.status <> 'QUEUED' and exists (select from notifications l
                                 where l.ics_uid = n.ics_uid and l.ics_sequence > n.ics_sequence and l.ics_attendee = n.ics_attendee)
          end as "isOvertaken"
     from notifications n where n.id = $1`,
)

/** Due now, whatever the hour, with all its attempts before it, for at least another day. */
export const requeueNotification = statement<never, [id: string]>(
  'notification-requeue',
  `update notifications set status = 'QUEUED', sent_at = null, failures = 0, next_attempt_at = clock_at(), leased_by = null,
          leased_until = null, is_urgent = true, expires_at = greatest(expires_at, clock_at() + interval '1 day'), updated_at = clock_at()
    where id = $1`,
)

/** What is over, the oldest first; attempts go with it. Nothing that still waits is among it, however old. */
export const deleteOldNotifications = statement<{ id: string }, [days: number, limit: number]>(
  'notifications-delete-old',
  `delete from notifications where id in (
     select id from notifications where status <> 'QUEUED' and created_at < clock_at() - $1 * interval '1 day'
      order by created_at limit $2 for update skip locked)
   returning id`,
)

export type AttemptRow = {
  attempt: number
  started_at: Temporal.Instant
  finished_at: Temporal.Instant | null
  outcome: string
  answer: string
}

export const listAttempts = statement<AttemptRow, [id: string]>(
  'notification-attempts',
  `select attempt, started_at, finished_at, outcome, answer from notification_attempts where notification_id = $1 order by attempt`,
)

export type OutboxQuery = {
  /** Undefined: of every unit. */
  readonly unitId?: string | undefined
  readonly status?: NotificationStatus | undefined
  readonly channel?: string | undefined
  readonly kind?: string | undefined
  readonly appointmentId?: string | undefined
  readonly clientId?: string | undefined
  /** A part of the address it goes to. */
  readonly address?: string | undefined
  /** `seq` of the last one seen. */
  readonly before?: number | undefined
  readonly limit: number
}

/**
 * Newest first, one more than asked. Built at run time, so that the planner can use the index the conditions fit; it plans
 * without looking at values, so the status, of which most are one, is written into the text.
 */
export async function listOutboxRows(db: Queryable, query: OutboxQuery): Promise<OutboxRow[]> {
  const conditions = conditionsOf(query)
  if (query.before !== undefined) conditions.push(sql`n.seq < ${query.before}`)
  const { rows } = await sql<OutboxRow>`
    select ${sql.raw(columns)} from notifications n where ${sql.join(conditions, sql` and `)}
     order by n.seq desc limit ${query.limit + 1}`.execute(db.kysely)
  return rows
}

/** How many there are on all pages together. */
export async function countOutboxRows(db: Queryable, query: Omit<OutboxQuery, 'before' | 'limit'>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from notifications n where ${sql.join(conditionsOf(query), sql` and `)}`.execute(
    db.kysely,
  )
  return rows[0]?.count ?? 0
}

function conditionsOf(query: Omit<OutboxQuery, 'before' | 'limit'>) {
  const conditions = [sql`true`]
  if (query.unitId) conditions.push(sql`n.unit_id = ${query.unitId}`)
  if (query.status) conditions.push(sql`n.status = ${sql.lit(query.status)}`)
  if (query.channel) conditions.push(sql`n.channel = ${query.channel}`)
  if (query.kind) conditions.push(sql`n.kind = ${query.kind}`)
  if (query.appointmentId) conditions.push(sql`n.appointment_id = ${query.appointmentId}`)
  if (query.clientId) conditions.push(sql`n.client_id = ${query.clientId}`)
  if (query.address) conditions.push(sql`position(lower(${query.address}::text) in lower(n.address)) > 0`)
  return conditions
}
