import type { Ctx } from '../../context.ts'
import type { UnitId } from '../../lib/ids.ts'
import { newId } from '../../lib/ids.ts'
import { fieldProblem, forbidden, Problem } from '../../platform/problem.ts'
import { violates } from '../units/problems.ts'
import type { Role } from './actor.ts'
import type { ApiKey, ApiKeyId } from './api-key.ts'
import { hintOf, keyPlaces, newKey } from './api-key.ts'
import { insertKey, insertKeyUnits } from './api-keys.sql.ts'
import { hashOfKey } from './credential.ts'
import { recordApiKeyCreated } from './events.ts'
import { refuseGrantBeyond } from './membership.ts'
import type { Scope } from './scope.ts'

export type NewApiKey = {
  name: string
  role: Role
  /** null: every unit. */
  unitIds: readonly UnitId[] | null
  scopes: readonly Scope[]
  expiresAt?: Temporal.Instant | null | undefined
}

/**
 * Makes a key for a program; `key` is shown this once and only its hash is kept. A key cannot make keys: they would outlive
 * it. @throws Problem `forbidden`, `not-found` for a stranger's unit, `malformed`.
 */
export async function createApiKey(ctx: Ctx, input: NewApiKey): Promise<{ apiKey: ApiKey; key: string }> {
  if (ctx.actor.kind === 'api-key') throw new Problem(forbidden, 'API keys are made by people.')
  const unitIds = input.unitIds && [...new Set(input.unitIds)].sort()
  const places = keyPlaces(unitIds)
  refuseGrantBeyond(ctx.actor, places)
  const { name, role, expiresAt = null } = input
  const scopes = [...new Set(input.scopes)].sort()
  const key = newKey()
  const hint = hintOf(key)
  const apiKey = await ctx.transaction(async (tx) => {
    const id: ApiKeyId = newId()
    const row = [id, name, hashOfKey(key), hint, role, scopes, expiresAt?.toString() ?? null] as const
    const [made] = await tx.run(insertKey, ...row).catch(refuseRow)
    await tx
      .run(
        insertKeyUnits,
        id,
        places.map(({ unitId }) => unitId),
      )
      .catch(refuseRow)
    const createdAt = made?.created_at as Temporal.Instant
    const added: ApiKey = {
      ...{ id, name, hint, role, unitIds, scopes, expiresAt, createdAt },
      ...{ revokedAt: null, lastUsedAt: null, rowVersion: 1 },
    }
    await recordApiKeyCreated(tx, added)
    return added
  })
  return { apiKey, key }
}

function refuseRow(error: unknown): never {
  if (violates(error, 'api_key_expires_after_it_is_made')) throw fieldProblem('expiresAt', 'is not in the future')
  if (violates(error, 'api_key_is_for_a_unit')) throw fieldProblem('unitIds', 'names a unit that does not exist')
  throw error
}
