import type { UnitId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import type { Actor, Membership } from './actor.ts'
import { keyPlaces } from './api-key.ts'
import { findValidKey, touchKey } from './api-keys.sql.ts'
import type { Credential } from './credential.ts'
import type { SessionRow } from './sessions.sql.ts'
import { findSession } from './sessions.sql.ts'

/** The actor a credential stands for, in one round trip; undefined when it is not, or no longer, any good. */
export async function authenticateCaller(db: Queryable, credential: Credential): Promise<Actor | undefined> {
  if (credential.kind === 'session') return authenticatePerson(db, credential.token)
  if (credential.kind === 'api-key') return authenticateProgram(db, credential.keyHash)
  return undefined
}

/** What is known of a live session; undefined when it is over or its user was deactivated. */
export async function loadSession(db: Queryable, token: string): Promise<SessionRow | undefined> {
  const [session] = await db.run(findSession, token)
  return session
}

async function authenticatePerson(db: Queryable, token: string): Promise<Actor | undefined> {
  const session = await loadSession(db, token)
  if (!session) return undefined
  return {
    kind: 'user',
    id: session.user_id,
    name: session.name,
    memberships: session.memberships as Membership[],
    scopes: 'all',
    mayOverbook: session.may_overbook,
    sessionId: session.session_id,
    mustChangePassword: session.must_change_password,
  }
}

async function authenticateProgram(db: Queryable, keyHash: Buffer): Promise<Actor | undefined> {
  const [key] = await db.run(findValidKey, keyHash)
  if (!key) return undefined
  if (key.is_touch_due) await db.run(touchKey, key.id)
  const places = key.unit_ids.includes(null) ? keyPlaces(null) : keyPlaces(key.unit_ids as UnitId[])
  return {
    kind: 'api-key',
    id: key.id,
    name: key.name,
    memberships: places.map((place) => ({ ...place, role: key.role })),
    scopes: key.scopes,
    mayOverbook: false,
  }
}
