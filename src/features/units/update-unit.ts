import type { Ctx } from '../../context.ts'
import type { UnitId } from '../../lib/ids.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { record } from '../audit/record-event.ts'
import { requireRole } from '../identity/actor.ts'
import { raiseCatalogueVersion } from './catalogue.sql.ts'
import { refuseTakenSlug } from './problems.ts'
import { revise } from './revision.ts'
import { canonicalZone, concernsCatalogue, type Unit, type UnitChange } from './unit.ts'
import { lockUnit, saveUnit } from './units.sql.ts'

/**
 * Changes what is said about a unit. A new time zone moves the meaning of the unit's dates, not of its resources' hours:
 * each resource has a zone of its own. @throws Problem `not-found`, `forbidden`, `stale`, `slug-taken`.
 */
export async function updateUnit(
  ctx: Ctx,
  { unitId, ifMatch, change }: { unitId: UnitId; ifMatch: number | undefined; change: UnitChange },
): Promise<Unit> {
  requireRole(ctx.actor, unitId, ['ADMIN'], 'unit')
  const wanted = change.timeZone === undefined ? change : { ...change, timeZone: canonicalZone(change.timeZone) }
  return ctx.transaction(async (tx) => {
    const [current] = await tx.run(lockUnit, unitId)
    if (!current) throw notFoundProblem('unit')
    const revision = revise(current, wanted, ifMatch)
    if (!revision) return current

    const { slug, name, timeZone, locale, phone, email, address, rowVersion } = revision.next
    await tx
      .run(saveUnit, unitId, slug, name, timeZone, locale, phone, email, address, rowVersion)
      .catch(refuseTakenSlug('unit_slug_is_taken', slug))
    if (concernsCatalogue(revision.after)) await tx.run(raiseCatalogueVersion, unitId)
    record(tx, {
      type: 'unit.updated',
      unitId,
      subject: { type: 'unit', id: unitId, version: rowVersion },
      before: revision.before,
      after: revision.after,
    })
    return revision.next
  })
}
