import type { Ctx } from '../../context.ts'
import type { ClientId, ResourceId, UnitId } from '../../lib/ids.ts'
import { showClient } from '../clients/show-client.ts'
import { requireRole } from '../identity/actor.ts'
import { showResource } from '../units/show-resource.ts'
import { showUnit } from '../units/show-unit.ts'
import type { FeedKind, FeedSubject } from './feed.ts'

/** A feed as it is asked for. */
export type AskedFeed = { readonly kind: FeedKind; readonly id: string }

/**
 * The feed, for those who may have its address: ADMIN and STAFF of the unit, and a PROVIDER for the resource they are.
 * @throws Problem `not-found`, `forbidden`.
 */
export async function requireFeed(ctx: Ctx, { kind, id }: AskedFeed): Promise<FeedSubject> {
  if (kind === 'CLIENT') {
    const { id: subjectId, unitId } = await showClient(ctx, { clientId: id as ClientId })
    requireRole(ctx.actor, unitId, ['ADMIN', 'STAFF'], 'client')
    return { unitId, purpose: 'CLIENT_FEED', subjectId }
  }
  if (kind === 'RESOURCE') {
    const { id: subjectId, unitId, userId } = await showResource(ctx, { resourceId: id as ResourceId })
    const isOwn = ctx.actor.kind === 'user' && ctx.actor.id === userId
    requireRole(ctx.actor, unitId, isOwn ? ['ADMIN', 'STAFF', 'PROVIDER'] : ['ADMIN', 'STAFF'], 'resource')
    return { unitId, purpose: 'RESOURCE_FEED', subjectId }
  }
  const unitId = id as UnitId
  requireRole(ctx.actor, unitId, ['ADMIN', 'STAFF'], 'unit')
  await showUnit(ctx, { unitId })
  return { unitId, purpose: 'UNIT_FEED', subjectId: unitId }
}
