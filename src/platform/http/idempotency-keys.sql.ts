import { statement } from '../db/statement.ts'

export const claimKey = statement<{ is_ours: boolean }, [principal: string, endpoint: string, key: string]>(
  'idempotency-claim-key',
  `select pg_try_advisory_xact_lock(hashtextextended($1 || chr(31) || $2 || chr(31) || $3, 0)) as is_ours`,
)

export const findKey = statement<
  { request_hash: string; answer_status: number; answer_headers: Record<string, string>; answer_body: string },
  [principal: string, endpoint: string, key: string]
>(
  'idempotency-find-key',
  `select request_hash, answer_status, answer_headers, answer_body from idempotency_keys
    where principal = $1 and endpoint = $2 and key = $3`,
)

export const storeKey = statement<never, [string, string, string, string, number, string, string]>(
  'idempotency-store-key',
  `insert into idempotency_keys (principal, endpoint, key, request_hash, answer_status, answer_headers, answer_body)
   values ($1, $2, $3, $4, $5, $6::jsonb, $7)`,
)

export const removeOld = statement<{ removed: number }, [most: number]>(
  'idempotency-remove-old',
  `with old as (
     delete from idempotency_keys where ctid = any (array(
       select k.ctid from idempotency_keys k where k.created_at < clock_at() - interval '24 hours'
        order by k.created_at limit $1 for update skip locked)) returning 1)
   select count(*)::int as removed from old`,
)
