import { bulkStatement, statement } from '../../platform/db/statement.ts'
import type { ChannelName } from './channels/channel.ts'

const columns = `id, unit_id as "unitId", channel, address, source, created_at as "createdAt"`

export const findOptOuts = bulkStatement<
  { unitId: string; channel: string; address: string },
  [unitIds: readonly string[], addresses: readonly string[]]
>(
  'opt-outs-among',
  `select unit_id as "unitId", channel, address from opt_outs where unit_id = any($1::uuid[]) and address = any($2::text[])`,
)

export const insertOptOut = statement<
  OptOut,
  [id: string, unitId: string, channel: string, address: string, source: string]
>(
  'opt-outs-insert',
  `insert into opt_outs (id, unit_id, channel, address, source) values ($1, $2, $3, lower($4), $5)
   on conflict on constraint one_opt_out_per_address do nothing returning ${columns}`,
)

export type OptOut = {
  id: string
  unitId: string
  channel: ChannelName
  address: string
  source: 'RECIPIENT' | 'PROVIDER' | 'STAFF'
  createdAt: Temporal.Instant
}

export const findOptOut = statement<OptOut, [unitId: string, channel: string, address: string]>(
  'opt-out-of',
  `select ${columns} from opt_outs where unit_id = $1 and channel = $2 and address = lower($3)`,
)

export const deleteOptOut = statement<OptOut, [id: string]>(
  'opt-out-delete',
  `delete from opt_outs where id = $1 returning ${columns}`,
)

export const listOptOutRows = statement<OptOut, [unitId: string, after: string | null, limit: number]>(
  'opt-outs-list',
  `select ${columns} from opt_outs
    where unit_id = $1 and ($2::uuid is null or (address, id) > (select a.address, a.id from opt_outs a where a.id = $2))
    order by address, id limit $3`,
)
