import { bulkStatement, statement } from '../../platform/db/statement.ts'
import type { ChannelName } from './channels/channel.ts'
import type { MessageFacts } from './message.ts'
import type { AttachedInvitation, NewNotification, NotificationId, Reach } from './notification.ts'

/** `rows` is a JSON list of {@link rowOf}. What was written before, or tells the same revision again, is left as it is. */
export const insertNotifications = bulkStatement<{ id: NotificationId }, [rows: string]>(
  'notifications-insert',
  `insert into notifications (id, unit_id, kind, audience, channel, address, fallbacks, appointment_id, client_id, resource_id,
                              event_id, correlation_id, dedupe_key, facts, is_urgent, ics_uid, ics_sequence, ics_attendee,
                              ics_method, ics, message_id, thread_id, thread, expires_at, next_attempt_at, dated_at)
   select id, unit_id, kind, audience, channel, address, fallbacks, appointment_id, client_id, resource_id, event_id,
          correlation_id, dedupe_key, facts, is_urgent, ics_uid, ics_sequence, ics_attendee, ics_method, nullif(ics, 'null'),
          message_id, thread_id, thread, to_timestamp(expires_at / 1000), due, due
     from jsonb_to_recordset($1::jsonb) as r(id uuid, unit_id uuid, kind text, audience text, channel text, address text,
          fallbacks jsonb, appointment_id uuid, client_id uuid, resource_id uuid, event_id uuid, correlation_id text,
          dedupe_key text, facts jsonb, is_urgent boolean, ics_uid text, ics_sequence integer, ics_attendee text,
          ics_method text, ics jsonb, message_id text, thread_id text, thread text, expires_at float8, send_after float8),
          lateral (select coalesce(to_timestamp(send_after / 1000), clock_at()) as due) as d
   on conflict do nothing returning id`,
)

/** A notification as `insertNotifications` takes it. */
export function rowOf(each: NewNotification): Record<string, unknown> {
  return {
    id: each.id,
    unit_id: each.unitId,
    kind: each.kind,
    audience: each.audience,
    channel: each.channel,
    address: each.address,
    fallbacks: each.fallbacks,
    appointment_id: each.appointmentId,
    client_id: each.clientId,
    resource_id: each.resourceId,
    event_id: each.eventId,
    correlation_id: each.correlationId,
    dedupe_key: each.dedupeKey,
    facts: each.facts,
    is_urgent: each.isUrgent,
    ics_uid: each.invitation?.uid ?? null,
    ics_sequence: each.invitation?.sequence ?? null,
    ics_attendee: each.invitation?.attendee ?? null,
    ics_method: each.invitation?.method ?? null,
    ics: each.invitation,
    message_id: each.messageId,
    thread_id: each.threadId,
    thread: each.thread,
    expires_at: each.expiresAt,
    send_after: each.sendAfter,
  }
}

/** A notification a worker has taken to send. */
export type LeasedRow = {
  id: NotificationId
  unit_id: string
  kind: string
  audience: string
  channel: ChannelName
  address: string
  fallbacks: Reach[]
  appointment_id: string | null
  correlation_id: string
  facts: MessageFacts
  ics: AttachedInvitation | null
  message_id: string
  thread_id: string | null
  attempts: number
  failures: number
  created_at: Temporal.Instant
  dated_at: Temporal.Instant
  is_urgent: boolean
  /** The provider may have taken it at an attempt before this one. */
  is_uncertain: boolean
  /** Whoever made the attempt before this one ended without a word. */
  was_lost: boolean
  /** They asked not to be written to there, since it was written. */
  is_closed: boolean
  /** When it was taken, epoch ms. */
  now: number
}

/**
 * Takes due messages under a lease, the longest due first, one of each thread at a time; what may wait holds nothing up that
 * may not. That nothing older waits is asked row by row: as a join it reads the whole queue when figures about it are old
 * (300 000 rows: 0.9 s against 4 ms). The lease is of real time, whatever the clock says: it guards against processes, not against appointments.
 */
export const leaseNotifications = bulkStatement<
  LeasedRow,
  [worker: string, leaseSeconds: number, channels: readonly string[], limit: number]
>(
  'notifications-lease',
  `with due as (
     select n.id, n.leased_by is not null as was_lost from notifications n
      where n.status = 'QUEUED' and n.next_attempt_at <= clock_at() and n.channel = any($3::text[]) and n.expires_at > clock_at()
        and (n.leased_until is null or n.leased_until <= clock_timestamp())
        and (select e.seq from notifications e where e.thread = n.thread and e.seq < n.seq and e.status = 'QUEUED'
                and e.expires_at > clock_at() and (e.is_urgent or not n.is_urgent or e.leased_until > clock_timestamp())
              limit 1) is null
      order by n.next_attempt_at limit $4 for no key update skip locked)
   update notifications n set leased_by = $1, leased_until = clock_timestamp() + $2 * interval '1 second',
          attempts = n.attempts + 1, is_uncertain = n.is_uncertain or due.was_lost
     from due where n.id = due.id
   returning n.id, n.unit_id, n.kind, n.audience, n.channel, n.address, n.fallbacks, n.appointment_id, n.correlation_id, n.facts,
             n.ics, n.message_id, n.thread_id, n.attempts, n.failures, n.created_at, n.dated_at, n.is_urgent, n.is_uncertain, due.was_lost,
             exists (select from opt_outs o
                      where o.unit_id = n.unit_id and o.channel = n.channel and o.address = lower(n.address)) as is_closed,
             date_part('epoch', clock_at()) * 1000 as now`,
)

