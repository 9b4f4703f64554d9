import type { Ctx } from '../../context.ts'
import { newId } from '../../lib/ids.ts'
import { Problem } from '../../platform/problem.ts'
import { type AppointmentOutside, type FindAppointmentsOutside, findNoneOutside } from './find-appointments-outside.ts'
import { lockWorkingHours, recordHoursChange } from './lock-working-hours.ts'
import { exceptionExists } from './problems.ts'
import { insertException, listExceptionRows } from './working-hours.sql.ts'
import { checkWindows, type HoursException, type HoursOf } from './working-hours.ts'

/**
 * Closes one local date, or gives it other hours, for a resource or for the whole unit. A unit's exception only narrows:
 * it opens nobody who was closed. @throws Problem `not-found`, `forbidden`, `malformed`, `exception-exists`.
 */
export async function addHoursException(
  ctx: Ctx,
  { of, exception: given }: { of: HoursOf; exception: HoursException },
  findOutside: FindAppointmentsOutside = findNoneOutside,
): Promise<{ exception: HoursException; appointmentsOutside: AppointmentOutside[] }> {
  checkWindows(given.windows)
  const windows = given.windows.toSorted((a, b) => (a.opensAt < b.opensAt ? -1 : 1))
  const exception = { ...given, windows }
  return ctx.transaction(async (tx) => {
    const owner = await lockWorkingHours(tx, ctx.actor, of)
    const { on, note } = exception
    const [existing] = await tx.run(listExceptionRows, owner.unitId, owner.resourceId, on, on)
    if (existing) {
      throw new Problem(exceptionExists, `${on} has other hours already. Remove them first.`, { exception: existing })
    }
    const rows = (windows.length > 0 ? windows : [{}]).map((window) => ({ ...window, id: newId() }))
    await tx.run(insertException, owner.unitId, owner.resourceId, on, note, JSON.stringify(rows))
    await recordHoursChange(tx, owner, null, { exception })
    return { exception, appointmentsOutside: await findOutside(tx, owner) }
  })
}
