import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { createUnit } from '../units/create-unit.ts'
import { newUnit } from '../units/unit.ts'
import { createApiKey } from './create-api-key.ts'
import { hashOfKey } from './credential.ts'
import { seedStaff } from './seed-staff.ts'

const { ctx, server, query, close } = await openWorld()
after(close)
const addUnit = async (slug: string) =>
  (await createUnit(ctx, newUnit.parse({ slug, name: slug, timeZone: 'Europe/Vilnius', locale: 'en' }))).id
const [here, there] = [await addUnit('here'), await addUnit('there')]
const root = await seedStaff(ctx, { memberships: [{ unitId: null, role: 'ADMIN' }] })
const admin = await seedStaff(ctx, { memberships: [{ unitId: here, role: 'ADMIN' }] })
const staffKey = { name: 'Front desk', role: 'STAFF', unitIds: [here], scopes: ['clients:write'] } as const

const asPerson = ({ cookie }: { cookie: string }) => ({ cookie, 'sec-fetch-site': 'same-origin' })
const look = (headers: Record<string, string>, unit: string = here) =>
  server.inject({ method: 'POST', url: `/api/v1/units/${unit}/clients`, headers, payload: { name: 'Jonas' } })
const make = (by: { cookie: string }, payload: object) =>
  server.inject({ method: 'POST', url: '/api/v1/api-keys', headers: asPerson(by), payload })
const revoke = (by: { cookie: string }, id: string) =>
  server.inject({ method: 'DELETE', url: `/api/v1/api-keys/${id}`, headers: asPerson(by) })

test('a key is shown once, works by either header, and only its hash is kept', async () => {
  const made = await make(admin, staffKey)
  assert.equal(made.statusCode, 201)
  const { key, apiKey } = made.json()
  assert.match(key, /^hf_[A-Za-z0-9_-]{43}$/)
  assert.equal(apiKey.hint, key.slice(0, 8))
  assert.equal((await look({ authorization: `Bearer ${key}` })).statusCode, 201)
  assert.equal((await look({ 'x-api-key': key })).statusCode, 201)
  const [row] = await query('select * from api_keys where id = $1', [apiKey.id])
  assert.deepEqual(row?.key_hash, hashOfKey(key))
  const list = await server.inject({ url: `/api/v1/api-keys?unitId=${here}`, headers: { cookie: admin.cookie } })
  assert.equal(list.json().items.length, 1)
  assert.equal(list.body.includes(key), false)
  const me = await server.inject({ url: '/api/v1/me', headers: { 'x-api-key': key } })
  assert.deepEqual(me.json(), {
    kind: 'api-key',
    id: apiKey.id,
    name: 'Front desk',
    email: null,
    memberships: [{ unitId: here, role: 'STAFF' }],
    scopes: ['clients:write'],
    mayOverbook: false,
  })
})

test('a key works in its units, by its role and its scopes', async () => {
  const { key } = await createApiKey(ctx, staffKey)
  assert.equal((await look({ 'x-api-key': key }, there)).statusCode, 404)
  const unscoped = await createApiKey(ctx, { ...staffKey, scopes: ['clients:read'] })
  assert.equal((await look({ 'x-api-key': unscoped.key })).statusCode, 403)
  const provider = await createApiKey(ctx, { ...staffKey, role: 'PROVIDER' })
  assert.equal((await look({ 'x-api-key': provider.key })).statusCode, 403)
  const everywhere = await createApiKey(ctx, { ...staffKey, unitIds: null })
  assert.equal((await look({ 'x-api-key': everywhere.key }, there)).statusCode, 201)
})

test('a revoked key is refused from the next request on', async () => {
  const { key, apiKey } = await createApiKey(ctx, staffKey)
  assert.equal((await look({ 'x-api-key': key })).statusCode, 201)
  assert.equal((await revoke(admin, apiKey.id)).statusCode, 204)
  const refused = await look({ 'x-api-key': key })
  assert.deepEqual([refused.statusCode, refused.json().code], [401, 'unauthenticated'])
  assert.equal(refused.headers['www-authenticate'], 'Bearer realm="holdfast"')
  assert.equal((await revoke(admin, apiKey.id)).statusCode, 204)
  const events = await query('select type, unit_id, actor from events where subject_id = $1 order by seq', [apiKey.id])
  assert.deepEqual(
    events.map(({ type, unit_id: unitId }) => [type, unitId]),
    [
      ['api-key.created', here],
      ['api-key.revoked', here],
    ],
  )
  assert.equal((events[1]?.actor as { id: string } | undefined)?.id, admin.user.id)
})

