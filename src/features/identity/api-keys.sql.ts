import { statement } from '../../platform/db/statement.ts'

/** `unit_ids`: `[null]` is every unit. */
export type ApiKeyRow = {
  id: string
  name: string
  hint: string
  role: 'ADMIN' | 'STAFF' | 'PROVIDER'
  scopes: string[]
  expires_at: Temporal.Instant | null
  revoked_at: Temporal.Instant | null
  last_used_at: Temporal.Instant | null
  created_at: Temporal.Instant
  row_version: number
  unit_ids: (string | null)[]
}

const unitIds = `array(select p.unit_id from api_key_units p where p.api_key_id = k.id order by p.unit_id) as unit_ids`
const columns = `k.id, k.name, k.hint, k.role, k.scopes, k.expires_at, k.revoked_at, k.last_used_at, k.created_at, k.row_version, ${unitIds}`

/** With every request of a program: by the unique index, nothing cached, so that a revoked key is refused at once. */
export const findValidKey = statement<
  {
    id: string
    name: string
    role: ApiKeyRow['role']
    scopes: string[]
    unit_ids: (string | null)[]
    is_touch_due: boolean
  },
  [keyHash: Buffer]
>(
  'api-keys-find-valid',
  `select k.id, k.name, k.role, k.scopes, ${unitIds},
     (k.last_used_at is null or k.last_used_at < clock_at() - interval '1 minute') as is_touch_due
   from api_keys k
   where k.key_hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_at())`,
)

/** Once a minute at most, whoever asks at the same time; nobody waits for another's. */
export const touchKey = statement<never, [id: string]>(
  'api-keys-touch',
  `update api_keys set last_used_at = clock_at() where id in (
     select id from api_keys where id = $1 and (last_used_at is null or last_used_at < clock_at() - interval '1 minute')
     for no key update skip locked)`,
)

export const insertKey = statement<
  { created_at: Temporal.Instant },
  [id: string, name: string, keyHash: Buffer, hint: string, role: string, scopes: string[], expiresAt: string | null]
>(
  'api-keys-insert',
  `insert into api_keys (id, name, key_hash, hint, role, scopes, expires_at) values ($1, $2, $3, $4, $5, $6, $7)
   returning created_at`,
)

export const insertKeyUnits = statement<never, [apiKeyId: string, unitIds: (string | null)[]]>(
  'api-key-units-insert',
  `insert into api_key_units (api_key_id, unit_id) select $1, unnest($2::uuid[])`,
)

export const lockKey = statement<ApiKeyRow, [id: string]>(
  'api-keys-lock',
  `select ${columns} from api_keys k where k.id = $1 for update of k`,
)

export const revokeKeyRow = statement<{ row_version: number; revoked_at: Temporal.Instant }, [id: string]>(
  'api-keys-revoke',
  `update api_keys set revoked_at = clock_at(), row_version = row_version + 1 where id = $1 returning row_version, revoked_at`,
)

/** Keys that reach nowhere but into these units (null: all keys), by time of creation. */
export const listKeyRows = statement<
  ApiKeyRow,
  [units: string[] | null, unitId: string | null, after: string | null, limit: number]
>(
  'api-keys-list',
  `select ${columns} from api_keys k
    where ($1::uuid[] is null or not exists (
             select from api_key_units p where p.api_key_id = k.id and (p.unit_id is null or p.unit_id <> all ($1))))
      and ($2::uuid is null or exists (select from api_key_units p where p.api_key_id = k.id and p.unit_id = $2))
      and ($3::uuid is null or k.id > $3)
    order by k.id limit $4`,
)
