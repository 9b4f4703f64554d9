import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { actingAs as asActor, openWorld, type World } from '../../../test/world.ts'
import type { Ctx } from '../../context.ts'
import type { ResourceId, ServiceId, UnitId } from '../../lib/ids.ts'
import { Problem } from '../../platform/problem.ts'
import type { Role } from '../identity/actor.ts'
import { anonymous } from '../identity/actor.ts'
import { createResource } from './create-resource.ts'
import { createService } from './create-service.ts'
import { createUnit } from './create-unit.ts'
import { listResources } from './list-resources.ts'
import { listServices } from './list-services.ts'
import { listUnits } from './list-units.ts'
import { loadCatalogue } from './load-catalogue.ts'
import { newResource } from './resource.ts'
import { newService, serviceChange } from './service.ts'
import { showResource } from './show-resource.ts'
import { showService } from './show-service.ts'
import { showUnit } from './show-unit.ts'
import { newUnit, unitChange } from './unit.ts'
import { updateResource } from './update-resource.ts'
import { updateService } from './update-service.ts'
import { updateUnit } from './update-unit.ts'

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

const visitor = () => asActor(world, anonymous, 'web')

/** A unit of its own for one test, with its ADMIN. */
async function openUnit(about: Partial<Parameters<typeof newUnit.parse>[0] & object> = {}) {
  const slug = `unit-${randomUUID()}`
  const unit = await createUnit(ctx, newUnit.parse({ slug, name: 'Praxis', timeZone: 'Europe/Vilnius', ...about }))
  return { unit, unitId: unit.id, admin: actingAs('ADMIN', unit.id) }
}

const addPerson = (admin: Ctx, unitId: UnitId, name = 'Rasa') =>
  createResource(admin, { unitId, resource: newResource.parse({ kind: 'PERSON', name }) })

const addService = (admin: Ctx, unitId: UnitId, resourceIds: ResourceId[], about: Record<string, unknown> = {}) =>
  createService(admin, {
    unitId,
    service: newService.parse({
      slug: 'visit',
      name: 'Visit',
      durations: [30],
      roles: [{ role: 'provider', resourceIds }],
      ...about,
    }),
  })

const refused = (code: string, path?: string) => (error: unknown) => {
  assert.ok(error instanceof Problem, String(error))
  assert.equal(error.kind.code, code)
  if (path)
    assert.deepEqual(
      (error.extra.errors as { path: string }[]).map((one) => one.path),
      [path],
    )
  return true
}

async function eventsOf(id: string) {
  const { rows } = await ctx.db.pool.query(
    `select type, subject_version as version, before, after from events where subject_id = $1 order by seq`,
    [id],
  )
  return rows
}

const versionOf = async (unitId: UnitId) => (await loadCatalogue(ctx.db, unitId))?.version

test('a unit is opened by an ADMIN of the installation only', async () => {
  const { unit, unitId, admin } = await openUnit({ timeZone: 'europe/vilnius', phone: '+370 612 34567' })
  assert.equal(unit.timeZone, 'Europe/Vilnius')
  assert.equal(unit.phone, '+37061234567')
  assert.deepEqual(await showUnit(visitor(), { unitId }), unit)
  assert.deepEqual(await showUnit(visitor(), { slug: unit.slug }), unit)
  const another = newUnit.parse({ slug: 'another', name: 'Another', timeZone: 'UTC' })
  await assert.rejects(createUnit(admin, another), refused('forbidden'))
  await assert.rejects(createUnit(visitor(), another), refused('forbidden'))
  await assert.rejects(createUnit(ctx, newUnit.parse({ ...another, slug: unit.slug })), refused('slug-taken', 'slug'))
})

test('A2: a change raises the version by one, and its event shows what changed and nothing else', async () => {
  const { unit, unitId, admin } = await openUnit()
  const changed = await updateUnit(admin, {
    unitId,
    ifMatch: 1,
    change: unitChange.parse({ name: 'New name', locale: unit.locale }),
  })
  assert.deepEqual(changed, { ...unit, name: 'New name', rowVersion: 2 })
  const events = await eventsOf(unitId)
  assert.deepEqual(events.at(-1), {
    type: 'unit.updated',
    version: 2,
    before: { name: 'Praxis' },
    after: { name: 'New name' },
  })

  assert.deepEqual(await updateUnit(admin, { unitId, ifMatch: 2, change: { name: 'New name' } }), changed)
  assert.equal((await eventsOf(unitId)).length, events.length)
  await assert.rejects(updateUnit(admin, { unitId, ifMatch: 1, change: { name: 'Old reader' } }), refused('stale'))
  const { unit: other } = await openUnit()
  await assert.rejects(
    updateUnit(admin, { unitId, ifMatch: undefined, change: { slug: other.slug } }),
    refused('slug-taken', 'slug'),
  )
})

