import { randomBytes } from 'node:crypto'
import type { Id, UnitId } from '../../lib/ids.ts'
import type { Role } from './actor.ts'

export type ApiKeyId = Id<'api-key'>

/** A program's key: a role in some units (null: in every one), limited to its scopes. */
export type ApiKey = {
  readonly id: ApiKeyId
  readonly name: string
  /** Its first characters. */
  readonly hint: string
  readonly role: Role
  readonly unitIds: readonly UnitId[] | null
  readonly scopes: readonly string[]
  readonly expiresAt: Temporal.Instant | null
  readonly revokedAt: Temporal.Instant | null
  readonly lastUsedAt: Temporal.Instant | null
  readonly createdAt: Temporal.Instant
  readonly rowVersion: number
}

/** 32 random bytes, recognisable as ours to people and to scanners that look for leaked keys. */
export function newKey(): string {
  return `hf_${randomBytes(32).toString('base64url')}`
}

/** Enough to tell keys apart, far too little to guess one. */
export function hintOf(key: string): string {
  return key.slice(0, 8)
}

/** The units of a key in the shape of memberships. */
export function keyPlaces(unitIds: readonly UnitId[] | null): { unitId: UnitId | null }[] {
  return unitIds === null ? [{ unitId: null }] : unitIds.map((unitId) => ({ unitId }))
}

/** What the audit shows: neither key nor hash among it. */
export function apiKeyFacts({
  name,
  hint,
  role,
  unitIds,
  scopes,
  expiresAt,
}: Pick<ApiKey, 'name' | 'hint' | 'role' | 'unitIds' | 'scopes' | 'expiresAt'>) {
  return { name, hint, role, unitIds, scopes, expiresAt: expiresAt?.toString() ?? null }
}
