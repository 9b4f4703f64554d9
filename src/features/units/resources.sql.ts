import type { UnitId } from '../../lib/ids.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Resource } from './resource.ts'

/** With `inside` (an SQL condition) also its part in services that are not offered. */
const columns = (
  inside: string,
) => `r.id, r.unit_id as "unitId", r.kind, r.name, r.time_zone as "timeZone", r.email, r.phone,
  r.user_id as "userId", r.is_active as "isActive",
  coalesce((select json_agg(json_build_object('serviceId', x.service_id, 'role', x.role) order by s.name, s.id, x.role)
              from service_role_resources x join services s on s.id = x.service_id and (s.is_offered or ${inside})
             where x.resource_id = r.id), '[]') as roles,
  r.row_version as "rowVersion"`

export const findOwnerOfResource = statement<{ unitId: UnitId; userId: string | null }, [resourceId: string]>(
  'resources-owner-of',
  `select unit_id as "unitId", user_id as "userId" from resources where id = $1`,
)

export const findResource = statement<Resource, [resourceId: string]>(
  'resources-by-id',
  `select ${columns('true')} from resources r where r.id = $1`,
)

/** `inside` false: only who is active and takes part in something on offer. */
export const listResourceRows = statement<
  Resource,
  [unitId: string, inside: boolean, after: string | null, limit: number]
>(
  'resources-list',
  `select ${columns('$2')} from resources r
    where r.unit_id = $1 and ($3::uuid is null or (r.name, r.id) > (select a.name, a.id from resources a where a.id = $3))
      and ($2 or (r.is_active and exists (select from service_role_resources x
                                            join services s on s.id = x.service_id and s.is_offered
                                           where x.resource_id = r.id)))
    order by r.name, r.id limit $4`,
)

export const insertResource = statement<
  never,
  [
    id: string,
    unitId: string,
    kind: string,
    name: string,
    timeZone: string,
    email: string | null,
    phone: string | null,
    userId: string | null,
    isActive: boolean,
  ]
>(
  'resources-insert',
  `insert into resources (id, unit_id, kind, name, time_zone, email, phone, user_id, is_active)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
)

export const saveResource = statement<
  never,
  [
    id: string,
    name: string,
    timeZone: string,
    email: string | null,
    phone: string | null,
    userId: string | null,
    isActive: boolean,
    rowVersion: number,
  ]
>(
  'resources-save',
  `update resources set name = $2, time_zone = $3, email = $4, phone = $5, user_id = $6, is_active = $7,
          row_version = $8, updated_at = clock_at() where id = $1`,
)

/** Its hours changed: they are no column of it. */
export const raiseResourceVersion = statement<{ rowVersion: number }, [resourceId: string]>(
  'resources-raise-version',
  `update resources set row_version = row_version + 1, updated_at = clock_at() where id = $1
   returning row_version as "rowVersion"`,
)
