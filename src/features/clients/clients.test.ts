import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { actingAs as asActor, openWorld, type World } from '../../../test/world.ts'
import type { Ctx } from '../../context.ts'
import type { ClientId, UnitId } from '../../lib/ids.ts'
import { Problem } from '../../platform/problem.ts'
import type { Role } from '../identity/actor.ts'
import { createUnit } from '../units/create-unit.ts'
import { newUnit } from '../units/unit.ts'
import { clientChange, maskPersonal, newClient, readSearch } from './client.ts'
import { createClient } from './create-client.ts'
import { type BookingClient, findOrCreateClient } from './find-or-create-client.ts'
import { listClients } from './list-clients.ts'
import { showClient } from './show-client.ts'
import { updateClient } from './update-client.ts'

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

async function openUnit() {
  const unit = await createUnit(
    ctx,
    newUnit.parse({ slug: `unit-${randomUUID()}`, name: 'Praxis', timeZone: 'Europe/Vilnius' }),
  )
  const staff = actingAs('STAFF', unit.id)
  const add = (about: Record<string, unknown>) =>
    createClient(staff, { unitId: unit.id, client: newClient.parse(about) })
  return { unitId: unit.id, staff, add }
}

const book = (client: BookingClient) => ctx.transaction((tx) => findOrCreateClient(tx, client))

const refused =
  (code: string, extra: Record<string, unknown> = {}) =>
  (error: unknown) => {
    assert.ok(error instanceof Problem, String(error))
    assert.equal(error.kind.code, code)
    for (const [name, value] of Object.entries(extra)) assert.deepEqual(error.extra[name], value)
    return true
  }

async function eventsOf(id: string) {
  const sql = `select type, subject_version as version, before, after from events where subject_id = $1 order by seq`
  return (await ctx.db.pool.query(sql, [id])).rows
}

test('A4: a phone is one client of a unit; the refusal says who has it', async () => {
  const { unitId, staff, add } = await openUnit()
  const { unitId: elsewhere } = await openUnit()
  const rasa = await add({ name: 'Rasa', phone: '+370 612 00001' })
  assert.equal(rasa.phone, '+37061200001')
  await assert.rejects(add({ name: 'Other', phone: '+37061200001' }), refused('client-exists', { clientId: rasa.id }))
  const other = await add({ name: 'Other' })
  const change = clientChange.parse({ phone: '+37061200001' })
  await assert.rejects(
    updateClient(staff, { clientId: other.id, ifMatch: 1, change }),
    refused('client-exists', { clientId: rasa.id }),
  )
  const there = await createClient(actingAs('STAFF', elsewhere), {
    unitId: elsewhere,
    client: newClient.parse({ name: 'Rasa', phone: '+37061200001' }),
  })
  assert.notEqual(there.id, rasa.id)
  assert.deepEqual(await showClient(staff, { clientId: rasa.id }), rasa)
  assert.equal((await listClients(staff, { unitId, limit: 50 })).items.length, 2)
})

test('A2: a change of a client raises its version and tells the audit what changed, not the person', async () => {
  const { staff, add } = await openUnit()
  const { id } = await add({ name: 'Rasa Petrauskienė', phone: '+37061200001', notes: 'Afraid of needles' })
  const change = clientChange.parse({
    phone: '+370 612 00002',
    email: 'rasa@home.example',
    notes: '',
    timeZone: 'Europe/Lisbon',
  })
  const changed = await updateClient(staff, { clientId: id, ifMatch: 1, change })
  assert.deepEqual(await showClient(staff, { clientId: id }), { ...changed, rowVersion: 2 })
  assert.deepEqual(await updateClient(staff, { clientId: id, ifMatch: 2, change }), changed)
  await assert.rejects(updateClient(staff, { clientId: id, ifMatch: 1, change: { name: 'X' } }), refused('stale'))
  const events = await eventsOf(id)
  assert.deepEqual(
    events.map(({ type, version }) => [type, version]),
    [
      ['client.created', 1],
      ['client.updated', 2],
    ],
  )
  assert.deepEqual(events[1].before, { phone: '…01', email: null, notes: '…', timeZone: null })
  assert.deepEqual(events[1].after, { phone: '…02', email: '…@home.example', notes: '', timeZone: 'Europe/Lisbon' })
  const told = JSON.stringify(events)
  for (const personal of ['Rasa', '612', 'needles', 'rasa@']) assert.ok(!told.includes(personal), personal)
})