test('an expired key, a key nobody has and what is no key are refused, also where anybody may call', async () => {
  const { key, apiKey } = await createApiKey(ctx, { ...staffKey, expiresAt: Temporal.Now.instant().add({ hours: 1 }) })
  assert.equal((await look({ 'x-api-key': key })).statusCode, 201)
  await query(
    `update api_keys set created_at = now() - interval '2 hours', expires_at = now() - interval '1 second' where id = $1`,
    [apiKey.id],
  )
  const unknown = `hf_${'A'.repeat(43)}`
  for (const bad of [key, unknown, 'hf_short', `${key}x`, `sk_${key.slice(3)}`, `hf_' or 1=1`]) {
    for (const headers of [{ 'x-api-key': bad }, { authorization: `Bearer ${bad}` }]) {
      assert.equal((await server.inject({ url: '/api/v1/me', headers })).statusCode, 401, bad)
    }
  }
  assert.equal((await server.inject({ url: '/api/v1/me', headers: { authorization: 'Bearer' } })).statusCode, 401)
  // A key that is no good does not fall back to the cookie beside it.
  assert.equal(
    (await server.inject({ url: '/api/v1/me', headers: { cookie: root.cookie, 'x-api-key': unknown } })).statusCode,
    401,
  )
})

test('an expiry in the past, no scope and an unknown unit are refused by field', async () => {
  const cases: [object, string][] = [
    [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    [{ scopes: [] }, 'scopes'],
    [{ scopes: ['everything'] }, 'scopes.0'],
    [{ unitIds: [] }, 'unitIds'],
    [{ unitIds: ['01890000-0000-7000-8000-000000000000'] }, 'unitIds'],
    [{ role: 'OWNER' }, 'role'],
  ]
  for (const [change, path] of cases) {
    const answer = await make(root, { ...staffKey, ...change })
    assert.deepEqual([answer.statusCode, answer.json().errors[0].path], [400, path])
  }
})

test('an ADMIN of a unit makes, sees and revokes keys of that unit only', async () => {
  const wide = await createApiKey(ctx, { ...staffKey, unitIds: [here, there] })
  const foreign = await createApiKey(ctx, { ...staffKey, unitIds: [there] })
  assert.equal((await make(admin, { ...staffKey, unitIds: [there] })).statusCode, 404)
  assert.equal((await make(admin, { ...staffKey, unitIds: null })).statusCode, 403)
  for (const { apiKey } of [wide, foreign]) assert.equal((await revoke(admin, apiKey.id)).statusCode, 404)
  const list = await server.inject({ url: '/api/v1/api-keys?limit=200', headers: { cookie: admin.cookie } })
  for (const { unitIds } of list.json().items) assert.deepEqual(unitIds, [here])
  assert.equal((await revoke(root, wide.apiKey.id)).statusCode, 204)
  assert.equal((await look({ 'x-api-key': foreign.key }, there)).statusCode, 201)
})

test('a key makes no keys', async () => {
  const { key } = await createApiKey(ctx, { ...staffKey, role: 'ADMIN', unitIds: null, scopes: ['users:write'] })
  const answer = await server.inject({
    method: 'POST',
    url: '/api/v1/api-keys',
    headers: { 'x-api-key': key },
    payload: staffKey,
  })
  assert.equal(answer.statusCode, 403)
})

test('the last use is written once a minute at most', async () => {
  const { key, apiKey } = await createApiKey(ctx, staffKey)
  const lastUse = async () =>
    (await query('select last_used_at::text as at from api_keys where id = $1', [apiKey.id]))[0]?.at
  assert.equal(await lastUse(), null)
  await Promise.all(Array.from({ length: 5 }, () => look({ 'x-api-key': key })))
  const first = await lastUse()
  assert.ok(first)
  await look({ 'x-api-key': key })
  assert.equal(await lastUse(), first)
  await query(`update api_keys set last_used_at = last_used_at - interval '61 seconds' where id = $1`, [apiKey.id])
  await look({ 'x-api-key': key })
  assert.notEqual(await lastUse(), first)
})
