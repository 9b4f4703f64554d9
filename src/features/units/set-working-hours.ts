import type { Ctx } from '../../context.ts'
import { newId, type ResourceId } from '../../lib/ids.ts'
import { type AppointmentOutside, type FindAppointmentsOutside, findNoneOutside } from './find-appointments-outside.ts'
import { lockWorkingHours, recordHoursChange } from './lock-working-hours.ts'
import { refuseStale } from './revision.ts'
import type { WorkingHours } from './show-working-hours.ts'
import { listWindows, replaceWindows } from './working-hours.sql.ts'
import { checkWindows, sortWindows, type WeekWindow, windowsMissing } from './working-hours.ts'

type NewWorkingHours = { resourceId: ResourceId; ifMatch: number | undefined; windows: readonly WeekWindow[] }

/**
 * Replaces the whole week of a resource at once. Appointments stay where they are; those now outside the hours are named.
 * @throws Problem `not-found`, `forbidden`, `stale`, `malformed`.
 */
export async function setWorkingHours(
  ctx: Ctx,
  { resourceId, ifMatch, windows: given }: NewWorkingHours,
  findOutside: FindAppointmentsOutside = findNoneOutside,
): Promise<{ hours: WorkingHours; appointmentsOutside: AppointmentOutside[] }> {
  checkWindows(given)
  const windows = sortWindows(given)
  return ctx.transaction(async (tx) => {
    const owner = await lockWorkingHours(tx, ctx.actor, { resourceId })
    refuseStale(owner, ifMatch)
    const current = await tx.run(listWindows, resourceId)
    const removed = windowsMissing(current, windows)
    const added = windowsMissing(windows, current)

    let { rowVersion } = owner
    if (removed.length + added.length > 0) {
      const rows = windows.map((window) => ({ ...window, id: newId() }))
      await tx.run(replaceWindows, owner.unitId, resourceId, JSON.stringify(rows))
      rowVersion = await recordHoursChange(tx, owner, { windows: removed }, { windows: added })
    }
    const appointmentsOutside = await findOutside(tx, owner)
    return { hours: { resourceId, timeZone: owner.timeZone, windows, rowVersion }, appointmentsOutside }
  })
}
