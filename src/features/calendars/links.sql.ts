import { bulkStatement, statement } from '../../platform/db/statement.ts'
import type { LinkPurpose } from './link.ts'

type LinkRow = { unitId: string; purpose: LinkPurpose; subjectId: string; generation: number }

const columns = `unit_id as "unitId", purpose, subject_id as "subjectId", generation`

export const findLinkByHash = statement<LinkRow, [tokenHash: Buffer]>(
  'links-by-hash',
  `select ${columns} from links where token_hash = $1`,
)

export const findLinksOf = statement<LinkRow, [purpose: LinkPurpose, subjectIds: readonly string[]]>(
  'links-of',
  `select ${columns} from links where purpose = $1 and subject_id = any($2::uuid[])`,
)

/** `rows` is JSON: id, unitId, purpose, subjectId and, in hexadecimal, the hash of the first generation's token. */
export const insertLinks = bulkStatement<never, [rows: string]>(
  'links-insert',
  `insert into links (id, unit_id, purpose, subject_id, token_hash)
   select id, "unitId", purpose, "subjectId", decode("tokenHash", 'hex')
     from jsonb_to_recordset($1::jsonb) as r(id uuid, "unitId" uuid, purpose text, "subjectId" uuid, "tokenHash" text)
   on conflict on constraint one_link_per_purpose do update set token_hash = excluded.token_hash, updated_at = clock_at()
      where links.generation = 1 and links.token_hash <> excluded.token_hash`,
)

/** Answers a row when it was not there; it is locked like any other then. */
export const insertLink = statement<
  { id: string },
  [id: string, unitId: string, purpose: LinkPurpose, subjectId: string, tokenHash: Buffer]
>(
  'links-insert-one',
  `insert into links (id, unit_id, purpose, subject_id, token_hash) values ($1, $2, $3, $4, $5)
   on conflict on constraint one_link_per_purpose do nothing returning id`,
)

export const lockLink = statement<
  { id: string; generation: number; tokenHash: Buffer },
  [purpose: LinkPurpose, subjectId: string]
>(
  'links-lock',
  `select id, generation, token_hash as "tokenHash" from links where purpose = $1 and subject_id = $2 for update`,
)

/** The token before it leads nowhere from the commit on. */
export const saveLinkToken = statement<never, [id: string, generation: number, tokenHash: Buffer]>(
  'links-save-token',
  `update links set generation = $2, token_hash = $3, updated_at = clock_at() where id = $1`,
)
