import { statement } from '../../platform/db/statement.ts'

/** `memberships` arrives parsed: the column is json. */
export type UserRow = {
  id: string
  name: string
  email: string
  is_active: boolean
  may_overbook: boolean
  must_change_password: boolean
  row_version: number
  created_at: Temporal.Instant
  memberships: { unitId: string | null; role: 'ADMIN' | 'STAFF' | 'PROVIDER' }[]
}

const columns = `u.id, u.name, u.email, u.is_active, u.may_overbook, u.must_change_password, u.row_version, u.created_at,
  (select coalesce(json_agg(json_build_object('unitId', m.unit_id, 'role', m.role) order by m.unit_id nulls first, m.role), '[]')
     from memberships m where m.user_id = u.id) as memberships`

/** Taken first by whatever may change who is ADMIN of the installation, so that two cannot each leave it to the other. */
export const lockAdmins = statement('identity-lock-admins', `select pg_advisory_xact_lock(hashtext('holdfast:admins'))`)

export const isAnybodyThere = statement<{ is_so: boolean }>('users-any', `select exists (select from users) as is_so`)

export const findUser = statement<UserRow, [id: string]>('users-find', `select ${columns} from users u where u.id = $1`)

/** `key` is the id or the e-mail address. The row is locked first; its memberships are read under the lock. */
export const lockUser = statement<{ id: string }, [id: string | null, email: string | null]>(
  'users-lock',
  `select id from users where id = $1 or email = $2 for update`,
)

/** Users of the units (null: all), of one unit if asked for, by time of creation. */
export const listUserRows = statement<
  UserRow,
  [units: string[] | null, unitId: string | null, after: string | null, limit: number]
>(
  'users-list',
  `select ${columns} from users u
    where ($1::uuid[] is null or exists (select from memberships m where m.user_id = u.id and m.unit_id = any ($1)))
      and ($2::uuid is null or exists (select from memberships m where m.user_id = u.id and m.unit_id = $2))
      and ($3::text is null or u.id > $3)
    order by u.id limit $4`,
)

export const insertUser = statement<
  never,
  [id: string, name: string, email: string, mayOverbook: boolean, mustChangePassword: boolean]
>('users-insert', `insert into users (id, name, email, may_overbook, must_change_password) values ($1, $2, $3, $4, $5)`)

export const updateUserRow = statement<
  { row_version: number },
  [id: string, name: string, isActive: boolean, mayOverbook: boolean]
>(
  'users-update',
  `update users set name = $2, is_active = $3, may_overbook = $4, row_version = row_version + 1, updated_at = clock_at()
    where id = $1 returning row_version`,
)

/** Leaves exactly these. */
export const replaceMemberships = statement<never, [userId: string, unitIds: (string | null)[], roles: string[]]>(
  'memberships-replace',
  `with wanted as (select * from unnest($2::uuid[], $3::text[]) as w (unit_id, role)),
        gone as (delete from memberships m where m.user_id = $1 and not exists (
                   select from wanted w where w.unit_id is not distinct from m.unit_id and w.role = m.role))
   insert into memberships (user_id, unit_id, role) select $1, w.unit_id, w.role from wanted w
   on conflict on constraint role_is_given_once do nothing`,
)

export const countOtherAdmins = statement<{ others: number }, [userId: string]>(
  'users-count-other-admins',
  `select count(distinct u.id) as others from users u join memberships m on m.user_id = u.id
    where u.is_active and u.id <> $1 and m.unit_id is null and m.role = 'ADMIN'`,
)

export const insertPassword = statement<never, [accountId: string, userId: string, passwordHash: string]>(
  'accounts-insert-password',
  `insert into accounts (id, user_id, provider_id, account_id, password) values ($1, $2, 'credential', $2, $3)`,
)

export const findPassword = statement<{ password: string }, [userId: string]>(
  'accounts-find-password',
  `select password from accounts where user_id = $1 and provider_id = 'credential'`,
)

/** Only while the password is still the one that was verified, if one was; no row: it is not. */
export const updatePassword = statement<
  { id: string },
  [userId: string, passwordHash: string, verifiedHash: string | null]
>(
  'accounts-update-password',
  `update accounts set password = $2, updated_at = clock_at()
    where user_id = $1 and provider_id = 'credential' and ($3::text is null or password = $3) returning id`,
)

export const markPassword = statement<{ row_version: number }, [userId: string, mustChange: boolean]>(
  'users-mark-password',
  `update users set must_change_password = $2, row_version = row_version + 1, updated_at = clock_at()
    where id = $1 returning row_version`,
)