test('A2: of simultaneous changes that read the same version, exactly one is made', async () => {
  const { unitId, admin } = await openUnit()
  const names = Array.from({ length: 8 }, (_, i) => `Name ${i}`)
  const tried = await Promise.allSettled(
    names.map((name) => updateUnit(admin, { unitId, ifMatch: 1, change: { name } })),
  )
  assert.equal(tried.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const one of tried) if (one.status === 'rejected') refused('stale')(one.reason)
})

test('F6: a stranger’s unit is not found, a colleague without the role is refused', async () => {
  const { unitId, admin } = await openUnit()
  const { admin: stranger } = await openUnit()
  const person = await addPerson(admin, unitId)
  const service = await addService(admin, unitId, [person.id])
  const tries: ((as: Ctx) => Promise<unknown>)[] = [
    (as) => updateUnit(as, { unitId, ifMatch: undefined, change: { name: 'X' } }),
    (as) => updateService(as, { serviceId: service.id, ifMatch: undefined, change: { name: 'X' } }),
    (as) => updateResource(as, { resourceId: person.id, ifMatch: undefined, change: { name: 'X' } }),
    (as) => addPerson(as, unitId),
    (as) => addService(as, unitId, []),
  ]
  for (const attempt of tries) {
    await assert.rejects(attempt(stranger), refused('not-found'))
    await assert.rejects(attempt(visitor()), refused('not-found'))
    await assert.rejects(attempt(actingAs('STAFF', unitId)), refused('forbidden'))
  }
  await assert.rejects(showResource(stranger, { resourceId: person.id }), refused('not-found'))
  assert.equal((await showResource(actingAs('PROVIDER', unitId), { resourceId: person.id })).name, 'Rasa')
  assert.deepEqual((await listUnits(stranger, { limit: 50 })).items.map(({ id }) => id).includes(unitId), false)
})

test('what does not exist is not found, whoever asks', async () => {
  const id = randomUUID()
  for (const attempt of [
    () => showUnit(ctx, { unitId: id as UnitId }),
    () => showUnit(ctx, { slug: 'nobody-has-this' }),
    () => showService(ctx, { serviceId: id as ServiceId }),
    () => showResource(ctx, { resourceId: id as ResourceId }),
    () => listServices(ctx, { unitId: id as UnitId, limit: 5 }),
    () => listResources(ctx, { unitId: id as UnitId, limit: 5 }),
    () => updateUnit(ctx, { unitId: id as UnitId, ifMatch: undefined, change: {} }),
    () => addPerson(ctx, id as UnitId),
    () => addService(ctx, id as UnitId, []),
  ])
    await assert.rejects(attempt(), refused('not-found'))
})

test('a service names resources of its own unit only, and the refusal names the place', async () => {
  const { unitId, admin } = await openUnit()
  const { unitId: elsewhere, admin: other } = await openUnit()
  const own = await addPerson(admin, unitId)
  const foreign = await addPerson(other, elsewhere)
  const roles = [
    { role: 'assistant', resourceIds: [own.id] },
    { role: 'provider', resourceIds: [own.id, foreign.id] },
  ]
  await assert.rejects(addService(admin, unitId, [], { roles }), refused('malformed', 'roles.1.resourceIds.1'))
  const service = await addService(admin, unitId, [own.id])
  const change = serviceChange.parse({ roles })
  await assert.rejects(
    updateService(admin, { serviceId: service.id, ifMatch: undefined, change }),
    refused('malformed', 'roles.1.resourceIds.1'),
  )
  assert.deepEqual(await showService(admin, { serviceId: service.id }), service)
})

test('D1: a service changes its durations and roles as a whole, and the catalogue has them at once', async () => {
  const { unitId, admin } = await openUnit()
  const [rasa, tomas, room] = [
    await addPerson(admin, unitId),
    await addPerson(admin, unitId, 'Tomas'),
    await addPerson(admin, unitId, 'Room'),
  ]
  const service = await addService(admin, unitId, [tomas.id, rasa.id], { durations: [90, 30] })
  assert.deepEqual(service.durations, [30, 90])
  assert.deepEqual(await showService(admin, { serviceId: service.id }), service)

  const change = serviceChange.parse({
    durations: [60],
    roles: [
      { role: 'room', resourceIds: [room.id] },
      { role: 'provider', resourceIds: [rasa.id] },
    ],
  })
  const changed = await updateService(admin, { serviceId: service.id, ifMatch: 1, change })
  assert.deepEqual(await showService(admin, { serviceId: service.id }), changed)
  const { before, after } = (await eventsOf(service.id)).at(-1)
  assert.deepEqual(Object.keys(before), Object.keys(after))
  assert.deepEqual(after, change)
  const known = (await loadCatalogue(ctx.db, unitId))?.services.get(service.id)
  assert.deepEqual(known?.durations, [60])
  assert.deepEqual(known?.roles, changed.roles)
  // A duration that was withdrawn comes back without a second row.
  const again = await updateService(admin, { serviceId: service.id, ifMatch: 2, change: { durations: [30, 60] } })
  assert.deepEqual(again.durations, [30, 60])
  await assert.rejects(addService(admin, unitId, []), refused('slug-taken', 'slug'))
  const second = await addService(admin, unitId, [], { slug: 'second' })
  await assert.rejects(
    updateService(admin, { serviceId: second.id, ifMatch: 1, change: { slug: 'visit' } }),
    refused('slug-taken', 'slug'),
  )
})

