import type { UnitId } from '../../lib/ids.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Unit } from './unit.ts'

const columns = `id, slug, name, time_zone as "timeZone", locale, phone, email, address, row_version as "rowVersion"`

export const findUnitById = statement<Unit, [unitId: string]>(
  'units-by-id',
  `select ${columns} from units where id = $1`,
)

export const findUnitBySlug = statement<Unit, [slug: string]>(
  'units-by-slug',
  `select ${columns} from units where slug = $1`,
)

/** `among` null means every unit. */
export const listUnitRows = statement<Unit, [among: readonly string[] | null, after: string | null, limit: number]>(
  'units-list',
  `select ${columns} from units
    where ($1::uuid[] is null or id = any($1::uuid[])) and ($2::uuid is null or (name, id) > (select a.name, a.id from units a where a.id = $2))
    order by name, id limit $3`,
)

/** Every change of a unit's catalogue begins with this lock, so the changes of one unit come one after another. */
export const lockUnit = statement<Unit, [unitId: string]>(
  'units-lock',
  `select ${columns} from units where id = $1 for no key update`,
)

export const insertUnit = statement<
  { id: UnitId },
  [
    id: string,
    slug: string,
    name: string,
    timeZone: string,
    locale: string,
    phone: string | null,
    email: string | null,
    address: string | null,
  ]
>(
  'units-insert',
  `insert into units (id, slug, name, time_zone, locale, phone, email, address) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
)

export const saveUnit = statement<
  never,
  [
    id: string,
    slug: string,
    name: string,
    timeZone: string,
    locale: string,
    phone: string | null,
    email: string | null,
    address: string | null,
    rowVersion: number,
  ]
>(
  'units-save',
  `update units set slug = $2, name = $3, time_zone = $4, locale = $5, phone = $6, email = $7, address = $8,
          row_version = $9, updated_at = clock_at() where id = $1`,
)

/** The unit's own hours changed: they are no column of it. */
export const raiseUnitVersion = statement<{ rowVersion: number }, [unitId: string]>(
  'units-raise-version',
  `update units set row_version = row_version + 1, updated_at = clock_at() where id = $1 returning row_version as "rowVersion"`,
)

/** The demo's first statement: nobody adds a unit between the look and the demo, two first starts make one demo. */
export const lockEveryUnit = statement('units-lock-every', `lock table units in share row exclusive mode`)

export const findAnyUnit = statement<{ id: UnitId }>('units-any', `select id from units limit 1`)

export const readToday = statement<{ today: string }, [zone: string]>(
  'units-today',
  `select (clock_at() at time zone $1::text)::date as today`,
)
