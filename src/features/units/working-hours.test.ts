import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { actingAs as asActor, openWorld, type World } from '../../../test/world.ts'
import type { Ctx } from '../../context.ts'
import type { UnitId } from '../../lib/ids.ts'
import { Problem } from '../../platform/problem.ts'
import type { Role } from '../identity/actor.ts'
import { addHoursException } from './add-hours-exception.ts'
import { createResource } from './create-resource.ts'
import { createUnit } from './create-unit.ts'
import type { AppointmentOutside, FindAppointmentsOutside } from './find-appointments-outside.ts'
import { listHoursExceptions } from './list-hours-exceptions.ts'
import { loadCatalogue } from './load-catalogue.ts'
import { removeHoursException } from './remove-hours-exception.ts'
import { newResource } from './resource.ts'
import { setWorkingHours } from './set-working-hours.ts'
import { showWorkingHours } from './show-working-hours.ts'
import { newUnit } from './unit.ts'
import { checkWindows, type DayWindow, newException, newWorkingHours, type WeekWindow } from './working-hours.ts'

let world: World
let ctx: Ctx
before(async () => {
  world = await openWorld()
  ctx = world.ctx
  await ctx.db.pool.query(`insert into users (id, name, email) values ('rasa', 'Rasa', 'rasa@praxis.example')`)
})
after(() => world.close())

/** A person with one role, in one unit. */
function actingAs(role: Role, unitId: UnitId, id = `user-${role}`): Ctx {
  return asActor(
    world,
    { kind: 'user', id, memberships: [{ unitId, role }], scopes: 'all', mayOverbook: false },
    'staff',
  )
}

/** A unit with one person, who is user `rasa`. */
async function openUnit() {
  const unit = await createUnit(
    ctx,
    newUnit.parse({ slug: `unit-${randomUUID()}`, name: 'Praxis', timeZone: 'Europe/Vilnius' }),
  )
  const about = newResource.parse({ kind: 'PERSON', name: 'Rasa', userId: 'rasa' })
  const { id: resourceId } = await createResource(ctx, { unitId: unit.id, resource: about })
  return { unitId: unit.id, resourceId, staff: actingAs('STAFF', unit.id) }
}

const week = (weekday: number, opensAt: string, closesAt: string, about: Partial<WeekWindow> = {}): WeekWindow => ({
  weekday,
  opensAt,
  closesAt,
  validFrom: null,
  validTo: null,
  ...about,
})
const closed = (on: string) => newException.parse({ on })

const refused =
  (code: string, ...paths: string[]) =>
  (error: unknown) => {
    assert.ok(error instanceof Problem, String(error))
    assert.equal(error.kind.code, code)
    if (paths.length > 0)
      assert.deepEqual(
        (error.extra.errors as { path: string }[]).map(({ path }) => path),
        paths,
      )
    return true
  }

const latestEvent = async (id: string) =>
  (
    await ctx.db.pool.query(
      `select type, subject_version as version, before, after from events where subject_id = $1 order by seq desc limit 1`,
      [id],
    )
  ).rows[0]

test('a week is replaced at once, is open until midnight if it says so, and is in the catalogue with the next version', async () => {
  const { unitId, resourceId, staff } = await openUnit()
  const first = [
    week(1, '08:00', '12:00'),
    week(1, '13:00', '17:00'),
    week(5, '20:00', '24:00', { validTo: '2027-06-30' }),
  ]
  const set = await setWorkingHours(staff, { resourceId, ifMatch: 1, windows: first.toReversed() })
  assert.deepEqual(set, {
    hours: { resourceId, timeZone: 'Europe/Vilnius', windows: first, rowVersion: 2 },
    appointmentsOutside: [],
  })
  assert.deepEqual(await showWorkingHours(staff, { resourceId }), set.hours)

  const before = await loadCatalogue(ctx.db, unitId)
  assert.deepEqual(before?.resources.get(resourceId)?.weekly.find(({ weekday }) => weekday === 5)?.endsAt, 1440)
  await setWorkingHours(staff, { resourceId, ifMatch: 2, windows: [first[0]!, week(2, '08:00', '12:00')] })
  const after = await loadCatalogue(ctx.db, unitId)
  assert.equal(after?.version, Number(before?.version) + 1)
  assert.deepEqual(after?.resources.get(resourceId)?.weekly.length, 2)
  assert.deepEqual(await latestEvent(resourceId), {
    type: 'resource.hours-changed',
    version: 3,
    before: { windows: first.slice(1) },
    after: { windows: [week(2, '08:00', '12:00')] },
  })
})

