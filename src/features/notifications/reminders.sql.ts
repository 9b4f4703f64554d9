import type { AppointmentId, UnitId } from '../../lib/ids.ts'
import { bulkStatement, statement } from '../../platform/db/statement.ts'

/**
 * `rows` is JSON: appointmentId, unitId, startsAt (epoch ms), status, isOver, version. News that is older than what is known,
 * or the same again, changes nothing. In order of id, so that two of these never wait for each other in a circle.
 */
export const setReminders = bulkStatement<never, [rows: string]>(
  'reminders-set',
  `insert into reminders as r (appointment_id, unit_id, starts_at, status, appointment_version)
   select "appointmentId", "unitId", to_timestamp("startsAt" / 1000), status, version
     from jsonb_to_recordset($1::jsonb) as c("appointmentId" uuid, "unitId" uuid, "startsAt" float8, status text, version integer)
    order by "appointmentId"
   on conflict (appointment_id) do update
      set starts_at = excluded.starts_at, status = excluded.status, queued_at = null,
          appointment_version = excluded.appointment_version, updated_at = clock_at()
    where r.appointment_version < excluded.appointment_version`,
)

/** The appointments are over: a timer that has not run never will. */
export const endReminders = bulkStatement<never, [rows: string]>(
  'reminders-end',
  `update reminders r set status = 'CANCELLED', appointment_version = c.version, updated_at = clock_at()
     from jsonb_to_recordset($1::jsonb) as c("appointmentId" uuid, version integer)
    where r.appointment_id = c."appointmentId" and r.status = 'WAITING' and r.appointment_version < c.version`,
)

/**
 * Reminders in the outbox whose timer has been set anew. One that a worker has under way may still go out, and is not tried
 * a second time.
 */
export const expireReminders = bulkStatement<never, [appointmentIds: readonly string[]]>(
  'reminders-expire',
  `update notifications n
      set status = case when u.is_free then 'EXPIRED' else 'QUEUED' end, leased_by = case when not u.is_free then n.leased_by end,
          leased_until = case when not u.is_free then n.leased_until end, expires_at = least(n.expires_at, clock_at()),
          updated_at = clock_at()
     from (select id, leased_until is null or leased_until <= clock_timestamp() as is_free from notifications
            where appointment_id = any($1::uuid[]) and kind = 'appointment-reminder' and status = 'QUEUED'
              and not exists (select from reminders r where r.appointment_id = notifications.appointment_id and r.status = 'QUEUED')
            order by id for no key update) u
    where n.id = u.id`,
)

export type DueRow = { appointmentId: AppointmentId; unitId: UnitId; startsAt: number; now: number }

/** The next timers that are due and that no other process has in hand. Instants are epoch ms. */
export const takeDueReminders = bulkStatement<DueRow, [lookaheadMinutes: number, limit: number]>(
  'reminders-take-due',
  `select appointment_id as "appointmentId", unit_id as "unitId", round(date_part('epoch', starts_at) * 1000) as "startsAt",
          date_part('epoch', clock_at()) * 1000 as now
     from reminders where status = 'WAITING' and starts_at <= clock_at() + $1 * interval '1 minute'
    order by starts_at limit $2 for no key update skip locked`,
)

/** `rows` is JSON: appointmentId, startsAt (epoch ms), status, and version where the appointment was looked at for good. */
export const settleReminders = bulkStatement<never, [rows: string]>(
  'reminders-settle',
  `update reminders r
      set status = s.status, starts_at = to_timestamp(s."startsAt" / 1000),
          queued_at = case when s.status = 'QUEUED' then clock_at() end,
          appointment_version = coalesce(s.version, r.appointment_version), updated_at = clock_at()
     from jsonb_to_recordset($1::jsonb) as s("appointmentId" uuid, "startsAt" float8, status text, version integer)
    where r.appointment_id = s."appointmentId"`,
)

export type DueFigures = {
  dueUnsent: number
  /** Since when the oldest is due, epoch ms; null when none is. */
  dueSince: number | null
  now: number
}

/** A timer that was set when it was due already counts from then. */
export const countDueReminders = statement<DueFigures, [lookaheadMinutes: number]>(
  'reminders-count-due',
  `select count(*)::int as "dueUnsent",
          date_part('epoch', min(greatest(starts_at - $1 * interval '1 minute', updated_at))) * 1000 as "dueSince",
          date_part('epoch', clock_at()) * 1000 as now
     from reminders where status = 'WAITING' and starts_at <= clock_at() + $1 * interval '1 minute'`,
)

export const countWaitingReminders = statement<{ waiting: number }, [lookaheadMinutes: number]>(
  'reminders-count-waiting',
  `select count(*)::int as waiting from reminders
    where status = 'WAITING' and starts_at > clock_at() + $1 * interval '1 minute'`,
)
