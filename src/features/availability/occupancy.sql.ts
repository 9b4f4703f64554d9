import type { Statement } from '../../platform/db/statement.ts'
import { statement } from '../../platform/db/statement.ts'

/** [resource, start ms, end ms (both with buffers), session, seat, appointment, block, session start ms, session minutes] */
export type ClaimTuple = [
  resourceId: string,
  startsAt: number,
  endsAt: number,
  sessionId: string,
  seat: number,
  appointmentId: string | null,
  blockId: string | null,
  sessionStartsAt: number | null,
  sessionMinutes: number | null,
]

/** [appointment, deadline ms, its reservation token] */
export type TentativeTuple = [appointmentId: string, deadline: number, token: string]

export type OccupancyRow = {
  now: number
  epoch: number
  version: number
  snapshot: string
  claims: ClaimTuple[]
  tentative: TentativeTuple[]
}

type OccupancyParameters = [unitId: string, resourceIds: readonly string[], from: string, to: string]

/** Epoch milliseconds. `date_part` answers a float; `extract` a numeric, which costs ten times as much. */
const ms = (expression: string) => `date_part('epoch', ${expression}) * 1000`

// Resource by resource (`offset 0` keeps the planner from merging them): so the index is asked for resource and time together,
// and a million claims of other years and other people cost nothing.
const claimsOfResources = `(select c.* from unnest($2::uuid[]) as r (id) cross join lateral (
         select * from claims c
          where c.resource_id = r.id and c.during && tstzrange($3::timestamptz, $4::timestamptz) and c.is_active offset 0) c)`

// One statement, so that time, catalogue version, claims and deadlines are of one moment. `snapshot` says which.
const occupancy = (claims: string, tentative: string) => `
  select ${ms('clock_at()')} as now, ${ms('pg_postmaster_start_time()')} as epoch, u.catalogue_version as version, pg_current_snapshot()::text as snapshot,
    coalesce((${claims}), '[]') as claims, coalesce((${tentative}), '[]') as tentative
  from units u where u.id = $1`

/** For a wide range: many claims, few of which have a deadline. The deadlines are looked up by themselves. */
export const readOccupancy: Statement<OccupancyRow, OccupancyParameters> = statement(
  'occupancy',
  occupancy(
    `select json_agg(json_build_array(c.resource_id, ${ms('lower(c.during)')}, ${ms('upper(c.during)')}, c.session_id, c.seat,
                                      c.appointment_id, c.block_id, null, null) order by lower(c.during))
       from ${claimsOfResources} c`,
    `select json_agg(json_build_array(t.id, ${ms('coalesce(t.hold_expires_at, t.approval_deadline_at)')}, t.reservation_token))
       from appointments t
      where t.unit_id = u.id and t.status in ('HELD', 'PENDING_APPROVAL')
        and t.during && tstzrange($3::timestamptz - interval '1 day', $4::timestamptz + interval '1 day')`,
  ),
)

/**
 * For one time, or a service whose sessions several clients share: each claim with its appointment, so with its deadline
 * and, when it is of the service asked about, its session.
 */
export const readOccupancyInDetail: Statement<OccupancyRow, [...OccupancyParameters, serviceId: string]> = statement(
  'occupancy-in-detail',
  `select ${ms('clock_at()')} as now, ${ms('pg_postmaster_start_time()')} as epoch, u.catalogue_version as version,
     pg_current_snapshot()::text as snapshot, coalesce(found.claims, '[]') as claims, coalesce(found.tentative, '[]') as tentative
   from units u left join lateral (
     select json_agg(json_build_array(c.resource_id, ${ms('lower(c.during)')}, ${ms('upper(c.during)')}, c.session_id, c.seat,
                c.appointment_id, c.block_id, case when a.service_id = $5 then ${ms('a.starts_at')} end,
                case when a.service_id = $5 then a.duration_minutes end) order by lower(c.during)) as claims,
            json_agg(json_build_array(a.id, ${ms('coalesce(a.hold_expires_at, a.approval_deadline_at)')}, a.reservation_token))
                filter (where a.status in ('HELD', 'PENDING_APPROVAL')) as tentative
       from ${claimsOfResources} c left join appointments a on a.id = c.appointment_id) found on true
   where u.id = $1`,
)

/**
 * Whether what was read at `snapshot` is still all there is: no claim of these resources was changed by a transaction that
 * snapshot did not see. A few index entries, whatever the number of claims. `epoch` changes when the server was restarted
 * or replaced, after which transaction ids of before mean nothing.
 */
export const probeOccupancy = statement<
  { now: number; version: number; epoch: number; is_changed: boolean },
  [unitId: string, resourceIds: readonly string[], snapshot: string]
>(
  'occupancy-probe',
  `select ${ms('clock_at()')} as now, u.catalogue_version as version, ${ms('pg_postmaster_start_time()')} as epoch,
     exists (select from claims c
              where c.resource_id = any ($2::uuid[]) and c.changed_xid >= pg_snapshot_xmin($3::pg_snapshot)
                and not pg_visible_in_snapshot(c.changed_xid, $3::pg_snapshot)) as is_changed
   from units u where u.id = $1`,
)

/** The database's clock, epoch ms: the one every deadline and every "now" is judged by. */
export const readClock = statement<{ now: number }>('clock', `select ${ms('clock_at()')} as now`)
