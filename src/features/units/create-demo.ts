import type { Ctx } from '../../context.ts'
import { system } from '../identity/actor.ts'
import { addHoursException } from './add-hours-exception.ts'
import { createResource } from './create-resource.ts'
import { createService } from './create-service.ts'
import { createUnit } from './create-unit.ts'
import { type DemoUnit, type DemoWeek, demoUnits } from './demo.ts'
import { newResource } from './resource.ts'
import { newService } from './service.ts'
import { setWorkingHours } from './set-working-hours.ts'
import { newUnit } from './unit.ts'
import { findAnyUnit, lockEveryUnit, readToday } from './units.sql.ts'
import { newException, type WeekWindow } from './working-hours.ts'

/**
 * Fills an empty installation with four places people recognise. Does nothing when there is any unit, however many
 * processes ask at once; all of it or nothing of it is there afterwards. Returns the slugs of what it made.
 */
export async function createDemo(ctx: Ctx): Promise<string[]> {
  const holdfast = ctx.as({ actor: system, channel: 'system', correlationId: ctx.cause.correlationId })
  const [existing] = await holdfast.db.run(findAnyUnit)
  if (existing) return []
  return holdfast.transaction(async (tx) => {
    await tx.run(lockEveryUnit)
    const [justMade] = await tx.run(findAnyUnit)
    if (justMade) return []
    const inside = holdfast.within(tx)
    const slugs: string[] = []
    for (const demo of demoUnits) {
      const [now] = await tx.run(readToday, demo.unit.timeZone)
      if (!now) throw new Error('The database knows no today')
      slugs.push(await createDemoUnit(inside, demo, now.today))
    }
    return slugs
  })
}

async function createDemoUnit(ctx: Ctx, demo: DemoUnit, today: string): Promise<string> {
  const { id: unitId, slug } = await createUnit(ctx, newUnit.parse(demo.unit))
  const idOf = new Map<string, string>()
  for (const { week, exceptions, ...about } of demo.resources) {
    const email = about.kind === 'PERSON' ? workAddress(about.name, demo.unit.email) : null
    const { id: resourceId } = await createResource(ctx, { unitId, resource: newResource.parse({ email, ...about }) })
    idOf.set(about.name, resourceId)
    await setWorkingHours(ctx, { resourceId, ifMatch: undefined, windows: weekWindows(week, today) })
    for (const exception of exceptions ?? []) await addException(ctx, { resourceId }, exception, today)
  }
  for (const { roles, ...about } of demo.services) {
    const byId = Object.entries(roles).map(([role, names]) => ({
      role,
      resourceIds: names.map((name) => idOf.get(name)),
    }))
    await createService(ctx, { unitId, service: newService.parse({ ...about, roles: byId }) })
  }
  for (const exception of demo.exceptions) await addException(ctx, { unitId }, exception, today)
  return slug
}

/** `Gyd. Rasa Petrauskienė` at `registratura@clinic.example` → `rasa.petrauskiene@clinic.example`: so the mailbox shows both sides. */
function workAddress(name: string, ofUnit: string | null | undefined): string | null {
  if (!ofUnit) return null
  const words = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().split(/\s+/)
  const local = words.filter((word) => /^[a-z-]+$/.test(word)).join('.')
  return local + ofUnit.slice(ofUnit.indexOf('@'))
}

async function addException(
  ctx: Ctx,
  of: Parameters<typeof addHoursException>[1]['of'],
  { on, hours = [], note }: DemoUnit['exceptions'][number],
  today: string,
): Promise<void> {
  const windows = hours.map(readWindow)
  await addHoursException(ctx, { of, exception: newException.parse({ on: next(on, today), windows, note }) })
}

/** `{ '1-5': ['08:00-12:00', '13:00-17:00'] }` → windows; `until` and `after` name the next such date. */
function weekWindows(weeks: readonly DemoWeek[], today: string): WeekWindow[] {
  return weeks.flatMap(({ after, until, ...days }) => {
    const validFrom = after ? Temporal.PlainDate.from(next(after, today)).add({ days: 1 }).toString() : null
    const validTo = until ? next(until, today) : null
    return Object.entries(days).flatMap(([range, hours]) => {
      const [first = 1, last = first] = range.split('-').map(Number)
      const weekdays = Array.from({ length: last - first + 1 }, (_, i) => first + i)
      return weekdays.flatMap((weekday) => hours.map((text) => ({ weekday, ...readWindow(text), validFrom, validTo })))
    })
  })
}

function readWindow(text: string): { opensAt: string; closesAt: string } {
  const [opensAt = '', closesAt = ''] = text.split('-')
  return { opensAt, closesAt }
}

/** The first date from `today` on with this month and day (`MM-DD`). */
function next(monthDay: string, today: string): string {
  const year = Number(today.slice(0, 4))
  return `${monthDay >= today.slice(5) ? year : year + 1}-${monthDay}`
}
