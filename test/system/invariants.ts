import assert from 'node:assert/strict'
import type pg from 'pg'

type Query = <R extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<R[]>

/**
 * What must hold at every moment, asked of the tables themselves: each part answers with the rows that break it. `$1` is
 * the unit, `$2` the clock.
 */
const parts: Record<string, string> = {
  'two sessions have the same time of a resource': `
    select a.resource_id, a.during, b.during as other from claims a join claims b
        on b.resource_id = a.resource_id and b.id > a.id and b.is_active and b.during && a.during and b.session_id <> a.session_id
     where a.unit_id = $1 and a.is_active`,

  'a seat of a session is taken twice': `
    select session_id, seat, count(*) from claims where unit_id = $1 and is_active group by session_id, seat having count(*) > 1`,

  // Within one session only the same occasion may overlap, unless somebody overbooked on purpose.
  'two different occasions overlap and nobody overbooked': `
    select a.id, a.starts_at, b.id as other, b.starts_at as other_start from claims c join claims d
        on d.resource_id = c.resource_id and d.id > c.id and d.is_active and d.during && c.during
      join appointments a on a.id = c.appointment_id join appointments b on b.id = d.appointment_id and b.id <> a.id
     where c.unit_id = $1 and c.is_active and a.override_reason is null and b.override_reason is null
       and (a.service_id, a.starts_at, a.duration_minutes) is distinct from (b.service_id, b.starts_at, b.duration_minutes)`,

  'an appointment sits in a block and nobody overbooked': `
    select a.id, d.block_id from claims c join claims d
        on d.resource_id = c.resource_id and d.is_active and d.block_id is not null and d.during && c.during
      join appointments a on a.id = c.appointment_id
     where c.unit_id = $1 and c.is_active and a.override_reason is null`,

  // Counted by occasion: overbooking may string several of them into one session.
  'more clients than seats and nobody overbooked': `
    select c.session_id, c.resource_id, a.starts_at, count(distinct a.id), s.capacity from claims c
      join appointments a on a.id = c.appointment_id join services s on s.id = a.service_id
     where c.unit_id = $1 and c.is_active and a.override_reason is null
     group by c.session_id, c.resource_id, s.id, s.capacity, a.starts_at, a.duration_minutes
    having count(distinct a.id) > s.capacity`,

  'an active claim belongs to nothing that is active': `
    select c.id, a.status, b.is_active from claims c
      left join appointments a on a.id = c.appointment_id left join blocks b on b.id = c.block_id
     where c.unit_id = $1 and c.is_active and (a.status = 'CANCELLED' or not b.is_active)`,

  // Exactly one resource per role, each another, for exactly the time with its buffers.
  'an appointment does not have its time in every role': `
    select a.id, a.status, r.role, t.times, t.resources from appointments a
      join services s on s.id = a.service_id join service_roles r on r.service_id = s.id
      left join lateral (
        select range_agg(c.during) as times, count(distinct c.resource_id) as resources,
               sum(extract(epoch from upper(c.during) - lower(c.during))) as seconds,
               bool_and(exists (select from service_role_resources e
                                 where e.service_id = s.id and e.role = r.role and e.resource_id = c.resource_id)) as fit
          from claims c where c.appointment_id = a.id and c.role = r.role and c.is_active) t on true
     where a.unit_id = $1 and a.status <> 'CANCELLED'
       and (t.times is distinct from tstzmultirange(tstzrange(a.starts_at - s.buffer_before_minutes * interval '1 minute',
                                                              a.ends_at + s.buffer_after_minutes * interval '1 minute'))
            or t.resources <> 1 or not t.fit
            or t.seconds <> (a.duration_minutes + s.buffer_before_minutes + s.buffer_after_minutes) * 60)`,

  'an appointment has one resource in two roles, or a role its service has not': `
    select a.id from appointments a join claims c on c.appointment_id = a.id and c.is_active
     where a.unit_id = $1 group by a.id, a.service_id
    having count(distinct c.role) <> count(distinct c.resource_id)
        or count(distinct c.role) <> (select count(*) from service_roles r where r.service_id = a.service_id)`,

  'a block does not have its time': `
    select b.id from blocks b left join claims c on c.block_id = b.id and c.is_active
     where b.unit_id = $1 and b.is_active group by b.id having range_agg(c.during) is distinct from tstzmultirange(b.during)`,

  'a version has not exactly one event': `
    select v.type, v.id, v.row_version, array_agg(e.subject_version || ' ' || e.type order by e.seq) as events from (
        select 'appointment' as type, id, unit_id, row_version from appointments
        union all select 'client', id, unit_id, row_version from clients
        union all select 'block', id, unit_id, row_version from blocks) v
      left join events e on e.subject_type = v.type and e.subject_id = v.id::text
     where v.unit_id = $1 group by v.type, v.id, v.row_version
    having array_agg(e.subject_version order by e.seq) is distinct from array(select generate_series(1, v.row_version))`,

  'an event is of an appointment that is not there': `
    select e.id, e.type from events e left join appointments a on a.id::text = e.subject_id
     where e.unit_id = $1 and e.subject_type = 'appointment' and a.id is null`,

  'a conversation has two live holds': `
    select conversation, count(*) from appointments
     where unit_id = $1 and status = 'HELD' and hold_expires_at > $2 and conversation is not null
     group by conversation having count(*) > 1`,

  'a start is not on the grid of its service': `
    select a.id, a.starts_at from appointments a join services s on s.id = a.service_id join units u on u.id = a.unit_id
     where a.unit_id = $1 and a.override_reason is null
       and (extract(hour from a.starts_at at time zone u.time_zone) * 60 + extract(minute from a.starts_at at time zone u.time_zone))
           % s.slot_step_minutes <> 0`,
}

const everything = Object.entries(parts)
  .map(
    ([what, sql]) =>
      `select '${what}' as broken, to_jsonb(found) as example from (${sql}) found where $2::timestamptz is not null`,
  )
  .join('\nunion all\n')

/** Fails when anything in a unit breaks the promise. `now` is the clock its deadlines are judged by. */
export async function assertInvariants(
  query: Query,
  unitId: string,
  now: string = new Date().toISOString(),
): Promise<void> {
  const broken = await query(everything, [unitId, now])
  assert.deepEqual(broken, [])
}

/** Confirmations of holds past their deadline, except of appointments `excused` because they asked for `ifStillFree`. */
export async function assertConfirmedInTime(query: Query, unitId: string, excused: readonly string[]): Promise<void> {
  const late = await query(
    `select subject_id, happened_at, before from events
      where unit_id = $1 and subject_type = 'appointment' and type in ('appointment.confirmed', 'appointment.requested')
        and (before ->> 'status' = 'CANCELLED'
             or (before ->> 'status' = 'HELD' and (before ->> 'holdExpiresAt')::timestamptz <= happened_at)
             or (before ->> 'status' = 'PENDING_APPROVAL' and false))
        and subject_id <> all ($2::text[])`,
    [unitId, excused],
  )
  assert.deepEqual(late, [])
}