test('A2: the same week again changes nothing, and a week read before a change is refused', async () => {
  const { unitId, resourceId, staff } = await openUnit()
  const windows = [week(1, '08:00', '12:00')]
  await setWorkingHours(staff, { resourceId, ifMatch: 1, windows })
  const { version } = (await loadCatalogue(ctx.db, unitId)) ?? {}
  const again = await setWorkingHours(staff, { resourceId, ifMatch: 2, windows })
  assert.equal(again.hours.rowVersion, 2)
  assert.equal((await loadCatalogue(ctx.db, unitId))?.version, version)
  await assert.rejects(setWorkingHours(staff, { resourceId, ifMatch: 1, windows: [] }), refused('stale'))
})

test('a provider sets their own hours and nobody else’s; a stranger finds nothing', async () => {
  const { unitId, resourceId } = await openUnit()
  const own = actingAs('PROVIDER', unitId, 'rasa')
  const colleague = actingAs('PROVIDER', unitId, 'tomas')
  const { unitId: elsewhere } = await openUnit()
  const stranger = actingAs('ADMIN', elsewhere)
  const exception = closed('2027-12-24')

  await setWorkingHours(own, { resourceId, ifMatch: 1, windows: [week(1, '08:00', '12:00')] })
  await addHoursException(own, { of: { resourceId }, exception })
  await removeHoursException(own, { of: { resourceId }, on: '2027-12-24' })
  await assert.rejects(addHoursException(own, { of: { unitId }, exception }), refused('forbidden'))
  assert.deepEqual(await listHoursExceptions(colleague, { of: { unitId }, from: '2027-01-01', to: '2027-12-31' }), [])

  const attempts: ((as: Ctx) => Promise<unknown>)[] = [
    (as) => setWorkingHours(as, { resourceId, ifMatch: undefined, windows: [] }),
    (as) => showWorkingHours(as, { resourceId }),
    (as) => addHoursException(as, { of: { resourceId }, exception }),
    (as) => removeHoursException(as, { of: { resourceId }, on: '2027-12-24' }),
    (as) => listHoursExceptions(as, { of: { resourceId }, from: '2027-01-01', to: '2027-12-31' }),
  ]
  for (const attempt of attempts) {
    await assert.rejects(attempt(colleague), refused('forbidden'))
    await assert.rejects(attempt(stranger), refused('not-found'))
  }
})

test('a date is closed or has other hours, once, for one resource and for the whole unit', async () => {
  const { unitId, resourceId, staff } = await openUnit()
  const short = newException.parse({
    on: '2027-12-31',
    windows: [
      { opensAt: '11:00', closesAt: '24:00' },
      { opensAt: '08:00', closesAt: '10:00' },
    ],
    note: 'Short',
  })
  const holiday = closed('2027-12-25')
  const { exception } = await addHoursException(staff, { of: { resourceId }, exception: short })
  await addHoursException(staff, { of: { unitId }, exception: holiday })
  await addHoursException(staff, { of: { unitId }, exception: short })
  const year = { from: '2027-01-01', to: '2027-12-31' }
  assert.deepEqual(
    exception.windows.map(({ opensAt }) => opensAt),
    ['08:00', '11:00'],
  )
  assert.deepEqual(await listHoursExceptions(staff, { of: { resourceId }, ...year }), [exception])
  assert.deepEqual(await listHoursExceptions(staff, { of: { unitId }, ...year }), [holiday, exception])
  await assert.rejects(addHoursException(staff, { of: { unitId }, exception: holiday }), refused('exception-exists'))

  const read = await loadCatalogue(ctx.db, unitId)
  assert.deepEqual(read?.unitExceptions, [
    { on: '2027-12-25', windows: [] },
    {
      on: '2027-12-31',
      windows: [
        { startsAt: 480, endsAt: 600 },
        { startsAt: 660, endsAt: 1440 },
      ],
    },
  ])
  await removeHoursException(staff, { of: { unitId }, on: '2027-12-25' })
  assert.deepEqual(await latestEvent(unitId), {
    type: 'unit.hours-changed',
    version: 4,
    before: { exception: holiday },
    after: null,
  })
  assert.equal((await loadCatalogue(ctx.db, unitId))?.version, Number(read?.version) + 1)
  await assert.rejects(removeHoursException(staff, { of: { unitId }, on: '2027-12-25' }), refused('not-found'))
  await assert.rejects(removeHoursException(staff, { of: { resourceId }, on: '2027-12-25' }), refused('not-found'))
})

