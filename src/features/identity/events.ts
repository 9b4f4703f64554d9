import type { Transaction } from '../../platform/db/transaction.ts'
import { record } from '../audit/record-event.ts'
import type { ApiKey } from './api-key.ts'
import { apiKeyFacts, keyPlaces } from './api-key.ts'
import { onlyUnit } from './membership.ts'
import type { User } from './user.ts'
import { userFacts } from './user.ts'

export async function recordUserCreated(tx: Transaction, user: User): Promise<void> {
  await recordUser(tx, 'user.created', user, { before: null, after: userFacts(user) })
}

/** One fact per change; whether somebody may come in at all is a fact of its own name. */
export async function recordUserUpdated(tx: Transaction, before: User, after: User): Promise<void> {
  const type =
    before.isActive === after.isActive ? 'user.updated' : after.isActive ? 'user.reactivated' : 'user.deactivated'
  const memberships = [...before.memberships, ...after.memberships]
  await recordUser(tx, type, { ...after, memberships }, { before: userFacts(before), after: userFacts(after) })
}

/** `by`: chosen by themselves, or made by Holdfast for somebody else to hand over. */
export async function recordPasswordChanged(tx: Transaction, user: User, by: 'owner' | 'reset'): Promise<void> {
  await recordUser(tx, by === 'owner' ? 'user.password-changed' : 'user.password-reset', user, {
    before: null,
    after: null,
  })
}

export async function recordApiKeyCreated(tx: Transaction, key: ApiKey): Promise<void> {
  await recordApiKey(tx, 'api-key.created', key, { before: null, after: apiKeyFacts(key) })
}

export async function recordApiKeyRevoked(tx: Transaction, key: ApiKey): Promise<void> {
  await recordApiKey(tx, 'api-key.revoked', key, { before: apiKeyFacts(key), after: null })
}

type Change = { before: Record<string, unknown> | null; after: Record<string, unknown> | null }

async function recordUser(tx: Transaction, type: string, user: User, change: Change): Promise<void> {
  const subject = { type: 'user', id: user.id, version: user.rowVersion }
  record(tx, { type, unitId: onlyUnit(user.memberships), subject, ...change })
}

async function recordApiKey(tx: Transaction, type: string, key: ApiKey, change: Change): Promise<void> {
  const subject = { type: 'api-key', id: key.id, version: key.rowVersion }
  record(tx, { type, unitId: onlyUnit(keyPlaces(key.unitIds)), subject, ...change })
}
