import type { Access } from '../../platform/http/endpoint.ts'
import { forbidden, Problem, unauthenticated } from '../../platform/problem.ts'
import type { Actor } from './actor.ts'
import { passwordChangeRequired } from './problems.ts'
import { ownPassword } from './scope.ts'

/**
 * Lets a caller through to an endpoint: a person by role, an API key by role and scope. Which objects are theirs is decided
 * by the operation (see requireRole). @throws Problem `unauthenticated`, `forbidden` or `password-change-required`.
 */
export function authoriseCall(actor: Actor, access: Access): void {
  const scope = access === 'anyone' ? undefined : access.scope
  if (actor.mustChangePassword && scope !== ownPassword) {
    throw new Problem(passwordChangeRequired, 'Your password is a one-time password. Change it, then go on.')
  }
  if (access === 'anyone') return
  if (actor.kind === 'anonymous') {
    throw new Problem(unauthenticated, 'Sign in, or send an API key as `Authorization: Bearer hf_…`.')
  }
  if (!actor.memberships.some(({ role }) => access.roles.includes(role))) {
    throw new Problem(forbidden, `This takes the role ${access.roles.join(' or ')}.`)
  }
  if (actor.scopes !== 'all' && !actor.scopes.includes(access.scope)) {
    throw new Problem(forbidden, `This API key does not have the scope ${access.scope}.`)
  }
}
