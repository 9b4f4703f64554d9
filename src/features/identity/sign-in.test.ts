import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { inspect } from 'node:util'
import { openWorld } from '../../../test/world.ts'
import { readConfig, withSecret } from '../../config.ts'
import { type Ctx, openContext } from '../../context.ts'
import { newId } from '../../lib/ids.ts'
import { openRateLimits } from '../../platform/http/rate-limit.ts'
import { createServer } from '../../platform/http/server.ts'
import { createUnit } from '../units/create-unit.ts'
import { newUnit } from '../units/unit.ts'
import { networkOf } from './count-attempt.ts'
import { createApiKey } from './create-api-key.ts'
import { createUser } from './create-user.ts'
import { openIdentity } from './identity.ts'
import { identityRoutes } from './routes.ts'
import { seedStaff } from './seed-staff.ts'
import { tidySessions } from './tidy-sessions.ts'
import { updateUser } from './update-user.ts'

const { ctx, server, query, close } = await openWorld({ TRUST_PROXY: 'true' })
after(close)
const about = { slug: 'here', name: 'Here', timeZone: 'Europe/Vilnius', locale: 'en' }
const { id: unitId } = await createUnit(ctx, newUnit.parse(about))
const memberships = [{ unitId, role: 'STAFF' as const }]
/** Something staff of the unit may do, which changes something. */
const addClient = { method: 'POST', url: `/api/v1/units/${unitId}/clients`, payload: { name: 'Jonas' } } as const
const own = { host: 'book.test', origin: 'http://book.test' }

const signIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  server.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: { host: 'book.test', ...headers },
    payload: { email, password },
  })
const cookieOf = (answer: { cookies: { name: string; value: string }[] }) =>
  answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')

test('a person signs in, is known by the cookie, and signs out', async () => {
  const { user, password } = await seedStaff(ctx, { memberships, name: 'Rūta' })
  const signedIn = await signIn(user.email.toUpperCase(), password, own)
  assert.equal(signedIn.statusCode, 200)
  assert.deepEqual(signedIn.json().user, { id: user.id, name: 'Rūta', email: user.email, mustChangePassword: false })
  assert.doesNotMatch(signedIn.body, /token/)
  const [set] = signedIn.cookies as { name: string; httpOnly?: boolean; sameSite?: string; path?: string }[]
  assert.deepEqual([set?.name, set?.httpOnly, set?.sameSite, set?.path], ['holdfast.session_token', true, 'Lax', '/'])

  const cookie = cookieOf(signedIn)
  const me = await server.inject({ url: '/api/v1/me', headers: { cookie } })
  assert.equal(me.statusCode, 200)
  assert.deepEqual(
    [me.json().kind, me.json().id, me.json().memberships],
    ['user', user.id, [{ unitId, role: 'STAFF' }]],
  )
  const session = await server.inject({ url: '/api/auth/get-session', headers: { cookie } })
  assert.equal(session.json().session.user.id, user.id)

  const signedOut = await server.inject({ method: 'POST', url: '/api/auth/sign-out', headers: { cookie, ...own } })
  assert.equal(signedOut.statusCode, 204)
  assert.match(String(signedOut.headers['set-cookie']), /holdfast\.session_token=; Max-Age=0/)
  assert.equal((await server.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode, 401)
  assert.deepEqual(await query('select id from sessions where user_id = $1 and ip_address is not null', [user.id]), [])
})

test('a session is prolonged when it is used a day or more after', async () => {
  const { user, cookie } = await seedStaff(ctx, { memberships })
  const expiry = async () => {
    const [row] = await query(
      'select round(extract(epoch from expires_at - now()) / 3600)::int as hours from sessions where user_id = $1',
      [user.id],
    )
    return row?.hours
  }
  await query(`update sessions set expires_at = now() + interval '3 days' where user_id = $1`, [user.id])
  const answer = await server.inject({ url: '/api/auth/get-session', headers: { cookie } })
  assert.equal(answer.statusCode, 200)
  assert.match(String(answer.headers['set-cookie']), /holdfast\.session_token=.+Max-Age=604800/)
  assert.equal(await expiry(), 168)
})

test('unknown account, wrong password and deactivated user get one and the same answer', async () => {
  const here = await seedStaff(ctx, { memberships })
  const gone = await seedStaff(ctx, { memberships })
  await updateUser(ctx, gone.user.id, { isActive: false }, undefined)
  const answers = [
    await signIn('nobody@holdfast.localhost', 'a password of nobody'),
    await signIn(here.user.email, 'not the right password'),
    await signIn(gone.user.email, gone.password),
  ]
  for (const answer of answers) {
    assert.equal(answer.statusCode, 401)
    assert.match(String(answer.headers['content-type']), /application\/problem\+json/)
    assert.equal(answer.headers['set-cookie'], undefined)
    const { correlationId, ...body } = answer.json()
    const { correlationId: _, ...first } = answers[0]?.json() ?? {}
    assert.ok(correlationId)
    assert.deepEqual(body, first)
  }
  assert.deepEqual(await query('select id from sessions where user_id = $1', [gone.user.id]), [])
})

test('nobody can sign up', async () => {
  const count = 'select count(*) as n from users'
  const [before] = await query(count)
  const payload = { email: 'intruder@holdfast.localhost', password: 'a password long enough', name: 'I' }
  const answer = await server.inject({ method: 'POST', url: '/api/auth/sign-up/email', headers: own, payload })
  assert.equal(answer.statusCode, 404)
  assert.deepEqual(await query(count), [before])
})

test('what is no address or no password is refused by field', async () => {
  const answer = await server.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email: 'x', password: '', more: 1 },
  })
  assert.equal(answer.statusCode, 400)
  assert.deepEqual(
    answer
      .json()
      .errors.map((error: { path: string }) => error.path)
      .sort(),
    ['email', 'more', 'password'],
  )
})

