import type { Ctx } from '../../context.ts'
import { fieldProblem } from '../../platform/problem.ts'
import { authoriseHours } from './lock-working-hours.ts'
import { listExceptionRows } from './working-hours.sql.ts'
import type { HoursException, HoursOf } from './working-hours.ts'

/** Days one answer spans at most: a date has one exception, so the answer is bounded without pages. */
const mostDays = 731

/**
 * The dates from `from` to `to`, both included, on which a resource, or the whole unit, keeps other hours.
 * @throws Problem `not-found`, `forbidden`, `malformed`.
 */
export async function listHoursExceptions(
  ctx: Ctx,
  { of, from, to }: { of: HoursOf; from: string; to: string },
): Promise<HoursException[]> {
  const { days } = Temporal.PlainDate.from(from).until(to)
  if (days < 0) throw fieldProblem('to', 'is before from.')
  if (days > mostDays) throw fieldProblem('to', `is more than ${mostDays} days after from.`)
  const { unitId, resourceId } = await authoriseHours(ctx.db, ctx.actor, of, 'read')
  return ctx.db.run(listExceptionRows, unitId, resourceId, from, to)
}
