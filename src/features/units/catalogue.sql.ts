import { statement } from '../../platform/db/statement.ts'

export type CatalogueRow = {
  version: number
  unit: { id: string; slug: string; name: string; timeZone: string; locale: string }
  services: ServiceJson[]
  resources: ResourceJson[]
  hours: HoursJson[]
  exceptions: ExceptionJson[]
}

export type ServiceJson = {
  id: string
  slug: string
  name: string
  durations: number[] | null
  slotStepMinutes: number
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
  noticeToBookMinutes: number
  noticeToMoveMinutes: number
  noticeToCancelMinutes: number
  horizonDays: number
  capacity: number
  holdSeconds: number
  needsApproval: boolean
  approvalWithinMinutes: number
  isOffered: boolean
  roles: { role: string; resourceIds: string[] | null }[] | null
}

export type ResourceJson = {
  id: string
  kind: 'PERSON' | 'ROOM'
  name: string
  timeZone: string
  userId: string | null
  isActive: boolean
}
export type HoursJson = {
  resourceId: string
  weekday: number
  startsAt: number
  endsAt: number
  validFrom: string | null
  validTo: string | null
}
export type ExceptionJson = { resourceId: string | null; on: string; startsAt: number | null; endsAt: number | null }

/** One statement, so that all of it is of one moment. Exceptions long past can no longer matter to a booking. */
export const loadCatalogueRow = statement<CatalogueRow, [unitId: string]>(
  'catalogue-load',
  `select u.catalogue_version as version,
     json_build_object('id', u.id, 'slug', u.slug, 'name', u.name, 'timeZone', u.time_zone, 'locale', u.locale) as unit,
     coalesce((select json_agg(json_build_object(
         'id', s.id, 'slug', s.slug, 'name', s.name,
         'durations', (select json_agg(d.minutes order by d.minutes) from service_durations d where d.service_id = s.id and d.is_offered),
         'slotStepMinutes', s.slot_step_minutes,
         'bufferBeforeMinutes', s.buffer_before_minutes, 'bufferAfterMinutes', s.buffer_after_minutes,
         'noticeToBookMinutes', s.notice_to_book_minutes, 'noticeToMoveMinutes', s.notice_to_move_minutes,
         'noticeToCancelMinutes', s.notice_to_cancel_minutes, 'horizonDays', s.horizon_days, 'capacity', s.capacity,
         'holdSeconds', s.hold_seconds, 'needsApproval', s.needs_approval,
         'approvalWithinMinutes', s.approval_within_minutes, 'isOffered', s.is_offered,
         'roles', (select json_agg(json_build_object('role', r.role, 'resourceIds',
                     (select json_agg(x.resource_id order by x.resource_id) from service_role_resources x
                       join resources e on e.id = x.resource_id and e.is_active
                      where x.service_id = s.id and x.role = r.role)) order by r.position, r.role)
                   from service_roles r where r.service_id = s.id))
       order by s.name, s.id) from services s where s.unit_id = u.id), '[]') as services,
     coalesce((select json_agg(json_build_object('id', r.id, 'kind', r.kind, 'name', r.name, 'timeZone', r.time_zone,
         'userId', r.user_id, 'isActive', r.is_active) order by r.id) from resources r where r.unit_id = u.id), '[]') as resources,
     coalesce((select json_agg(json_build_object('resourceId', h.resource_id, 'weekday', h.weekday,
         'startsAt', extract(epoch from h.opens_at)::int / 60, 'endsAt', extract(epoch from h.closes_at)::int / 60,
         'validFrom', h.valid_from, 'validTo', h.valid_to)) from working_hours h where h.unit_id = u.id), '[]') as hours,
     coalesce((select json_agg(json_build_object('resourceId', e.resource_id, 'on', e.on_date,
         'startsAt', extract(epoch from e.opens_at)::int / 60, 'endsAt', extract(epoch from e.closes_at)::int / 60)
         order by e.on_date) from hours_exceptions e
        where e.unit_id = u.id and e.on_date >= (clock_at() - interval '40 days')::date), '[]') as exceptions
   from units u where u.id = $1`,
)

export const readCatalogueVersion = statement<{ version: number }, [unitId: string]>(
  'catalogue-version',
  'select catalogue_version as version from units where id = $1',
)

export const raiseCatalogueVersion = statement<never, [unitId: string]>(
  'catalogue-raise-version',
  `update units set catalogue_version = catalogue_version + 1 where id = $1`,
)