test('C1: the catalogue’s version rises with every change availability could see, and with no other', async () => {
  const { unitId, admin } = await openUnit()
  const risen = async (change: () => Promise<unknown>) => {
    const old = Number(await versionOf(unitId))
    await change()
    return Number(await versionOf(unitId)) - old
  }
  const rises: number[] = []
  rises.push(await risen(() => updateUnit(admin, { unitId, ifMatch: 1, change: { timeZone: 'Europe/Lisbon' } })))
  const person = await addPerson(admin, unitId)
  rises.push(await risen(() => addPerson(admin, unitId, 'Tomas')))
  const service = await addService(admin, unitId, [person.id])
  rises.push(await risen(() => addService(admin, unitId, [person.id], { slug: 'second' })))
  rises.push(await risen(() => updateService(admin, { serviceId: service.id, ifMatch: 1, change: { capacity: 3 } })))
  rises.push(
    await risen(() => updateResource(admin, { resourceId: person.id, ifMatch: 1, change: { isActive: false } })),
  )
  assert.deepEqual(rises, [1, 1, 1, 1, 1])

  const keeps: number[] = []
  keeps.push(await risen(() => updateUnit(admin, { unitId, ifMatch: 2, change: { phone: '+37061234567' } })))
  keeps.push(
    await risen(() =>
      updateService(admin, { serviceId: service.id, ifMatch: 2, change: { description: 'Told anew' } }),
    ),
  )
  keeps.push(
    await risen(() =>
      updateResource(admin, { resourceId: person.id, ifMatch: 2, change: { email: 'rasa@praxis.example' } }),
    ),
  )
  keeps.push(await risen(() => updateUnit(admin, { unitId, ifMatch: 3, change: {} })))
  assert.deepEqual(keeps, [0, 0, 0, 0])
})

test('the public sees what is on offer, by active resources; those inside see all', async () => {
  const { unitId, admin } = await openUnit()
  const [rasa, gone, idle] = [
    await addPerson(admin, unitId),
    await addPerson(admin, unitId, 'Gone'),
    await addPerson(admin, unitId, 'Idle'),
  ]
  const offered = await addService(admin, unitId, [rasa.id, gone.id])
  const hidden = await addService(admin, unitId, [rasa.id, idle.id], {
    slug: 'hidden',
    name: 'Zz hidden',
    isOffered: false,
  })
  await updateResource(admin, { resourceId: gone.id, ifMatch: 1, change: { isActive: false } })

  const services = await listServices(visitor(), { unitId, limit: 50 })
  assert.deepEqual(services.items, [{ ...offered, roles: [{ role: 'provider', resourceIds: [rasa.id] }] }])
  await assert.rejects(showService(visitor(), { serviceId: hidden.id }), refused('not-found'))
  const resources = await listResources(visitor(), { unitId, limit: 50 })
  const roles = [{ serviceId: offered.id, role: 'provider' }]
  assert.deepEqual(resources.items, [{ id: rasa.id, kind: 'PERSON', name: 'Rasa', roles }])

  const provider = actingAs('PROVIDER', unitId)
  assert.deepEqual((await listServices(provider, { unitId, limit: 50 })).items, [offered, hidden])
  assert.deepEqual(
    (await listResources(provider, { unitId, limit: 50 })).items.map(({ name }) => name),
    ['Gone', 'Idle', 'Rasa'],
  )
  const { actor } = provider
  const keyFor = (scopes: string[]) =>
    ctx.as({ actor: { ...actor, kind: 'api-key', scopes }, channel: 'api', correlationId: 'test' })
  assert.equal((await listResources(keyFor(['appointments:read']), { unitId, limit: 50 })).items.length, 1)
  assert.equal((await listResources(keyFor(['catalogue:read']), { unitId, limit: 50 })).items.length, 3)
})