export const renewLeases = bulkStatement<
  { id: NotificationId },
  [worker: string, leaseSeconds: number, ids: readonly string[]]
>(
  'notifications-renew',
  `update notifications set leased_until = clock_timestamp() + $2 * interval '1 second'
    where id = any($3::uuid[]) and leased_by = $1 returning id`,
)

/** Gives back what was taken and not tried. */
export const returnLeases = bulkStatement<never, [worker: string, ids: readonly string[]]>(
  'notifications-return',
  `update notifications set leased_by = null, leased_until = null, attempts = attempts - 1
    where id = any($2::uuid[]) and leased_by = $1`,
)

/** Gives back what may not be sent yet. `rows` is JSON: id, sendAfter (epoch ms). */
export const postponeNotifications = bulkStatement<never, [worker: string, rows: string]>(
  'notifications-postpone',
  `update notifications n set leased_by = null, leased_until = null, attempts = n.attempts - 1,
          next_attempt_at = to_timestamp(p."sendAfter" / 1000),
          dated_at = case when n.attempts = 1 then to_timestamp(p."sendAfter" / 1000) else n.dated_at end
     from jsonb_to_recordset($2::jsonb) as p(id uuid, "sendAfter" float8) where n.id = p.id and n.leased_by = $1`,
)

/**
 * Keeps what came of attempts. That a message was sent is kept even when the lease was lost meanwhile; anything else only by
 * its holder. An attempt nobody learnt the end of was one of an earlier holder.
 */
export const recordAttempts = bulkStatement<never, [rows: string]>(
  'notifications-record',
  `with r as (
     select * from jsonb_to_recordset($1::jsonb) as r(id uuid, attempt integer, worker text, took_ms float8, outcome text,
       status text, answer text, provider_id text, sent_via text, sent_to text, wait_seconds float8, failures integer,
       is_uncertain boolean, was_lost boolean)
   ), saved as (
     update notifications n
        set status = r.status, sent_at = case when r.status = 'SENT' then clock_at() end, leased_by = null, leased_until = null,
            next_attempt_at = clock_at() + r.wait_seconds * interval '1 second', failures = r.failures, last_answer = r.answer,
            provider_id = r.provider_id, sent_via = r.sent_via, sent_to = r.sent_to, is_uncertain = r.is_uncertain, updated_at = clock_at()
       from r where n.id = r.id and n.status = 'QUEUED' and (r.status = 'SENT' or n.leased_by = r.worker)
   ), lost as (
     insert into notification_attempts (notification_id, attempt, worker, started_at, outcome, answer)
     select id, attempt - 1, '', clock_timestamp(), 'UNKNOWN', 'The worker ended before anybody learnt what came of it.' from r
      where was_lost on conflict do nothing
   )
   insert into notification_attempts (notification_id, attempt, worker, started_at, finished_at, outcome, answer)
   select id, attempt, worker, clock_timestamp() - took_ms * interval '1 millisecond', clock_timestamp(), outcome, answer from r
   on conflict (notification_id, attempt) do update
      set finished_at = excluded.finished_at, outcome = excluded.outcome, answer = excluded.answer, worker = excluded.worker`,
)

/** The same words to the same person on the next channel; the calendar entry stays behind, as only e-mail carries it. */
export const insertFallback = statement<
  never,
  [failed: string, id: string, channel: string, address: string, fallbacks: string, messageId: string]
>(
  'notifications-fall-back',
  `insert into notifications (id, unit_id, kind, audience, channel, address, fallbacks, appointment_id, client_id, resource_id,
                              event_id, correlation_id, dedupe_key, facts, is_urgent, message_id, thread, expires_at)
   select $2, unit_id, kind, audience, $3::text, $4::text, $5::jsonb, appointment_id, client_id, resource_id, event_id,
          correlation_id, dedupe_key || ' > ' || $3::text, facts, is_urgent, $6, concat_ws(' ', appointment_id, $3::text, lower($4::text)),
          expires_at
     from notifications where id = $1 and status = 'DEAD'
   on conflict do nothing`,
)

/** What nobody needs any more, because the appointment is over; not while somebody has it under way. */
export const expireDueNotifications = bulkStatement<{ kind: string }, [limit: number]>(
  'notifications-expire',
  `update notifications set status = 'EXPIRED', leased_by = null, leased_until = null, updated_at = clock_at()
    where id in (select id from notifications where status = 'QUEUED' and expires_at <= clock_at()
                    and (leased_until is null or leased_until <= clock_timestamp()) limit $1 for no key update skip locked)
   returning kind`,
)

/** What waits, what was given up, and for how long the oldest waiting one has been due. */
export const countQueue = statement<{ queued: number; dead: number; oldestSeconds: number }>(
  'notifications-count',
  `select (select count(*)::int from notifications where status = 'QUEUED') as queued,
          (select count(*)::int from notifications where status = 'DEAD') as dead,
          coalesce((select greatest(extract(epoch from clock_at() - min(dated_at)), 0)::float8 from notifications
                     where status = 'QUEUED'), 0) as "oldestSeconds"`,
)