test('a change by cookie is taken from our own pages only', async () => {
  const { cookie, user, password } = await seedStaff(ctx, { memberships })
  const status = async (headers: Record<string, string>) => {
    const answer = await server.inject({ ...addClient, headers: { host: 'book.test', cookie, ...headers } })
    return answer.statusCode === 201 ? 201 : `${answer.statusCode} ${answer.json().code}`
  }
  const refused = '403 cross-site-request'
  assert.equal(await status({ origin: 'http://book.test' }), 201)
  assert.equal(await status({ origin: 'https://book.test' }), 201)
  assert.equal(await status({ 'sec-fetch-site': 'same-origin' }), 201)
  assert.equal(await status({ origin: 'null', 'sec-fetch-site': 'same-origin' }), 201)
  assert.equal(await status({}), refused)
  assert.equal(await status({ origin: 'null' }), refused)
  assert.equal(await status({ origin: 'http://evil.test' }), refused)
  assert.equal(await status({ origin: 'http://book.test.evil.test' }), refused)
  assert.equal(await status({ 'sec-fetch-site': 'cross-site' }), refused)
  assert.equal(await status({ 'sec-fetch-site': 'same-site', origin: 'http://book.test' }), refused)
  // A key cannot be added by another site's page, so it may come from anywhere.
  const { key } = await createApiKey(ctx, {
    name: 'k',
    role: 'STAFF',
    unitIds: [unitId],
    scopes: ['clients:write'],
  })
  assert.equal(await status({ origin: 'http://evil.test', 'x-api-key': key }), 201)
  for (const url of ['/api/auth/sign-out', '/api/auth/change-password']) {
    const answer = await server.inject({
      method: 'POST',
      url,
      headers: { cookie, host: 'book.test', origin: 'http://evil.test' },
    })
    assert.equal(answer.statusCode, 403)
  }
  // Signing somebody in to the attacker's account is forgery too, and there is no cookie yet.
  assert.equal((await signIn(user.email, password, { origin: 'http://evil.test' })).statusCode, 403)
  assert.equal((await signIn(user.email, password, { cookie, origin: 'http://evil.test' })).statusCode, 403)
  assert.equal((await signIn(user.email, password)).statusCode, 200)
})

