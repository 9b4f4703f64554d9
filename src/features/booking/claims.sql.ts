import type { AppointmentId, BlockId, ResourceId, UnitId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Transaction } from '../../platform/db/transaction.ts'

/** A piece of a resource's time to be taken. No session: a new one of its own. Epoch ms, buffers included. */
export type NewClaim = {
  readonly resourceId: ResourceId
  readonly role: string | null
  readonly from: number
  readonly to: number
  readonly sessionId: string | null
  readonly seat: number
}

export const insert = statement<
  never,
  [
    unitId: string,
    appointmentId: string | null,
    blockId: string | null,
    resourceIds: readonly string[],
    roles: readonly (string | null)[],
    from: readonly string[],
    to: readonly string[],
    sessionIds: readonly (string | null)[],
    seats: readonly number[],
  ]
>(
  'claims-insert',
  // Sorted by resource like every lock; ON CONFLICT waits for a rival and yields, where a plain INSERT would deadlock.
  `with taken as (
   insert into claims (unit_id, appointment_id, block_id, resource_id, role, during, session_id, seat)
   select $1, $2, $3, n.resource_id, n.role, tstzrange(n.starts_at, n.ends_at), coalesce(n.session_id, gen_random_uuid()), n.seat
     from unnest($4::uuid[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::uuid[], $9::int[])
            as n (resource_id, role, starts_at, ends_at, session_id, seat)
    order by n.resource_id, n.starts_at
   on conflict do nothing returning id)
   select require_rows(count(*), cardinality($4::uuid[])) from taken`,
)

const deactivate = statement<never, [appointmentId: string]>(
  'claims-deactivate',
  `update claims set is_active = false, changed_xid = pg_current_xact_id() where appointment_id = $1 and is_active`,
)

const deactivateOfBlock = statement<never, [blockId: string]>(
  'claims-deactivate-block',
  `update claims set is_active = false, changed_xid = pg_current_xact_id() where block_id = $1 and is_active`,
)

const lockResourceRows = statement<{ id: string }, [resourceIds: readonly string[]]>(
  'resources-lock',
  `select id from resources where id = any ($1::uuid[]) order by id for no key update`,
)

type Owner = { readonly unitId: UnitId; readonly appointmentId?: AppointmentId; readonly blockId?: BlockId }

/** Takes all the claims or, when a rival took one of the times first, none: the transaction starts over and sees the rival. */
export function takeClaims(tx: Transaction, owner: Owner, claims: readonly NewClaim[]): void {
  tx.send(
    insert,
    owner.unitId,
    owner.appointmentId ?? null,
    owner.blockId ?? null,
    claims.map((claim) => claim.resourceId),
    claims.map((claim) => claim.role),
    claims.map((claim) => new Date(claim.from).toISOString()),
    claims.map((claim) => new Date(claim.to).toISOString()),
    claims.map((claim) => claim.sessionId),
    claims.map((claim) => claim.seat),
  )
}

/** Frees an appointment's time. Rows stay: cached availability learns of the change from them. */
export function dropClaims(tx: Transaction, appointmentId: AppointmentId): void {
  tx.send(deactivate, appointmentId)
}

export function dropBlockClaims(tx: Transaction, blockId: BlockId): void {
  tx.send(deactivateOfBlock, blockId)
}

/**
 * Locks resources, sorted by id, for whoever reads their claims before writing several: moves, shared sessions,
 * overbooking, blocks. Plain holds do without.
 */
export async function lockResources(tx: Transaction, resourceIds: readonly ResourceId[]): Promise<void> {
  await tx.run(lockResourceRows, [...resourceIds].sort())
}

const renumber = statement(
  'claims-renumber',
  `update claims c set changed_xid = r.rank::text::xid8
     from (select id, dense_rank() over (partition by appointment_id, block_id order by changed_xid) as rank from claims) r
    where r.id = c.id and c.changed_xid >= pg_snapshot_xmax(pg_current_snapshot())`,
)

/**
 * After a dump was restored on another server: transaction ids it has not reached would make every remembered availability
 * count as changed, right but slow, until it does. Small numbers take their place, in the same order for each appointment.
 */
export async function renumberClaims(db: Queryable): Promise<void> {
  await db.run(renumber)
}
