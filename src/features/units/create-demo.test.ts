import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { actingAs as asActor, openWorld, type World } from '../../../test/world.ts'
import type { Ctx } from '../../context.ts'
import type { UnitId } from '../../lib/ids.ts'
import { toE164 } from '../../lib/phone.ts'
import { buildSearch } from '../availability/build-search.ts'
import { findSlots } from '../availability/find-slots.ts'
import { anonymous, type Role } from '../identity/actor.ts'
import { createDemo } from './create-demo.ts'
import { demoUnits } from './demo.ts'
import { listResources } from './list-resources.ts'
import { listServices } from './list-services.ts'
import { loadCatalogue } from './load-catalogue.ts'
import { showUnit } from './show-unit.ts'

let world: World
let ctx: Ctx
before(async () => {
  world = await openWorld()
  ctx = world.ctx
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

test('two processes that start at once make one demo, and a later start makes none', async () => {
  const made = await Promise.all([createDemo(ctx), createDemo(ctx)])
  const slugs = demoUnits.map(({ unit }) => unit.slug)
  assert.deepEqual(
    made.toSorted((a, b) => a.length - b.length),
    [[], slugs],
  )
  assert.deepEqual(await createDemo(ctx), [])

  const { rows } = await ctx.db.pool.query(`select slug from units order by id`)
  assert.deepEqual(
    rows.map((row) => row.slug),
    slugs,
  )
})

test('the demo is made by operations, as Holdfast itself, with an event for every change', async () => {
  const { rows } = await ctx.db.pool.query(`
    select type, count(*)::int as count, min(actor ->> 'kind') as least, max(actor ->> 'kind') as most
      from events group by type order by type`)
  const resources = demoUnits.flatMap((demo) => demo.resources).length
  const services = demoUnits.flatMap((demo) => demo.services).length
  const kinds = { least: 'system', most: 'system' }
  assert.deepEqual(rows, [
    { type: 'resource.created', count: resources, ...kinds },
    { type: 'resource.hours-changed', count: resources + 1, ...kinds },
    { type: 'service.created', count: services, ...kinds },
    { type: 'unit.created', count: demoUnits.length, ...kinds },
    { type: 'unit.hours-changed', count: demoUnits.flatMap((demo) => demo.exceptions).length, ...kinds },
  ])
})

test('D1: the dental clinic offers 30, 60 and 90 minutes, each with a provider and a room', async () => {
  const visitor = asActor(world, anonymous, 'web')
  const clinic = await showUnit(visitor, { slug: 'senamiescio-odontologija' })
  assert.equal(clinic.timeZone, 'Europe/Vilnius')
  const { items } = await listServices(visitor, { unitId: clinic.id, limit: 50 })
  assert.deepEqual(
    Object.fromEntries(items.map(({ slug, durations, roles }) => [slug, [durations, roles.map(({ role }) => role)]])),
    {
      patikra: [[30], ['provider', 'room']],
      plombavimas: [[60], ['provider', 'room']],
      vainikelis: [
        [60, 90],
        ['provider', 'room'],
      ],
    },
  )
})

test('the public sees the names and roles of the people and rooms, and nothing else of them', async () => {
  const visitor = asActor(world, anonymous, 'web')
  const { id: unitId } = await showUnit(visitor, { slug: 'hudson-appliance-repair' })
  const seen = await listResources(visitor, { unitId, limit: 50 })
  assert.equal(seen.items.length, 3)
  for (const item of seen.items) assert.deepEqual(Object.keys(item), ['id', 'kind', 'name', 'roles'])
  const inside = await listResources(actingAs('STAFF', unitId), { unitId, limit: 50 })
  for (const item of inside.items) assert.ok('email' in item && 'isActive' in item && 'rowVersion' in item)
})

test('every phone number of the demo is one that a form would take', () => {
  for (const { unit } of demoUnits) if (unit.phone) assert.ok(toE164(unit.phone), unit.phone)
})

test('C1: every service of the demo can be booked within two weeks, in each of its lengths', async () => {
  const { rows } = await ctx.db.pool.query<{ id: UnitId }>(`select id from units`)
  for (const { id } of rows) {
    const catalogue = (await loadCatalogue(ctx.db, id))!
    const now = Date.UTC(2027, 8, 13)
    const occupancy = {
      now,
      catalogueVersion: 1,
      snapshot: '',
      serverEpoch: 0,
      claims: [],
      overdue: [],
      nextDeadline: Infinity,
    }
    for (const service of catalogue.services.values()) {
      for (const durationMinutes of service.durations) {
        const wish = { service, durationMinutes, from: now, to: now + 14 * 86_400_000 }
        const search = buildSearch(catalogue, wish, occupancy, {
          noticeMinutes: service.noticeToBookMinutes,
          horizonDays: 60,
        })
        assert.ok(findSlots(search).length > 0, `${service.name}, ${durationMinutes} minutes`)
      }
    }
  }
})

test('the demo can be made on any day, also where its year ends or has a leap day', async () => {
  for (const day of ['2027-12-31T12:00:00Z', '2028-01-01T12:00:00Z', '2028-02-29T12:00:00Z']) {
    const another = await openWorld()
    another.setClock(day)
    assert.equal((await createDemo(another.ctx)).length, demoUnits.length)
    const [first] = await another.query('select min(on_date) >= $1::date as ahead from hours_exceptions', [day])
    assert.equal(first?.ahead, true)
    await another.close()
  }
})
