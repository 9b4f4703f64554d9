import { statement } from '../../platform/db/statement.ts'

/**
 * Counts an attempt before its outcome is known, so that attempts made at once are counted too. No row: refused. From the
 * fifth in a row each is followed by a pause of 30 s, 60 s, … at most 15 minutes; after a day without any it starts anew.
 */
export const countAttemptRow = statement<{ attempts: number }, [accountHash: Buffer, address: string]>(
  'sign-in-attempts-count',
  `insert into sign_in_attempts as a (account_hash, address, attempts, last_attempt_at) values ($1, $2, 1, clock_at())
   on conflict (account_hash, address) do update set
     attempts = case when a.last_attempt_at < clock_at() - interval '1 day' then 1 else a.attempts + 1 end,
     refused_until = case when a.attempts >= 4 and a.last_attempt_at >= clock_at() - interval '1 day'
                          then clock_at() + least(30 * 2 ^ least(a.attempts - 4, 5), 900) * interval '1 second' end,
     last_attempt_at = clock_at()
   where a.refused_until is null or a.refused_until <= clock_at()
   returning attempts`,
)

export const findPause = statement<{ seconds: number | null }, [accountHash: Buffer, address: string]>(
  'sign-in-attempts-find-pause',
  `select ceil(extract(epoch from refused_until - clock_at()))::int as seconds
     from sign_in_attempts where account_hash = $1 and address = $2`,
)

export const forgetAttempts = statement<never, [accountHash: Buffer, address: string | null]>(
  'sign-in-attempts-forget',
  `delete from sign_in_attempts where account_hash = $1 and ($2::text is null or address = $2)`,
)

export const deleteOldAttempts = statement<{ address: string }>(
  'sign-in-attempts-delete-old',
  `delete from sign_in_attempts where (account_hash, address) in (
     select account_hash, address from sign_in_attempts where last_attempt_at < clock_at() - interval '1 day' limit 1000)
   returning address`,
)
