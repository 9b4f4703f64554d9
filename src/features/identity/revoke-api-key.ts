import type { Ctx } from '../../context.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import type { ApiKeyId } from './api-key.ts'
import { keyPlaces } from './api-key.ts'
import { lockKey, revokeKeyRow } from './api-keys.sql.ts'
import { recordApiKeyRevoked } from './events.ts'
import { administersAll } from './membership.ts'
import { readApiKey } from './read-api-key.ts'

/** Ends a key for good, from the next request on. Again: nothing more happens. @throws Problem `not-found`, also for a stranger. */
export async function revokeApiKey(ctx: Ctx, id: ApiKeyId): Promise<void> {
  await ctx.transaction(async (tx) => {
    const [row] = await tx.run(lockKey, id)
    const key = row && readApiKey(row)
    if (!key || !administersAll(ctx.actor, keyPlaces(key.unitIds))) throw notFoundProblem('API key')
    if (key.revokedAt !== null) return
    const [revoked] = await tx.run(revokeKeyRow, id)
    if (revoked)
      await recordApiKeyRevoked(tx, { ...key, rowVersion: revoked.row_version, revokedAt: revoked.revoked_at })
  })
}
