import type { ResourceId, UnitId } from '../../lib/ids.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Service } from './service.ts'

/** With `inside` (an SQL condition) also what the public does not see: resources that are not active. */
const columns = (inside: string) => `s.id, s.unit_id as "unitId", s.slug, s.name, s.description,
  coalesce((select json_agg(d.minutes order by d.minutes) from service_durations d
             where d.service_id = s.id and d.is_offered), '[]') as durations,
  s.slot_step_minutes as "slotStepMinutes", s.buffer_before_minutes as "bufferBeforeMinutes",
  s.buffer_after_minutes as "bufferAfterMinutes", s.notice_to_book_minutes as "noticeToBookMinutes",
  s.notice_to_move_minutes as "noticeToMoveMinutes", s.notice_to_cancel_minutes as "noticeToCancelMinutes",
  s.horizon_days as "horizonDays", s.capacity, s.hold_seconds as "holdSeconds", s.needs_approval as "needsApproval",
  s.approval_within_minutes as "approvalWithinMinutes", s.is_offered as "isOffered",
  coalesce((select json_agg(json_build_object('role', r.role, 'resourceIds',
      coalesce((select json_agg(x.resource_id order by x.resource_id) from service_role_resources x
                  join resources e on e.id = x.resource_id and (e.is_active or ${inside})
                 where x.service_id = r.service_id and x.role = r.role), '[]')) order by r.position, r.role)
    from service_roles r where r.service_id = s.id), '[]') as roles,
  s.row_version as "rowVersion"`

export const findUnitOfService = statement<{ unitId: UnitId }, [serviceId: string]>(
  'services-unit-of',
  `select unit_id as "unitId" from services where id = $1`,
)

/** `inside` false: only what is offered, with active resources. */
export const findService = statement<Service, [serviceId: string, inside: boolean]>(
  'services-by-id',
  `select ${columns('$2')} from services s where s.id = $1 and (s.is_offered or $2)`,
)

export const listServiceRows = statement<
  Service,
  [unitId: string, inside: boolean, after: string | null, limit: number]
>(
  'services-list',
  `select ${columns('$2')} from services s
    where s.unit_id = $1 and (s.is_offered or $2)
      and ($3::uuid is null or (s.name, s.id) > (select a.name, a.id from services a where a.id = $3))
    order by s.name, s.id limit $4`,
)

export const findResourcesOfUnit = statement<{ id: ResourceId }, [unitId: string, ids: readonly string[]]>(
  'services-resources-of-unit',
  `select id from resources where unit_id = $1 and id = any($2::uuid[])`,
)

type ServiceValues = [
  id: string,
  unitId: string,
  slug: string,
  name: string,
  description: string,
  slotStepMinutes: number,
  bufferBeforeMinutes: number,
  bufferAfterMinutes: number,
  noticeToBookMinutes: number,
  noticeToMoveMinutes: number,
  noticeToCancelMinutes: number,
  horizonDays: number,
  capacity: number,
  holdSeconds: number,
  needsApproval: boolean,
  approvalWithinMinutes: number,
  isOffered: boolean,
  rowVersion: number,
]

export const saveServiceRow = statement<never, ServiceValues>(
  'services-save',
  `insert into services (id, unit_id, slug, name, description, slot_step_minutes, buffer_before_minutes,
     buffer_after_minutes, notice_to_book_minutes, notice_to_move_minutes, notice_to_cancel_minutes, horizon_days,
     capacity, hold_seconds, needs_approval, approval_within_minutes, is_offered, row_version)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
   on conflict (id) do update set slug = excluded.slug, name = excluded.name, description = excluded.description,
     slot_step_minutes = excluded.slot_step_minutes, buffer_before_minutes = excluded.buffer_before_minutes,
     buffer_after_minutes = excluded.buffer_after_minutes, notice_to_book_minutes = excluded.notice_to_book_minutes,
     notice_to_move_minutes = excluded.notice_to_move_minutes,
     notice_to_cancel_minutes = excluded.notice_to_cancel_minutes, horizon_days = excluded.horizon_days,
     capacity = excluded.capacity, hold_seconds = excluded.hold_seconds, needs_approval = excluded.needs_approval,
     approval_within_minutes = excluded.approval_within_minutes, is_offered = excluded.is_offered,
     row_version = excluded.row_version, updated_at = clock_at()`,
)

/** A duration no longer offered stays as a row, because past appointments point at it (D1). */
export const saveDurations = statement<never, [serviceId: string, minutes: readonly number[]]>(
  'services-save-durations',
  `with withdrawn as (
     update service_durations set is_offered = false where service_id = $1 and is_offered and minutes <> all ($2::int[])
   )
   insert into service_durations (service_id, minutes) select $1, m from unnest($2::int[]) m
   on conflict (service_id, minutes) do update set is_offered = true`,
)

export const dropRoles = statement<never, [serviceId: string]>(
  'services-drop-roles',
  `delete from service_roles where service_id = $1`,
)

/** `roles` is JSON: `[{ role, resourceIds }]`, in order. */
export const insertRoles = statement<never, [unitId: string, serviceId: string, roles: string]>(
  'services-insert-roles',
  `with given as (
     select r.value ->> 'role' as role, r.ordinality as position, r.value -> 'resourceIds' as resource_ids
       from jsonb_array_elements($3::jsonb) with ordinality r
   ), roles as (
     insert into service_roles (service_id, role, position) select $2, role, position from given
   )
   insert into service_role_resources (unit_id, service_id, role, resource_id)
   select $1, $2, role, id::uuid from given, jsonb_array_elements_text(resource_ids) id`,
)
