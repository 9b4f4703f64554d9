import { bulkStatement } from '../../platform/db/statement.ts'
import type { ResourceContact } from './load-contacts.ts'
import type { Unit } from './unit.ts'

export const contactsOfUnits = bulkStatement<Unit, [unitIds: readonly string[]]>(
  'contacts-of-units',
  `select id, slug, name, time_zone as "timeZone", locale, phone, email, address, row_version as "rowVersion"
     from units where id = any($1::uuid[])`,
)

export const contactsOfResources = bulkStatement<ResourceContact, [resourceIds: readonly string[]]>(
  'contacts-of-resources',
  `select r.id, r.kind, r.name, r.time_zone as "timeZone", coalesce(r.email, u.email) as email, r.phone, r.user_id as "userId"
     from resources r left join users u on u.id = r.user_id and u.is_active
    where r.id = any($1::uuid[])`,
)
