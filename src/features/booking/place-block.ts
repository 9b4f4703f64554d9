import { randomUUID } from 'node:crypto'
import type { Ctx } from '../../context.ts'
import { type BlockId, newId, type ResourceId, type UnitId } from '../../lib/ids.ts'
import { fieldProblem, forbidden, notFoundProblem, Problem } from '../../platform/problem.ts'
import { record } from '../audit/record-event.ts'
import { loadOccupancy } from '../availability/occupancy.ts'
import { type Actor, requireRole, rolesIn } from '../identity/actor.ts'
import { refuseStale } from '../units/revision.ts'
import type { Block, BlockKind } from './block.ts'
import { endBlock, findBlock, insertBlock, lockBlock } from './blocks.sql.ts'
import { dropBlockClaims, lockResources, takeClaims } from './claims.sql.ts'
import { expireOverdue } from './end-hold.ts'
import { timeInUse } from './problems.ts'

/** The longest block; longer absences are changes of the working hours. */
const longestDays = 400

export type PlaceBlockInput = {
  readonly unitId: UnitId
  readonly resourceId: ResourceId
  /** Epoch ms. */
  readonly startsAt: number
  readonly endsAt: number
  readonly kind: BlockKind
  readonly reason: string
}

/**
 * Takes a resource's time away from booking. The guard that keeps clients apart keeps a block off their appointments too.
 * @throws Problem `time-in-use` with the appointments that stand in that time, `not-found`, `malformed`.
 */
export async function placeBlock(ctx: Ctx, input: PlaceBlockInput): Promise<Block> {
  requireRole(ctx.actor, input.unitId, ['ADMIN', 'STAFF', 'PROVIDER'], 'unit')
  const { resources } = await ctx.catalogues.of(input.unitId)
  const resource = resources.get(input.resourceId)
  if (!resource) throw notFoundProblem('resource')
  refuseForeignCalendar(ctx.actor, input.unitId, resource)
  if (input.endsAt <= input.startsAt) throw fieldProblem('endsAt', 'is not after startsAt.')
  if (input.endsAt - input.startsAt > longestDays * 24 * 3_600_000) {
    throw fieldProblem('endsAt', `is more than ${longestDays} days after startsAt: change the working hours instead.`)
  }
  return ctx.transaction(async (tx) => {
    await lockResources(tx, [input.resourceId])
    const { resourceId, unitId, startsAt, endsAt } = input
    const occupancy = await loadOccupancy(tx, { unitId, resourceIds: [resourceId], from: startsAt, to: endsAt })
    if (occupancy.claims.length > 0) {
      const appointmentIds = [...new Set(occupancy.claims.flatMap((claim) => claim.appointmentId ?? []))]
      const blockIds = [...new Set(occupancy.claims.flatMap((claim) => claim.blockId ?? []))]
      throw new Problem(timeInUse, 'Move or cancel what stands in that time first.', { appointmentIds, blockIds })
    }
    for (const id of new Set(occupancy.overdue.flatMap((claim) => claim.appointmentId ?? []))) {
      await expireOverdue(tx, ctx.catalogues, id)
    }
    const block: Block = { id: newId<'block'>(), ...input, isActive: true, rowVersion: 1 }
    await insertBlock(tx, block)
    const claim = { resourceId, role: null, from: startsAt, to: endsAt, sessionId: randomUUID(), seat: 1 }
    takeClaims(tx, { unitId, blockId: block.id }, [claim])
    record(tx, { type: 'block.placed', unitId, subject: subjectOf(block), before: null, after: factsOf(block) })
    return block
  })
}

/** Gives the time back. Repeated: nothing more happens. @throws Problem `not-found`, `stale`. */
export async function removeBlock(
  ctx: Ctx,
  input: { readonly blockId: BlockId; readonly ifMatch?: number | undefined },
): Promise<Block> {
  const known = await findBlock(ctx.db, input.blockId)
  if (!known) throw notFoundProblem('block')
  requireRole(ctx.actor, known.unitId, ['ADMIN', 'STAFF', 'PROVIDER'], 'block')
  const { resources } = await ctx.catalogues.of(known.unitId)
  refuseForeignCalendar(ctx.actor, known.unitId, resources.get(known.resourceId))
  return ctx.transaction(async (tx) => {
    const block = await lockBlock(tx, input.blockId)
    if (!block) throw notFoundProblem('block')
    if (!block.isActive) return block
    refuseStale(block, input.ifMatch)
    const ended: Block = { ...block, isActive: false, rowVersion: block.rowVersion + 1 }
    dropBlockClaims(tx, block.id)
    await endBlock(tx, block.id)
    record(tx, {
      type: 'block.removed',
      unitId: block.unitId,
      subject: subjectOf(ended),
      before: factsOf(block),
      after: null,
    })
    return ended
  })
}

/** A provider blocks their own time and nobody else's. @throws Problem `forbidden`. */
function refuseForeignCalendar(actor: Actor, unitId: UnitId, resource: { userId: string | null } | undefined): void {
  const isOnlyProvider = rolesIn(actor, unitId).every((role) => role === 'PROVIDER')
  if (isOnlyProvider && resource?.userId !== actor.id) {
    throw new Problem(forbidden, 'A provider blocks only their own time.')
  }
}

function subjectOf(block: Block) {
  return { type: 'block', id: block.id, version: block.rowVersion }
}

function factsOf({ resourceId, startsAt, endsAt, kind, reason }: Block) {
  return {
    resourceId,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
    kind,
    reason,
  }
}