test('of simultaneous exceptions for one date, exactly one is made', async () => {
  const { unitId, staff } = await openUnit()
  const tried = await Promise.allSettled(
    Array.from({ length: 6 }, () => addHoursException(staff, { of: { unitId }, exception: closed('2027-06-24') })),
  )
  assert.equal(tried.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const one of tried) if (one.status === 'rejected') refused('exception-exists')(one.reason)
})

test('a change of hours answers with the appointments it left outside, found in its own transaction', async () => {
  const { unitId, resourceId, staff } = await openUnit()
  const outside = { id: randomUUID(), status: 'CONFIRMED', startsAt: 0 } as AppointmentOutside
  const seen: unknown[] = []
  const find: FindAppointmentsOutside = async (tx, scope) => {
    seen.push([
      scope.unitId,
      scope.resourceId,
      (await loadCatalogue(tx, unitId))?.resources.get(resourceId)?.weekly.length,
    ])
    return [outside]
  }
  const set = await setWorkingHours(staff, { resourceId, ifMatch: 1, windows: [week(1, '08:00', '12:00')] }, find)
  const add = await addHoursException(staff, { of: { unitId }, exception: closed('2027-06-24') }, find)
  const remove = await removeHoursException(staff, { of: { unitId }, on: '2027-06-24' }, find)
  for (const { appointmentsOutside } of [set, add, remove]) assert.deepEqual(appointmentsOutside, [outside])
  assert.deepEqual(seen, [
    [unitId, resourceId, 1],
    [unitId, null, 1],
    [unitId, null, 1],
  ])
})

test('windows that overlap on some date are refused, each at its place; windows that touch are not', () => {
  const wrong: [(DayWindow & Partial<WeekWindow>)[], string[]][] = [
    [[week(1, '09:00', '12:00'), week(1, '11:59', '13:00')], ['windows.1.opensAt']],
    [[week(1, '09:00', '12:00'), week(1, '09:00', '12:00')], ['windows.1.opensAt']],
    [[week(1, '17:00', '09:00')], ['windows.0.closesAt']],
    [[week(1, '24:00', '24:00')], ['windows.0.closesAt']],
    [[week(1, '09:00', '17:00', { validFrom: '2027-02-01', validTo: '2027-01-01' })], ['windows.0.validTo']],
    [
      [week(3, '09:00', '17:00', { validTo: '2027-06-30' }), week(3, '10:00', '18:00', { validFrom: '2027-06-30' })],
      ['windows.1.opensAt'],
    ],
    [[week(3, '09:00', '17:00'), week(3, '10:00', '18:00', { validFrom: '2030-01-01' })], ['windows.1.opensAt']],
    [
      [
        { opensAt: '08:00', closesAt: '12:00' },
        { opensAt: '10:00', closesAt: '11:00' },
      ],
      ['windows.1.opensAt'],
    ],
  ]
  for (const [windows, paths] of wrong) assert.throws(() => checkWindows(windows), refused('malformed', ...paths))
  checkWindows([week(1, '09:00', '12:00'), week(1, '12:00', '13:00'), week(2, '09:00', '12:00')])
  checkWindows([
    week(1, '09:00', '12:00', { validTo: '2027-06-30' }),
    week(1, '09:00', '12:00', { validFrom: '2027-07-01' }),
  ])
})

test('times and dates that no calendar has are refused at the field', () => {
  const pathsOf = (windows: object) =>
    newWorkingHours.safeParse({ windows: [windows] }).error?.issues.map(({ path }) => path.join('.'))
  const good = { weekday: 1, opensAt: '09:00', closesAt: '17:00' }
  assert.equal(pathsOf(good), undefined)
  assert.deepEqual(pathsOf({ ...good, weekday: 0 }), ['windows.0.weekday'])
  assert.deepEqual(pathsOf({ ...good, opensAt: '9:00' }), ['windows.0.opensAt'])
  assert.deepEqual(pathsOf({ ...good, closesAt: '24:01' }), ['windows.0.closesAt'])
  assert.deepEqual(pathsOf({ ...good, validFrom: '2027-02-29' }), ['windows.0.validFrom'])
  assert.deepEqual(pathsOf({ ...good, validTo: '0000-01-01' }), ['windows.0.validTo'])
  assert.deepEqual(newException.safeParse({ on: '2200-01-01' }).error?.issues[0]?.path, ['on'])
})

test('a range of exceptions has an end after its start and at most two years', async () => {
  const { unitId, staff } = await openUnit()
  const list = (from: string, to: string) => listHoursExceptions(staff, { of: { unitId }, from, to })
  await assert.rejects(list('2027-02-01', '2027-01-31'), refused('malformed', 'to'))
  await assert.rejects(list('2027-01-01', '2030-01-01'), refused('malformed', 'to'))
})
