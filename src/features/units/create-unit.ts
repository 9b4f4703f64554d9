import type { Ctx } from '../../context.ts'
import { newId } from '../../lib/ids.ts'
import { forbidden, Problem } from '../../platform/problem.ts'
import { record } from '../audit/record-event.ts'
import type { Actor } from '../identity/actor.ts'
import { refuseTakenSlug } from './problems.ts'
import { canonicalZone, type NewUnit, type Unit } from './unit.ts'
import { insertUnit } from './units.sql.ts'

/** Opens a new place of business. Only an ADMIN of the whole installation may. @throws Problem `forbidden`, `slug-taken`. */
export async function createUnit(ctx: Ctx, input: NewUnit): Promise<Unit> {
  requireInstallationAdmin(ctx.actor)
  const wanted = { ...input, timeZone: canonicalZone(input.timeZone) }
  return ctx.transaction(async (tx) => {
    const unit: Unit = { ...wanted, id: newId(), rowVersion: 1 }
    const { id, slug, name, timeZone, locale, phone, email, address } = unit
    await tx
      .run(insertUnit, id, slug, name, timeZone, locale, phone, email, address)
      .catch(refuseTakenSlug('unit_slug_is_taken', slug))
    record(tx, {
      type: 'unit.created',
      unitId: id,
      subject: { type: 'unit', id, version: 1 },
      before: null,
      after: wanted,
    })
    return unit
  })
}

function requireInstallationAdmin(actor: Actor): void {
  if (actor.memberships.some(({ unitId, role }) => unitId === null && role === 'ADMIN')) return
  throw new Problem(forbidden, 'This takes the role ADMIN of the whole installation.')
}
