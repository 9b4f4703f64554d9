import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Ctx } from '../../context.ts'
import { toE164 } from '../../lib/phone.ts'
import { anonymous } from '../identity/actor.ts'
import { createDemo } from './create-demo.ts'
import { demoUnits } from './demo.ts'
import { listResources } from './list-resources.ts'
import { listServices } from './list-services.ts'
import { actingAs, openScratch } from './scratch.test.ts'
import { showUnit } from './show-unit.ts'

let ctx: Ctx
let close: () => Promise<void>
before(async () => {
  ;({ ctx, close } = await openScratch())
})
after(() => close())

test('two processes that start at once make one demo, and a later start makes none', async () => {
  const made = await Promise.all([createDemo(ctx), createDemo(ctx)])
  const slugs = demoUnits.map(({ unit }) => unit.slug)
  assert.deepEqual(made.toSorted((a, b) => a.length - b.length), [[], slugs])
  assert.deepEqual(await createDemo(ctx), [])

  const { rows } = await ctx.db.pool.query(`select slug from units order by id`)
  assert.deepEqual(rows.map((row) => row.slug), slugs)
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
  const visitor = ctx.as({ actor: anonymous, channel: 'web', correlationId: 'test' })
  const clinic = await showUnit(visitor, { slug: 'senamiescio-odontologija' })
  assert.equal(clinic.timeZone, 'Europe/Vilnius')
  const { items } = await listServices(visitor, { unitId: clinic.id, limit: 50 })
  assert.deepEqual(
    Object.fromEntries(items.map(({ slug, durations, roles }) => [slug, [durations, roles.map(({ role }) => role)]])),
    {
      patikra: [[30], ['provider', 'room']],
      plombavimas: [[60], ['provider', 'room']],
      vainikelis: [[60, 90], ['provider', 'room']],
    },
  )
})

test('the public sees the names and roles of the people and rooms, and nothing else of them', async () => {
  const visitor = ctx.as({ actor: anonymous, channel: 'web', correlationId: 'test' })
  const { id: unitId } = await showUnit(visitor, { slug: 'hudson-appliance-repair' })
  const seen = await listResources(visitor, { unitId, limit: 50 })
  assert.equal(seen.items.length, 3)
  for (const item of seen.items) assert.deepEqual(Object.keys(item), ['id', 'kind', 'name', 'roles'])
  const inside = await listResources(actingAs(ctx, 'STAFF', unitId), { unitId, limit: 50 })
  for (const item of inside.items) assert.ok('email' in item && 'isActive' in item && 'rowVersion' in item)
})

test('every phone number of the demo is one that a form would take', () => {
  for (const { unit } of demoUnits) if (unit.phone) assert.ok(toE164(unit.phone), unit.phone)
})