test('F6: a provider reads clients and changes none; a stranger finds none', async () => {
  const { unitId, add } = await openUnit()
  const { unitId: elsewhere } = await openUnit()
  const { id: clientId } = await add({ name: 'Rasa' })
  const provider = actingAs('PROVIDER', unitId)
  assert.equal((await listClients(provider, { unitId, limit: 5 })).items.length, 1)
  assert.equal((await showClient(provider, { clientId })).name, 'Rasa')
  const client = newClient.parse({ name: 'X' })
  await assert.rejects(createClient(provider, { unitId, client }), refused('forbidden'))
  await assert.rejects(updateClient(provider, { clientId, ifMatch: 1, change: { name: 'X' } }), refused('forbidden'))
  const stranger = actingAs('ADMIN', elsewhere)
  await assert.rejects(createClient(stranger, { unitId, client }), refused('not-found'))
  await assert.rejects(updateClient(stranger, { clientId, ifMatch: 1, change: {} }), refused('not-found'))
  await assert.rejects(showClient(stranger, { clientId }), refused('not-found'))
  await assert.rejects(listClients(stranger, { unitId, limit: 5 }), refused('not-found'))
  const nobody = randomUUID()
  await assert.rejects(showClient(ctx, { clientId: nobody as ClientId }), refused('not-found'))
  await assert.rejects(listClients(ctx, { unitId: nobody as UnitId, limit: 5 }), refused('not-found'))
  await assert.rejects(createClient(ctx, { unitId: nobody as UnitId, client }), refused('not-found'))
})

test('a client is found by a part of the name or of the phone, and a search cannot be a pattern', async () => {
  const { unitId, staff, add } = await openUnit()
  await add({ name: 'Žydrė Šimkutė', phone: '+37061200001' })
  await add({ name: 'Ana 100% Silva', phone: '+351912345678' })
  await add({ name: "Robert'); drop table clients;--" })
  const found = async (search: string) =>
    (await listClients(staff, { unitId, search, limit: 50 })).items.map(({ name }) => name.slice(0, 3))
  assert.deepEqual(await found('šim'), ['Žyd'])
  assert.deepEqual(await found('ana'), ['Ana'])
  assert.deepEqual(await found('0%'), ['Ana'])
  assert.deepEqual(await found('%'), ['Ana'])
  assert.deepEqual(await found('_'), [])
  assert.deepEqual(await found('0612 000'), ['Žyd'])
  assert.deepEqual(await found('+351 912'), ['Ana'])
  assert.deepEqual(await found('345'), ['Ana'])
  assert.deepEqual(await found("'); drop"), ['Rob'])
  const first = await listClients(staff, { unitId, limit: 2 })
  const second = await listClients(staff, { unitId, limit: 2, cursor: first.nextCursor ?? undefined })
  assert.deepEqual([...first.items, ...second.items].map(({ name }) => name.slice(0, 3)).toSorted(), [
    'Ana',
    'Rob',
    'Žyd',
  ])
  assert.equal(second.nextCursor, null)
})

test('A4: a booking finds its client by phone, fills what is empty and never overwrites', async () => {
  const { unitId, staff, add } = await openUnit()
  const rasa = await add({ name: 'Rasa Petrauskienė', phone: '+37061200001' })
  const typed = await book({ unitId, name: 'R.', phone: '+37061200001', email: 'thief@away.example' })
  assert.deepEqual([typed.id, typed.email], [rasa.id, null])
  const first = await book({
    unitId,
    name: 'R.',
    phone: '+37061200001',
    email: 'rasa@home.example',
    locale: 'lt',
    isVouchedFor: true,
  })
  assert.deepEqual([first.id, first.name, first.email], [rasa.id, 'Rasa Petrauskienė', 'rasa@home.example'])
  const second = await book({ unitId, name: 'Thief', phone: '+37061200001', email: 'thief@away.example', locale: 'en' })
  assert.deepEqual(
    [second.id, second.name, second.email, second.locale],
    [rasa.id, 'Rasa Petrauskienė', 'rasa@home.example', 'lt'],
  )
  assert.deepEqual(await showClient(staff, { clientId: rasa.id }), {
    ...rasa,
    email: 'rasa@home.example',
    locale: 'lt',
    rowVersion: 2,
  })
  const events = await eventsOf(rasa.id)
  assert.deepEqual(events.slice(1), [
    {
      type: 'client.updated',
      version: 2,
      before: { email: null, locale: null },
      after: { email: '…@home.example', locale: 'lt' },
    },
  ])
})