test('with PUBLIC_URL at https the cookie is secure and only that origin is ours', async () => {
  const world = await openWorld({ PUBLIC_URL: 'https://book.example.com' })
  try {
    const { user, password } = await seedStaff(world.ctx, { memberships: [{ unitId: null, role: 'ADMIN' }] })
    const ask = (origin: string) =>
      world.server.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        headers: { host: 'internal:3000', origin },
        payload: { email: user.email, password },
      })
    const signedIn = await ask('https://book.example.com')
    assert.equal(signedIn.statusCode, 200)
    assert.match(String(signedIn.headers['set-cookie']), /^__Secure-holdfast\.session_token=.+; Secure/)
    assert.equal((await ask('http://internal:3000')).statusCode, 403)
    const cookie = cookieOf(signedIn)
    assert.equal((await world.server.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode, 200)
    const out = await world.server.inject({
      method: 'POST',
      url: '/api/auth/sign-out',
      headers: { cookie, origin: 'https://book.example.com' },
    })
    assert.equal(out.statusCode, 204)
  } finally {
    await world.close()
  }
})

test('with a one-time password nothing is allowed but changing it', async () => {
  const { user, oneTimePassword } = await createUser(ctx, { name: 'New', email: 'new@holdfast.localhost', memberships })
  assert.match(oneTimePassword, /^([a-z2-9]{4}-){4}[a-z2-9]{4}$/)
  const signedIn = await signIn(user.email, oneTimePassword)
  assert.equal(signedIn.json().user.mustChangePassword, true)
  const cookie = cookieOf(signedIn)
  const elsewhere = cookieOf(await signIn(user.email, oneTimePassword))
  for (const call of [addClient, { method: 'GET', url: '/api/v1/me' } as const]) {
    const answer = await server.inject({ ...call, headers: { cookie, ...own } })
    assert.deepEqual([answer.statusCode, answer.json().code], [403, 'password-change-required'])
  }
  const change = (currentPassword: string, newPassword: string) =>
    server.inject({
      method: 'POST',
      url: '/api/auth/change-password',
      headers: { cookie, ...own },
      payload: { currentPassword, newPassword },
    })
  assert.equal((await change(oneTimePassword, 'too short')).statusCode, 400)
  assert.equal((await change(oneTimePassword, oneTimePassword)).statusCode, 400)
  const wrong = await change('not the current one', 'a fine new password')
  assert.deepEqual([wrong.statusCode, wrong.json().errors[0].path], [400, 'currentPassword'])
  assert.equal((await change(oneTimePassword, 'a fine new password')).statusCode, 204)

  assert.equal((await server.inject({ ...addClient, headers: { cookie, ...own } })).statusCode, 201)
  assert.equal((await server.inject({ url: '/api/v1/me', headers: { cookie: elsewhere } })).statusCode, 401)
  assert.equal((await signIn(user.email, oneTimePassword)).statusCode, 401)
  assert.equal((await signIn(user.email, 'a fine new password')).statusCode, 200)
  const events = await query('select type, subject_version, actor from events where subject_id = $1 order by seq', [
    user.id,
  ])
  assert.deepEqual(
    events.map(({ type, subject_version: version, actor }) => [type, version, (actor as { id: string }).id]),
    [
      ['user.created', 1, 'system'],
      ['user.password-changed', 2, user.id],
    ],
  )
})

