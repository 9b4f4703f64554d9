import type { Ctx } from '../../context.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { type AppointmentOutside, type FindAppointmentsOutside, findNoneOutside } from './find-appointments-outside.ts'
import { lockWorkingHours, recordHoursChange } from './lock-working-hours.ts'
import { deleteException, listExceptionRows } from './working-hours.sql.ts'
import type { HoursOf } from './working-hours.ts'

/** Gives one date its ordinary hours back. @throws Problem `not-found` also when the date has no exception, `forbidden`. */
export async function removeHoursException(
  ctx: Ctx,
  { of, on }: { of: HoursOf; on: string },
  findOutside: FindAppointmentsOutside = findNoneOutside,
): Promise<{ appointmentsOutside: AppointmentOutside[] }> {
  return ctx.transaction(async (tx) => {
    const owner = await lockWorkingHours(tx, ctx.actor, of)
    const [exception] = await tx.run(listExceptionRows, owner.unitId, owner.resourceId, on, on)
    if (!exception) throw notFoundProblem('exception')
    await tx.run(deleteException, owner.unitId, owner.resourceId, on)
    await recordHoursChange(tx, owner, { exception }, null)
    return { appointmentsOutside: await findOutside(tx, owner) }
  })
}
