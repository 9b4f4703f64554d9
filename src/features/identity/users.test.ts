import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld, type World } from '../../../test/world.ts'
import type { UnitId } from '../../lib/ids.ts'
import { createUnit } from '../units/create-unit.ts'
import { newUnit } from '../units/unit.ts'
import type { Membership } from './actor.ts'
import { createApiKey } from './create-api-key.ts'
import { createUser } from './create-user.ts'
import { scopeNames } from './scope.ts'
import { type SeededStaff, seedStaff } from './seed-staff.ts'

const main = await openWorld()
const { ctx, server, query } = main
after(main.close)
const addUnit = async (world: World, slug: string) =>
  (await createUnit(world.ctx, newUnit.parse({ slug, name: slug, timeZone: 'Europe/Vilnius', locale: 'en' }))).id
const [here, there] = [await addUnit(main, 'here'), await addUnit(main, 'there')]
const addClient = { method: 'POST', url: `/api/v1/units/${here}/clients`, payload: { name: 'Jonas' } } as const
const is = (role: Membership['role'], unitId: UnitId | null): Membership => ({ unitId, role })
const root = await seedStaff(ctx, { memberships: [is('ADMIN', null)] })
const admin = await seedStaff(ctx, { memberships: [is('ADMIN', here)] })

type By = Pick<SeededStaff, 'cookie'> | { key: string } | undefined
type Call = {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  url: string
  payload?: object
  headers?: Record<string, string>
}

async function ask(by: By, { method = 'GET', url, payload, headers = {} }: Call) {
  const who: Record<string, string> = !by ? {} : 'key' in by ? { 'x-api-key': by.key } : { cookie: by.cookie }
  const answer = await server.inject({
    method,
    url,
    headers: { host: 'book.test', origin: 'http://book.test', ...who, ...headers },
    ...(payload && { payload }),
  })
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json(), headers: answer.headers }
}
const patch = (by: By, id: string, payload: object, version = '*') =>
  ask(by, { method: 'PATCH', url: `/api/v1/users/${id}`, payload, headers: { 'if-match': version } })
const add = (by: By, payload: object) => ask(by, { method: 'POST', url: '/api/v1/users', payload })
let added = 0
const newcomer = (memberships: Membership[]) => ({
  name: 'Newcomer',
  email: `newcomer-${added++}@holdfast.localhost`,
  memberships,
})

test('an endpoint of a unit is 404 to a stranger, 403 to a colleague of another role, 401 to nobody', async () => {
  const stranger = await seedStaff(ctx, { memberships: [is('STAFF', there)] })
  const provider = await seedStaff(ctx, { memberships: [is('PROVIDER', here), is('STAFF', there)] })
  const onlyProvider = await seedStaff(ctx, { memberships: [is('PROVIDER', here)] })
  const nothing = await seedStaff(ctx, { memberships: [] })
  const answers = await Promise.all(
    [stranger, provider, onlyProvider, nothing, undefined, admin, root].map((by) => ask(by, addClient)),
  )
  assert.deepEqual(
    answers.map(({ status }) => status),
    [404, 403, 403, 403, 401, 201, 201],
  )
})

test('an ADMIN adds somebody, who appears in the list and can sign in', async () => {
  const person = newcomer([is('STAFF', here)])
  const { status, body, headers } = await add(admin, person)
  assert.equal(status, 201)
  assert.equal(headers.location, `/api/v1/users/${body.user.id}`)
  assert.deepEqual(
    [body.user.memberships, body.user.mustChangePassword, body.user.isActive],
    [person.memberships, true, true],
  )
  const signedIn = await ask(undefined, {
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email: person.email, password: body.oneTimePassword },
  })
  assert.equal(signedIn.status, 200)
  const list = await ask(admin, { url: `/api/v1/users?unitId=${here}&limit=200` })
  assert.ok(list.body.items.some((user: { id: string }) => user.id === body.user.id))
  assert.doesNotMatch(JSON.stringify(list.body), /password"/)
  const again = await add(admin, { ...person, email: person.email.toUpperCase() })
  assert.deepEqual([again.status, again.body.code], [409, 'email-taken'])
})

test('nobody gives a role they cannot give', async () => {
  const staff = await seedStaff(ctx, { memberships: [is('STAFF', here)] })
  assert.equal((await add(staff, newcomer([is('STAFF', here)]))).status, 403)
  assert.equal((await add(admin, newcomer([is('STAFF', there)]))).status, 404)
  assert.equal((await add(admin, newcomer([is('STAFF', here), is('STAFF', null)]))).status, 403)
  assert.equal((await patch(admin, admin.user.id, { memberships: [is('ADMIN', here), is('ADMIN', null)] })).status, 403)
  assert.equal((await add(root, newcomer([is('STAFF', null)]))).status, 201)
  const nowhere = await add(root, newcomer([is('STAFF', '01890000-0000-7000-8000-000000000000' as UnitId)]))
  assert.deepEqual([nowhere.status, nowhere.body.errors[0].path], [400, 'memberships'])
})