test('after five wrong passwords in a row even the right one waits, from that address', async () => {
  const { user, password } = await seedStaff(ctx, { memberships })
  const from = (address: string) => ({ 'x-forwarded-for': address })
  for (let i = 0; i < 5; i++) assert.equal((await signIn(user.email, 'wrong', from('203.0.113.7'))).statusCode, 401)
  const paused = await signIn(user.email, password, from('203.0.113.7'))
  assert.equal(paused.statusCode, 429)
  assert.ok(Number(paused.headers['retry-after']) > 0 && Number(paused.headers['retry-after']) <= 30)
  assert.equal((await signIn(user.email, password, from('203.0.113.8'))).statusCode, 200)

  const endPause = () => query(`update sign_in_attempts set refused_until = now() where refused_until is not null`)
  await endPause()
  assert.equal((await signIn(user.email, 'wrong', from('203.0.113.7'))).statusCode, 401)
  const longer = await signIn(user.email, password, from('203.0.113.7'))
  assert.ok(Number(longer.headers['retry-after']) > 30 && Number(longer.headers['retry-after']) <= 60)
  await endPause()
  assert.equal((await signIn(user.email, password, from('203.0.113.7'))).statusCode, 200)
  assert.equal((await signIn(user.email, 'wrong', from('203.0.113.7'))).statusCode, 401)
})

test('of many wrong passwords at once no more than five are looked at, also for an account nobody has', async () => {
  const { user } = await seedStaff(ctx, { memberships })
  for (const email of [user.email, 'no-such-person@holdfast.localhost']) {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => signIn(email, 'wrong', { 'x-forwarded-for': '203.0.113.9' })),
    )
    const statuses = answers.map(({ statusCode }) => statusCode)
    assert.deepEqual([statuses.filter((s) => s === 401).length, statuses.filter((s) => s === 429).length], [5, 7])
  }
})

test('an IPv6 caller is its network, an IPv4 caller its address', () => {
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64')
  assert.equal(networkOf('2001:DB8::9'), networkOf('2001:db8:0:0:ffff::1'))
  assert.equal(networkOf('::1'), '0:0:0:0::/64')
  assert.equal(networkOf('::ffff:192.0.2.1'), '192.0.2.1')
  assert.equal(networkOf('192.0.2.1'), '192.0.2.1')
})

test('a cookie that is no good is 401 and taken back, never anonymous', async () => {
  const { cookie, user } = await seedStaff(ctx, { memberships })
  const [name, value = ''] = cookie.split('=')
  const token = decodeURIComponent(value).split('.')[0]
  const forged = [`${name}=${token}`, `${name}=${token}.AAAA`, `${name}=%E0%A4%A`, `${name}=.x`, `${cookie}x`]
  await query(`update sessions set expires_at = now() where user_id = $1`, [user.id])
  for (const bad of [...forged, cookie]) {
    const answer = await server.inject({ url: '/api/v1/me', headers: { cookie: `theme=dark; ${bad}` } })
    assert.equal(answer.statusCode, 401, bad)
    assert.match(String(answer.headers['set-cookie']), /^holdfast\.session_token=; Max-Age=0/)
    const session = await server.inject({ url: '/api/auth/get-session', headers: { cookie: bad } })
    assert.deepEqual([session.statusCode, session.json()], [200, { session: null }])
  }
})

