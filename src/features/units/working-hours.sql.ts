import { statement } from '../../platform/db/statement.ts'
import type { HoursException, WeekWindow } from './working-hours.ts'

export const listWindows = statement<WeekWindow, [resourceId: string]>(
  'hours-windows',
  `select weekday, left(opens_at::text, 5) as "opensAt", left(closes_at::text, 5) as "closesAt",
          valid_from as "validFrom", valid_to as "validTo"
     from working_hours where resource_id = $1 order by weekday, opens_at, valid_from nulls first`,
)

/** `windows` is JSON: `[{ id, weekday, opensAt, closesAt, validFrom, validTo }]`. */
export const replaceWindows = statement<never, [unitId: string, resourceId: string, windows: string]>(
  'hours-replace-windows',
  `with replaced as (delete from working_hours where resource_id = $2::uuid)
   insert into working_hours (id, unit_id, resource_id, weekday, opens_at, closes_at, valid_from, valid_to)
   select w.id, $1, $2, w.weekday, w."opensAt", w."closesAt", w."validFrom", w."validTo"
     from jsonb_to_recordset($3::jsonb) as w (id uuid, weekday int, "opensAt" time, "closesAt" time,
                                              "validFrom" date, "validTo" date)`,
)

/** By date; without a resource, those of the whole unit. A date with a row that has no times is closed, whatever else it has. */
export const listExceptionRows = statement<
  HoursException,
  [unitId: string, resourceId: string | null, from: string, to: string]
>(
  'hours-exceptions',
  `select on_date as "on", max(note) as note,
          case when bool_or(opens_at is null) then '[]' else
            json_agg(json_build_object('opensAt', left(opens_at::text, 5), 'closesAt', left(closes_at::text, 5))
                     order by opens_at) end as windows
     from hours_exceptions
    where unit_id = $1 and resource_id is not distinct from $2::uuid and on_date between $3::date and $4::date
    group by on_date order by on_date`,
)

/** `windows` is JSON: `[{ id, opensAt, closesAt }]`, one without times for a closed date. */
export const insertException = statement<
  never,
  [unitId: string, resourceId: string | null, on: string, note: string, windows: string]
>(
  'hours-insert-exception',
  `insert into hours_exceptions (id, unit_id, resource_id, on_date, note, opens_at, closes_at)
   select w.id, $1, $2::uuid, $3::date, $4, w."opensAt", w."closesAt"
     from jsonb_to_recordset($5::jsonb) as w (id uuid, "opensAt" time, "closesAt" time)`,
)

export const deleteException = statement<never, [unitId: string, resourceId: string | null, on: string]>(
  'hours-delete-exception',
  `delete from hours_exceptions where unit_id = $1 and resource_id is not distinct from $2::uuid and on_date = $3::date`,
)
