import type { Ctx } from '../../context.ts'
import { Problem, unauthenticated } from '../../platform/problem.ts'
import type { Membership } from './actor.ts'
import { loadUser } from './load-user.ts'
import { scopeNames } from './scope.ts'
import type { UserId } from './user.ts'

export type Caller = {
  kind: 'user' | 'api-key'
  id: string
  name: string
  email: string | null
  memberships: Membership[]
  scopes: string[]
  mayOverbook: boolean
}

/** Who the caller is and what they may do where. @throws Problem `unauthenticated`. */
export async function describeCaller(ctx: Ctx): Promise<Caller> {
  const { kind, id, name = '', memberships, scopes, mayOverbook } = ctx.actor
  if (kind !== 'user' && kind !== 'api-key') throw new Problem(unauthenticated, 'Sign in, or send an API key.')
  const user = kind === 'user' ? await loadUser(ctx.db, id as UserId) : undefined
  const allowed = scopes === 'all' ? scopeNames : scopes
  return {
    kind,
    id,
    name,
    email: user?.email ?? null,
    memberships: [...memberships],
    scopes: [...allowed],
    mayOverbook,
  }
}