test('an ADMIN of a unit sees and changes that unit’s staff only', async () => {
  const stranger = await seedStaff(ctx, { memberships: [is('STAFF', there)] })
  const both = await seedStaff(ctx, { memberships: [is('STAFF', here), is('STAFF', there)] })
  assert.equal((await patch(admin, stranger.user.id, { name: 'X' })).status, 404)
  assert.equal((await patch(admin, root.user.id, { name: 'X' })).status, 404)
  assert.equal((await ask(admin, { url: `/api/v1/users?unitId=${there}` })).status, 404)

  const { items } = (await ask(admin, { url: '/api/v1/users?limit=200' })).body
  assert.ok(
    items.every((user: { memberships: Membership[] }) => user.memberships.every(({ unitId }) => unitId === here)),
  )
  assert.equal(
    items.some((user: { id: string }) => [stranger.user.id, root.user.id].includes(user.id as never)),
    false,
  )

  for (const change of [{ name: 'X' }, { isActive: false }, { mayOverbook: true }]) {
    assert.equal((await patch(admin, both.user.id, change)).status, 403)
  }
  const reset = { method: 'POST', url: `/api/v1/users/${both.user.id}/reset-password` } as const
  assert.equal((await ask(admin, reset)).status, 403)
  const moved = await patch(admin, both.user.id, { memberships: [is('PROVIDER', here)] })
  assert.deepEqual(moved.body.memberships, [is('PROVIDER', here)])
  const seen = (await ask(both, { url: '/api/v1/me' })).body.memberships as Membership[]
  assert.deepEqual(seen.map(({ role, unitId }) => `${role} ${unitId === here ? 'here' : 'there'}`).sort(), [
    'PROVIDER here',
    'STAFF there',
  ])
})

test('a change takes the version read, and one that changes nothing is none', async () => {
  const { user } = await seedStaff(ctx, { memberships: [is('STAFF', here)] })
  const bare = await ask(admin, { method: 'PATCH', url: `/api/v1/users/${user.id}`, payload: { name: 'N' } })
  assert.equal(bare.status, 428)
  const first = await patch(admin, user.id, { name: 'Named anew' }, '"1"')
  assert.deepEqual([first.status, first.headers.etag, first.body.name], [200, '"2"', 'Named anew'])
  assert.equal((await patch(admin, user.id, { name: 'Other' }, '"1"')).status, 412)
  assert.equal((await patch(admin, user.id, { name: 'Named anew' }, '"2"')).headers.etag, '"2"')
  const events = await query(
    `select type, unit_id, before->>'name' as was, after->>'name' as is from events where subject_id = $1 and subject_version > 1`,
    [user.id],
  )
  assert.deepEqual(events, [{ type: 'user.updated', unit_id: here, was: 'Ona Staff', is: 'Named anew' }])
})

test('who is deactivated is out at once, and can come back by signing in', async () => {
  const person = await seedStaff(ctx, { memberships: [is('STAFF', here)] })
  const me = { url: '/api/v1/me' }
  assert.equal((await ask(person, me)).status, 200)
  assert.equal((await patch(admin, person.user.id, { isActive: false })).status, 200)
  assert.equal((await ask(person, me)).status, 401)
  assert.equal((await patch(admin, person.user.id, { isActive: true })).status, 200)
  assert.equal((await ask(person, me)).status, 401)
  const payload = { email: person.user.email, password: person.password }
  assert.equal((await ask(undefined, { method: 'POST', url: '/api/auth/sign-in/email', payload })).status, 200)
  const types = await query('select type from events where subject_id = $1 order by seq', [person.user.id])
  assert.deepEqual(
    types.map(({ type }) => type),
    ['user.created', 'user.deactivated', 'user.reactivated'],
  )
})

test('a role taken away is gone with the next request', async () => {
  const person = await seedStaff(ctx, { memberships: [is('STAFF', here)] })
  assert.equal((await ask(person, addClient)).status, 201)
  assert.equal((await patch(admin, person.user.id, { memberships: [] })).status, 200)
  assert.equal((await ask(person, addClient)).status, 403)
})