test('sessions that are over and old counts are tidied away', async () => {
  await tidySessions(ctx)
  const { cookie, user } = await seedStaff(ctx, { memberships })
  await seedStaff(ctx, { memberships })
  await query(`update sessions set expires_at = now() - interval '1 second' where user_id = $1`, [user.id])
  await query(`update sign_in_attempts set last_attempt_at = now() - interval '2 days'`)
  await signIn(user.email, 'wrong')
  const [attempts] = await query(
    `select count(*)::int as old from sign_in_attempts where last_attempt_at < now() - interval '1 day'`,
  )
  assert.deepEqual(await tidySessions(ctx), { sessions: 1, attempts: attempts?.old })
  assert.deepEqual(await query('select id from sessions where user_id = $1', [user.id]), [])
  assert.equal((await server.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode, 401)
  assert.equal((await query('select 1 from sign_in_attempts')).length, 1)
})

test('somebody without credentials is anonymous without a look into the database', async () => {
  const url = 'postgres://nobody@127.0.0.1:1/nowhere'
  const config = withSecret(readConfig({ DATABASE_URL: url, AUTH_SECRET: 'x'.repeat(32), LOG_LEVEL: 'silent' }))
  const offline = openContext(config, url, 'test')
  const { identify } = openIdentity(offline)
  assert.equal((await identify({ cookie: 'theme=dark' }, '192.0.2.1')).kind, 'anonymous')
  assert.equal((await identify({ authorization: 'Basic cHJveHk6eA==' }, '192.0.2.1')).kind, 'anonymous')
  await assert.rejects(identify({ 'x-api-key': `hf_${'a'.repeat(43)}` }, '192.0.2.1'), { code: 'ECONNREFUSED' })
  await offline.db.close()
})

function serveIdentity(of: Ctx) {
  const identity = openIdentity(of)
  return createServer({
    routes: identityRoutes,
    log: of.log,
    metrics: of.metrics,
    rateLimits: openRateLimits(1),
    trustProxy: false,
    identify: identity.identify,
    authorize: identity.authorize,
    contextFor: (cause, keyed) => of.as(cause, keyed),
    extend: (instance) => identity.mount(instance),
  })
}

test('while the database is gone nobody is told that they are signed out', async () => {
  const url = 'postgres://nobody@127.0.0.1:1/nowhere'
  const offline = openContext(
    withSecret(readConfig({ DATABASE_URL: url, AUTH_SECRET: ctx.config.AUTH_SECRET, LOG_LEVEL: 'silent' })),
    url,
    'test',
  )
  const gone = await serveIdentity(offline)
  const { cookie } = await seedStaff(ctx, { memberships })
  const credentials = { email: 'somebody@holdfast.localhost', password: 'a password' }
  const calls = [
    { method: 'POST', url: '/api/auth/sign-in/email', headers: own, payload: credentials },
    { method: 'GET', url: '/api/auth/get-session', headers: { cookie } },
    { method: 'POST', url: '/api/auth/sign-out', headers: { cookie, ...own } },
    { method: 'GET', url: '/api/v1/me', headers: { cookie } },
  ] as const
  for (const call of calls) {
    const answer = await gone.inject(call)
    assert.deepEqual([answer.statusCode, answer.headers['set-cookie']], [503, undefined], call.url)
  }
  await gone.close()
  await offline.db.close()
})

test('an address with many refused credentials gets no further look-ups for a minute', async () => {
  const { identify } = openIdentity({
    ...ctx,
    db: ctx.db,
    log: ctx.log,
    config: { ...ctx.config, RATE_LIMIT_FACTOR: 0.05 },
  })
  const statuses: number[] = []
  for (let i = 0; i < 5; i++) {
    await identify({ 'x-api-key': 'no key' }, '192.0.2.77').catch((problem) => statuses.push(problem.kind.status))
  }
  assert.deepEqual(statuses, [401, 401, 401, 429, 429])
})

test('no password, token or key is ever logged or recorded', async () => {
  const logged: string[] = []
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    ctx.log[level] = (...line: unknown[]) => void logged.push(inspect(line, { depth: 9 }))
  }
  const { user, oneTimePassword } = await createUser(ctx, {
    name: 'Quiet',
    email: `quiet-${newId()}@holdfast.localhost`,
    memberships,
  })
  const { key } = await createApiKey(ctx, { name: 'quiet', role: 'STAFF', unitIds: null, scopes: ['audit:read'] })
  const cookie = cookieOf(await signIn(user.email, oneTimePassword, own))
  await signIn(user.email, 'a-wrong-password')
  await server.inject({ url: '/api/v1/me', headers: { cookie } })
  await server.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${key}` } })
  const events = JSON.stringify(await query('select * from events'))
  const stored = JSON.stringify([
    await query('select name, hint, scopes from api_keys'),
    await query('select * from users'),
  ])
  const token = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? ''
  for (const secret of [oneTimePassword, 'a-wrong-password', key, token]) {
    assert.ok(secret.length > 10)
    for (const text of [logged.join(''), events, stored]) assert.equal(text.includes(secret), false)
  }
  assert.ok(logged.some((line) => line.includes('signed in')))
})
