import type { UnitId } from '../../lib/ids.ts'
import type { ApiKey, ApiKeyId } from './api-key.ts'
import type { ApiKeyRow } from './api-keys.sql.ts'

export function readApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id as ApiKeyId,
    name: row.name,
    hint: row.hint,
    role: row.role,
    unitIds: row.unit_ids.includes(null) ? null : (row.unit_ids as UnitId[]),
    scopes: row.scopes,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
    createdAt: row.created_at,
    rowVersion: row.row_version,
  }
}