test('a booking without a phone finds its client by e-mail address, in any letter case', async () => {
  const { unitId } = await openUnit()
  const made = await book({ unitId, name: 'Ana', email: 'Ana@Home.example' })
  const again = await book({ unitId, name: 'Ana', email: 'ana@home.example', timeZone: 'Europe/Lisbon' })
  assert.deepEqual([again.id, again.email, again.timeZone], [made.id, 'Ana@Home.example', 'Europe/Lisbon'])
  // Somebody else with a phone of their own is not her, whatever address they give.
  const other = await book({ unitId, name: 'Rui', phone: '+351912345678', email: 'ana@home.example' })
  assert.notEqual(other.id, made.id)
  const [one, two] = [await book({ unitId, name: 'Walk-in' }), await book({ unitId, name: 'Walk-in' })]
  assert.notEqual(one.id, two.id)
})

test('A4, A8: of many simultaneous first bookings of one person, one client comes', async () => {
  const { unitId, staff } = await openUnit()
  const byPhone = await Promise.all(
    Array.from({ length: 12 }, (_, i) => book({ unitId, name: `Rasa ${i}`, phone: '+37061200001' })),
  )
  const byEmail = await Promise.all(
    Array.from({ length: 12 }, (_, i) => book({ unitId, name: `Ana ${i}`, email: 'ana@home.example' })),
  )
  const filling = await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      book({ unitId, name: 'Rasa', phone: '+37061200001', email: `rasa${i}@home.example`, isVouchedFor: true }),
    ),
  )
  for (const all of [byPhone, byEmail, filling]) {
    assert.equal(new Set(all.map(({ id }) => id)).size, 1)
    assert.equal(new Set(all.map(({ email }) => email)).size, 1)
  }
  assert.equal((await listClients(staff, { unitId, limit: 50 })).items.length, 2)
  assert.deepEqual(
    (await eventsOf(byPhone[0]!.id)).map(({ type }) => type),
    ['client.created', 'client.updated'],
  )
})

test('a client who is known and complete costs one statement and no write', async () => {
  const { unitId, add } = await openUnit()
  const rasa = await add({
    name: 'Rasa',
    phone: '+37061200001',
    email: 'rasa@home.example',
    locale: 'lt',
    timeZone: 'Europe/Vilnius',
  })
  const found = await ctx.transaction(async (tx) => {
    const statements: string[] = []
    const counting = Object.create(tx, {
      run: {
        value: (...[what, ...values]: Parameters<typeof tx.run>) => {
          statements.push(what.name)
          return tx.run(what, ...values)
        },
      },
    })
    const client = await findOrCreateClient(counting, {
      unitId,
      name: 'R',
      phone: '+37061200001',
      email: 'new@home.example',
      locale: 'en',
    })
    const { rows } = await ctx.db.pool.query(`select xmax::text as locked_by from clients where id = $1`, [rasa.id])
    return { client, statements, lockedBy: rows[0].locked_by }
  })
  assert.deepEqual(found.statements, ['clients-find-or-create-by-phone'])
  assert.equal(found.lockedBy, '0')
  assert.equal(found.client.id, rasa.id)
})

test('what an event says of a person is enough to recognise a change by and no more', () => {
  const said = maskPersonal({
    name: 'Rasa',
    phone: '+37061200001',
    email: 'r@x.example',
    notes: '',
    locale: 'lt',
    timeZone: null,
  })
  assert.deepEqual(said, { name: '…', phone: '…01', email: '…@x.example', notes: '', locale: 'lt', timeZone: null })
})

test('a search of digits is a phone, however it is written; anything else is a name', () => {
  assert.deepEqual(readSearch('0612 34-567'), { digits: '61234567' })
  assert.deepEqual(readSearch('00370 (612)'), { digits: '370612' })
  assert.deepEqual(readSearch('+351 912'), { digits: '351912' })
  assert.deepEqual(readSearch('000'), { digits: '000' })
  assert.deepEqual(readSearch('12'), { name: '12' })
  assert.deepEqual(readSearch('Ana 123'), { name: 'Ana 123' })
})