test('the last ADMIN of the installation stays, also when two give it up at once', async () => {
  const world = await openWorld()
  try {
    const admins = await Promise.all([0, 1].map(() => seedStaff(world.ctx, { memberships: [is('ADMIN', null)] })))
    await seedStaff(world.ctx, { memberships: [is('ADMIN', await addUnit(world, 'somewhere')), is('STAFF', null)] })
    const giveUp = ({ cookie, user }: SeededStaff, payload: object) =>
      world.server.inject({
        method: 'PATCH',
        url: `/api/v1/users/${user.id}`,
        headers: { cookie, 'if-match': '*', 'sec-fetch-site': 'same-origin' },
        payload,
      })
    const answers = await Promise.all(admins.map((one) => giveUp(one, { memberships: [is('STAFF', null)] })))
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [200, 409])
    const last = admins[answers.findIndex(({ statusCode }) => statusCode === 409)]
    const refused = await giveUp(last as SeededStaff, { isActive: false })
    assert.deepEqual([refused.statusCode, refused.json().code], [409, 'last-admin'])
  } finally {
    await world.close()
  }
})

test('a reset gives a one-time password and ends the sessions', async () => {
  const person = await seedStaff(ctx, { memberships: [is('STAFF', here)] })
  const { status, body } = await ask(admin, { method: 'POST', url: `/api/v1/users/${person.user.id}/reset-password` })
  assert.equal(status, 200)
  assert.equal((await ask(person, { url: '/api/v1/me' })).status, 401)
  const enter = (password: string) =>
    ask(undefined, { method: 'POST', url: '/api/auth/sign-in/email', payload: { email: person.user.email, password } })
  assert.equal((await enter(person.password)).status, 401)
  assert.equal((await enter(body.oneTimePassword)).body.user.mustChangePassword, true)
})

test('an API key changes people only if it may do everything', async () => {
  const limited = await createApiKey(ctx, {
    name: 'limited',
    role: 'ADMIN',
    unitIds: [here],
    scopes: ['users:write', 'audit:read'],
  })
  const full = await createApiKey(ctx, { name: 'full', role: 'ADMIN', unitIds: [here], scopes: scopeNames })
  assert.equal((await ask(limited, { url: '/api/v1/users' })).status, 200)
  assert.equal((await add(limited, newcomer([is('STAFF', here)]))).status, 403)
  assert.equal((await patch(limited, admin.user.id, { name: 'X' })).status, 403)
  assert.equal((await add(full, newcomer([is('STAFF', here)]))).status, 201)
  assert.equal((await add(full, newcomer([is('STAFF', null)]))).status, 403)
  const change = { currentPassword: 'whatever it is', newPassword: 'whatever it becomes' }
  assert.equal((await ask(full, { method: 'POST', url: '/api/auth/change-password', payload: change })).status, 403)
})

test('the list goes on where the page before ended', async () => {
  const world = await openWorld()
  try {
    const users = [await seedStaff(world.ctx, { memberships: [is('ADMIN', null)] })]
    for (let i = 0; i < 4; i++) users.push(await seedStaff(world.ctx, { memberships: [] }))
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const url: string = `/api/v1/users?limit=2${cursor && `&cursor=${cursor}`}`
      const page: { items: { id: string }[]; nextCursor: string | null } = (
        await world.server.inject({ url, headers: { cookie: users[0]?.cookie ?? '' } })
      ).json()
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    assert.deepEqual(
      seen,
      users.map(({ user }) => user.id),
    )
    const broken = await world.server.inject({
      url: '/api/v1/users?cursor=nonsense',
      headers: { cookie: users[0]?.cookie ?? '' },
    })
    assert.equal(broken.statusCode, 400)
  } finally {
    await world.close()
  }
})

test('bad input is refused by field', async () => {
  const paths = async (payload: object) =>
    (await add(admin, payload)).body.errors.map((error: { path: string }) => error.path)
  assert.deepEqual(await paths({ ...newcomer([]), name: 'a\u0000b' }), ['name', 'memberships'])
  assert.deepEqual(await paths({ ...newcomer([is('STAFF', here)]), email: 'no address', extra: true }), [
    'email',
    'extra',
  ])
  assert.deepEqual(await paths(newcomer([{ unitId: 'x' as UnitId, role: 'BOSS' as 'ADMIN' }])), [
    'memberships.0.unitId',
    'memberships.0.role',
  ])
  const sql = await add(admin, { ...newcomer([is('STAFF', here)]), name: `Robert'); drop table users;--` })
  assert.equal(sql.status, 201)
})

test('a person may be created by the command line, which is Holdfast itself', async () => {
  const { user } = await createUser(ctx, newcomer([is('PROVIDER', here)]))
  await query(
    'insert into resources (id, unit_id, kind, name, time_zone, user_id) values (gen_random_uuid(), $1, $2, $3, $4, $5)',
    [here, 'PERSON', 'Provider', 'Europe/Vilnius', user.id],
  )
  await assert.rejects(query(`update resources set user_id = 'nobody' where user_id = $1`, [user.id]), {
    constraint: 'resource_user_exists',
  })
})
