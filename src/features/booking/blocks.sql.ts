import type { BlockId, ResourceId, UnitId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import type { Block, BlockKind } from './block.ts'

type BlockRow = {
  id: string
  unit_id: string
  resource_id: string
  starts_at: Temporal.Instant
  ends_at: Temporal.Instant
  kind: string
  reason: string
  is_active: boolean
  row_version: number
}

const columns = `id, unit_id, resource_id, lower(during) as starts_at, upper(during) as ends_at, kind, reason, is_active, row_version`

const insert = statement<
  never,
  [id: string, unitId: string, resourceId: string, from: string, to: string, kind: string, reason: string]
>(
  'block-insert',
  `insert into blocks (id, unit_id, resource_id, during, kind, reason)
   values ($1, $2, $3, tstzrange($4::timestamptz, $5::timestamptz), $6, $7)`,
)
const findById = statement<BlockRow, [id: string]>('block-by-id', `select ${columns} from blocks where id = $1`)
const lockById = statement<BlockRow, [id: string]>(
  'block-lock',
  `select ${columns} from blocks where id = $1 for update`,
)
const end = statement<never, [id: string]>(
  'block-end',
  `update blocks set is_active = false, row_version = row_version + 1, updated_at = clock_at() where id = $1`,
)
const list = statement<
  BlockRow,
  [unitId: string, from: string, to: string, resourceId: string | null, after: string | null, limit: number]
>(
  'blocks-list',
  `select ${columns} from blocks
    where unit_id = $1 and is_active and during && tstzrange($2::timestamptz, $3::timestamptz)
      and ($4::uuid is null or resource_id = $4) and ($5::uuid is null or id > $5) order by id limit $6`,
)

export async function insertBlock(tx: Transaction, block: Block): Promise<void> {
  const { id, unitId, resourceId, startsAt, endsAt, kind, reason } = block
  await tx.run(
    insert,
    id,
    unitId,
    resourceId,
    new Date(startsAt).toISOString(),
    new Date(endsAt).toISOString(),
    kind,
    reason,
  )
}

export async function findBlock(db: Queryable, id: BlockId): Promise<Block | undefined> {
  const [row] = await db.run(findById, id)
  return row && readBlock(row)
}

export async function lockBlock(tx: Transaction, id: BlockId): Promise<Block | undefined> {
  const [row] = await tx.run(lockById, id)
  return row && readBlock(row)
}

export async function endBlock(tx: Transaction, id: BlockId): Promise<void> {
  await tx.run(end, id)
}

export async function listBlockRows(
  db: Queryable,
  query: {
    unitId: UnitId
    from: number
    to: number
    resourceId?: ResourceId | undefined
    after?: string | undefined
    limit: number
  },
): Promise<Block[]> {
  const from = new Date(query.from).toISOString()
  const to = new Date(query.to).toISOString()
  const rows = await db.run(list, query.unitId, from, to, query.resourceId ?? null, query.after ?? null, query.limit)
  return rows.map(readBlock)
}

function readBlock(row: BlockRow): Block {
  return {
    id: row.id as BlockId,
    unitId: row.unit_id as UnitId,
    resourceId: row.resource_id as ResourceId,
    startsAt: row.starts_at.epochMilliseconds,
    endsAt: row.ends_at.epochMilliseconds,
    kind: row.kind as BlockKind,
    reason: row.reason,
    isActive: row.is_active,
    rowVersion: row.row_version,
  }
}