test('a list is walked page by page, each thing once, however names repeat', async () => {
  const { unitId, admin } = await openUnit()
  const long = 'ž'.repeat(200)
  for (const name of ['Beta', 'Alfa', 'Alfa', long, long]) await addPerson(admin, unitId, name)
  const names: string[] = []
  let cursor: string | null | undefined
  do {
    const page = await listResources(admin, { unitId, limit: 2, ...(cursor && { cursor }) })
    names.push(...page.items.map(({ name }) => name))
    cursor = page.nextCursor
    assert.ok(cursor === null || cursor.length <= 400)
  } while (cursor !== null)
  assert.deepEqual(names, ['Alfa', 'Alfa', 'Beta', long, long])
  for (const made of [
    'x',
    Buffer.from('["\\u0000"]').toString('base64url'),
    Buffer.from('[1]').toString('base64url'),
  ]) {
    await assert.rejects(listResources(admin, { unitId, limit: 2, cursor: made }), refused('malformed'))
  }
})

test('a room is nobody’s user, and a resource keeps the zone of its unit unless it says another', async () => {
  const { unitId, admin } = await openUnit({ timeZone: 'Australia/Lord_Howe' })
  const room = await createResource(admin, { unitId, resource: newResource.parse({ kind: 'ROOM', name: 'Room' }) })
  assert.equal(room.timeZone, 'Australia/Lord_Howe')
  const asUser = { resourceId: room.id, ifMatch: 1, change: { userId: 'user-1' } }
  await assert.rejects(updateResource(admin, asUser), refused('malformed', 'userId'))
  const wrong = newResource.parse({ kind: 'ROOM', name: 'Room', userId: 'user-1' })
  await assert.rejects(createResource(admin, { unitId, resource: wrong }), refused('malformed', 'userId'))
  const nobodys = newResource.parse({ kind: 'PERSON', name: 'Rasa', userId: 'nobody' })
  await assert.rejects(createResource(admin, { unitId, resource: nobodys }), refused('malformed', 'userId'))
  const away = await updateResource(admin, {
    resourceId: room.id,
    ifMatch: 1,
    change: { timeZone: 'america/new_york' },
  })
  assert.equal(away.timeZone, 'America/New_York')
})

test('bad input is refused at the field, before anything is written', () => {
  const good = { slug: 'visit', name: 'Visit', durations: [30], roles: [{ role: 'provider', resourceIds: [] }] }
  const faults: [Record<string, unknown>, string][] = [
    [{ capacity: -1 }, 'capacity'],
    [{ capacity: 1.5 }, 'capacity'],
    [{ durations: [45] }, 'durations.0'],
    [{ durations: [30, 30] }, 'durations'],
    [{ durations: [] }, 'durations'],
    [{ roles: [] }, 'roles'],
    [{ roles: [{ role: 'Provider', resourceIds: [] }] }, 'roles.0.role'],
    [{ roles: [{ role: 'provider', resourceIds: ['1; drop table units'] }] }, 'roles.0.resourceIds.0'],
    [
      {
        roles: [
          { role: 'a', resourceIds: [] },
          { role: 'a', resourceIds: [] },
        ],
      },
      'roles',
    ],
    [{ slotStepMinutes: 0 }, 'slotStepMinutes'],
    [{ horizonDays: 3650 }, 'horizonDays'],
    [{ holdSeconds: 86_400 }, 'holdSeconds'],
    [{ name: ' ' }, 'name'],
    [{ name: 'nul\0' }, 'name'],
    [{ needsApproval: 'yes' }, 'needsApproval'],
    [{ surprise: true }, ''],
  ]
  const pathsOf = (result: { error?: { issues: { path: PropertyKey[] }[] } }) =>
    result.error?.issues.map(({ path }) => path.join('.'))
  assert.ok(newService.safeParse(good).success)
  for (const [fault, path] of faults) assert.deepEqual(pathsOf(newService.safeParse({ ...good, ...fault })), [path])

  const unit = { slug: 'unit', name: 'Unit', timeZone: 'Europe/Vilnius' }
  for (const [fault, path] of [
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ timeZone: '+02:00' }, 'timeZone'],
    [{ phone: 'call me' }, 'phone'],
    [{ email: 'nobody' }, 'email'],
    [{ slug: 'Not A Slug' }, 'slug'],
    [{ locale: 'de' }, 'locale'],
  ] as const)
    assert.deepEqual(pathsOf(newUnit.safeParse({ ...unit, ...fault })), [path])
})

test('SQL in a name is a name', async () => {
  const name = `Robert'); drop table units;--`
  const { unit, unitId } = await openUnit({ name })
  assert.equal((await showUnit(visitor(), { unitId })).name, name)
  assert.equal(unit.name, name)
})
