import type { Ctx } from '../../context.ts'
import { renumberClaims } from './claims.sql.ts'

/** Part of taking over a restored database; see `renumberEventsAfterRestore`, which says when there is need. */
export function renumberClaimsAfterRestore(ctx: Ctx): Promise<void> {
  return renumberClaims(ctx.db)
}
