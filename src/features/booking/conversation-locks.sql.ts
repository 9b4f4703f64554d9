import type { AppointmentId, UnitId } from '../../lib/ids.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Transaction } from '../../platform/db/transaction.ts'

/** Who may own one hold at a time: a client (by phone or id) or a conversation (channel and its id). */
export type LockKey = { readonly kind: 'CLIENT' | 'CONVERSATION'; readonly key: string }

export type OwnedHold = {
  readonly kind: LockKey['kind']
  readonly id: AppointmentId
  readonly conversation: string | null
}

type KeyParameters = [unitId: string, kinds: readonly string[], keys: readonly string[]]

// Always client before conversation: one order, no deadlock.
const take = statement<{ kind: string }, KeyParameters>(
  'conversation-locks-take',
  `insert into conversation_locks (unit_id, kind, key, expires_at)
   select $1, k.kind, k.key, clock_at() from unnest($2::text[], $3::text[]) as k (kind, key) order by k.kind, k.key
   on conflict (unit_id, kind, key) do update set key = excluded.key returning kind`,
)

// A statement of its own: its snapshot is taken after the locks were had, so it sees what the holder before committed.
const findLive = statement<{ kind: LockKey['kind']; id: string; conversation: string | null }, KeyParameters>(
  'conversation-locks-live',
  `select l.kind, a.id, a.conversation
     from unnest($2::text[], $3::text[]) as k (kind, key)
     join conversation_locks l on l.unit_id = $1 and l.kind = k.kind and l.key = k.key
     join appointments a on a.id = l.appointment_id and a.status = 'HELD' and a.hold_expires_at > clock_at()`,
)

const point = statement<never, [...KeyParameters, appointmentId: string, expiresAt: string]>(
  'conversation-locks-point',
  `update conversation_locks l set appointment_id = $4, expires_at = $5
     from unnest($2::text[], $3::text[]) as k (kind, key)
    where l.unit_id = $1 and l.kind = k.kind and l.key = k.key`,
)

const lockOwned = statement<{ kind: string }, [appointmentId: string]>(
  'conversation-locks-lock-owned',
  `select kind from conversation_locks where appointment_id = $1 order by kind, key for update`,
)

const extend = statement<never, [appointmentId: string, expiresAt: string]>(
  'conversation-locks-extend',
  `update conversation_locks set expires_at = $2 where appointment_id = $1`,
)

const purge = statement<{ key: string }, [most: number]>(
  'conversation-locks-purge',
  `delete from conversation_locks where ctid = any (array(
     select l.ctid from conversation_locks l
      where l.expires_at <= clock_at()
        and not exists (select from appointments a where a.id = l.appointment_id and a.status = 'HELD' and a.hold_expires_at > clock_at())
      limit $1 for update skip locked)) returning key`,
)

/** Locks the keys (first in the lock order) and says which live holds they own. Both statements travel together. */
export async function takeLocks(tx: Transaction, unitId: UnitId, keys: readonly LockKey[]): Promise<OwnedHold[]> {
  if (keys.length === 0) return []
  const parameters = [unitId, keys.map((one) => one.kind), keys.map((one) => one.key)] as const
  const [, owned] = await Promise.all([tx.run(take, ...parameters), tx.run(findLive, ...parameters)])
  return owned.map((row) => ({ kind: row.kind, id: row.id as AppointmentId, conversation: row.conversation }))
}

/** Makes the keys own a hold until `expiresAt` (epoch ms). */
export function pointLocks(
  tx: Transaction,
  unitId: UnitId,
  keys: readonly LockKey[],
  appointmentId: AppointmentId,
  expiresAt: number,
): void {
  if (keys.length === 0) return
  const kinds = keys.map((one) => one.kind)
  const names = keys.map((one) => one.key)
  tx.send(point, unitId, kinds, names, appointmentId, new Date(expiresAt).toISOString())
}

/** Locks the keys that own a hold; like every lock of a key, before that of the appointment. */
export async function lockKeysOf(tx: Transaction, appointmentId: AppointmentId): Promise<void> {
  await tx.run(lockOwned, appointmentId)
}

/** Lets the tidying know that a hold lives longer. The caller has locked its keys. */
export function extendLocks(tx: Transaction, appointmentId: AppointmentId, expiresAt: number): void {
  tx.send(extend, appointmentId, new Date(expiresAt).toISOString())
}

/** Removes keys that own nothing any more; they block nobody, they only take room. */
export async function purgeLocks(tx: Transaction, most: number): Promise<number> {
  return (await tx.run(purge, most)).length
}
