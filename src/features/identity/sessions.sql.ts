import { statement } from '../../platform/db/statement.ts'

export type SessionRow = {
  session_id: string
  user_id: string
  name: string
  email: string
  may_overbook: boolean
  must_change_password: boolean
  expires_at: Temporal.Instant
  memberships: { unitId: string | null; role: 'ADMIN' | 'STAFF' | 'PROVIDER' }[]
}

/** Everything a request needs to know of who asks, in one round trip. No row: the session is over or its user may not. */
export const findSession = statement<SessionRow, [token: string]>(
  'sessions-find',
  `select s.id as session_id, u.id as user_id, u.name, u.email, u.may_overbook, u.must_change_password, s.expires_at,
     (select coalesce(json_agg(json_build_object('unitId', m.unit_id, 'role', m.role)), '[]')
        from memberships m where m.user_id = u.id) as memberships
   from sessions s join users u on u.id = s.user_id
   where s.token = $1 and s.expires_at > clock_at() and u.is_active`,
)

export const isUserActive = statement<{ is_active: boolean }, [userId: string]>(
  'users-is-active',
  `select is_active from users where id = $1`,
)

export const insertSession = statement<never, [id: string, userId: string, token: string]>(
  'sessions-insert',
  `insert into sessions (id, user_id, token, expires_at) values ($1, $2, $3, clock_at() + interval '7 days')`,
)

export const deleteSession = statement<never, [token: string]>(
  'sessions-delete',
  `delete from sessions where token = $1`,
)

/** All of the user's, except one if given. */
export const deleteSessionsOf = statement<never, [userId: string, except: string | null]>(
  'sessions-delete-of-user',
  `delete from sessions where user_id = $1 and id is distinct from $2`,
)

export const deleteExpiredSessions = statement<{ id: string }>(
  'sessions-delete-expired',
  `delete from sessions where id in (select id from sessions where expires_at < clock_at() order by expires_at limit 1000) returning id`,
)
