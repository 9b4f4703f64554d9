import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { system } from '../../src/features/identity/actor.ts'
import { createApiKey } from '../../src/features/identity/create-api-key.ts'
import { listPreviews } from '../../src/features/notifications/preview.ts'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { type Answer, actingAs, callOn, openWorld, type World } from '../world.ts'
import { invitation, writeMessages } from '../written-messages.ts'

const pagePolicy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'self'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'"

describe('who may look into the development mailbox', () => {
  let world: World
  let clinic: Clinic
  let id: string
  before(async () => {
    world = await openWorld()
    clinic = await openClinic(world)
    const written = await writeMessages(world, clinic.unitId, [{ invitation }])
    id = written[0]!
  })
  after(() => world.close())

  const get = (path: string, headers: Record<string, string> = {}, from?: string): Promise<Answer> =>
    callOn(world.server, 'GET', path, undefined, headers, from)
  const addresses = () => [
    '/dev/mailbox',
    '/dev/previews',
    ...['', '/html', '/raw', '/invite.ics'].map((part) => `/dev/mailbox/${id}${part}`),
  ]

  it('E4: it is there for whoever sits at the machine', async () => {
    for (const from of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1']) {
      for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'holdfast.localhost']) {
        for (const path of addresses())
          assert.equal((await get(path, { host }, from)).status, 200, `${from} ${host} ${path}`)
      }
    }
  })

  it('E4: to others it does not exist: from the network, through a proxy, or under a foreign name', async () => {
    const strangers: [why: string, headers: Record<string, string>, from: string][] = [
      ['from the network', {}, '192.168.1.20'],
      ['from the network, IPv6', {}, '2001:db8::1'],
      ['pretending', { 'x-forwarded-for': '127.0.0.1' }, '192.168.1.20'],
      ...['x-forwarded-for', 'forwarded', 'x-forwarded-host', 'x-real-ip', 'via'].map(
        (name): [string, Record<string, string>, string] => [
          `through a proxy, ${name}`,
          { [name]: '127.0.0.1' },
          '127.0.0.1',
        ],
      ),
      ...['rebound.example', 'localhost.evil.example', '127.0.0.1.evil.example', '192.168.1.20:3000', 'x'].map(
        (host): [string, Record<string, string>, string] => [`as ${host}`, { host }, '127.0.0.1'],
      ),
    ]
    for (const [why, headers, from] of strangers) {
      const unknown = await get('/dev/nothing', headers, from)
      for (const path of addresses()) {
        const { status, body, headers: given } = await get(path, headers, from)
        assert.equal(status, 404, `${why} ${path}`)
        assert.deepEqual(
          { ...body, correlationId: '', detail: body.detail.replace(path, '/dev/nothing') },
          { ...unknown.body, correlationId: '' },
        )
        assert.equal(given['content-type'], unknown.headers['content-type'])
      }
    }
  })

  it('E4: from elsewhere an ADMIN of the whole installation who is signed in may look, and nobody below', async () => {
    const look = (headers: Record<string, string>) => get('/dev/mailbox', headers, '192.168.1.20')
    const admin = await employ(world, null, 'ADMIN')
    assert.equal((await look(admin.headers)).status, 200)
    for (const [unitId, role] of [
      [clinic.unitId, 'ADMIN'],
      [null, 'STAFF'],
      [null, 'PROVIDER'],
    ] as const) {
      assert.equal((await look((await employ(world, unitId, role)).headers)).status, 404, `${role} of ${unitId}`)
    }
    const { key } = await createApiKey(actingAs(world, system), {
      name: 'Program',
      unitIds: null,
      role: 'ADMIN',
      scopes: ['notifications:read'],
    })
    const bearer = { authorization: `Bearer ${key}` }
    assert.equal((await get(`/api/v1/notifications/${id}`, bearer, '192.168.1.20')).status, 200)
    assert.equal((await look(bearer)).status, 404)
    await world.query('update users set must_change_password = true where id = $1', [admin.user.id])
    assert.equal((await look(admin.headers)).status, 404)
    await world.query('update users set must_change_password = false where id = $1', [admin.user.id])
    await world.query('delete from sessions where user_id = $1', [admin.user.id])
    assert.equal((await look(admin.headers)).status, 404)
    assert.equal((await look({ cookie: 'holdfast.session_token=forged.forged' })).status, 404)
  })

  it('G4: a page runs nothing, the HTML of a message has inline style alone, files are downloads; nothing is kept', async () => {
    for (const path of ['/dev/mailbox', `/dev/mailbox/${id}`, '/dev/previews', '/dev/mailbox/nonsense']) {
      const { headers, body } = await get(path)
      assert.equal(headers['content-security-policy'], pagePolicy)
      assert.doesNotMatch(body, /<(?:style|script)|<[^<>]*\s(?:style|on\w+)=/)
    }
    const letter = await get(`/dev/mailbox/${id}/html`)
    assert.equal(
      letter.headers['content-security-policy'],
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; " +
        'sandbox allow-popups allow-popups-to-escape-sandbox',
    )
    const files = [
      ['raw', 'message/rfc822', 'message.eml'],
      ['invite.ics', 'text/calendar; charset=utf-8; method=REQUEST', 'invite.ics'],
    ] as const
    for (const [part, type, name] of files) {
      const { headers } = await get(`/dev/mailbox/${id}/${part}`)
      assert.equal(headers['content-type'], type)
      assert.equal(headers['content-disposition'], `attachment; filename="${name}"`)
      assert.match(String(headers['content-security-policy']), /^default-src 'none'.* sandbox$/)
    }
    for (const path of addresses()) {
      const { headers } = await get(path)
      assert.equal(headers['cache-control'], 'no-store', path)
      assert.equal(headers['x-content-type-options'], 'nosniff', path)
      assert.equal(headers['referrer-policy'], 'no-referrer', path)
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin', path)
    }
  })
})

describe('who may look into the development mailbox behind a proxy that says nothing of itself', () => {
  const asked = async (settings: Record<string, string>) => {
    const world = await openWorld(settings)
    try {
      const admin = await employ(world, null, 'ADMIN')
      const look = async (headers: Record<string, string>) =>
        (await callOn(world.server, 'GET', '/dev/mailbox', undefined, { ...headers, host: '127.0.0.1:3000' })).status
      return { visitor: await look({}), admin: await look(admin.headers) }
    } finally {
      await world.close()
    }
  }

  for (const settings of [
    { TRUST_PROXY: '127.0.0.1' },
    { TRUST_PROXY: 'true' },
    { PUBLIC_URL: 'https://book.example' },
    { PUBLIC_URL: 'https://localhost.book.example' },
  ]) {
    it(`E4: with ${JSON.stringify(settings)} nobody counts as sitting at the machine, an ADMIN who is signed in may look`, async () => {
      assert.deepEqual(await asked(settings), { visitor: 404, admin: 200 })
    })
  }

  it('E4: a public address that is this machine changes nothing', async () => {
    assert.deepEqual(await asked({ PUBLIC_URL: 'http://localhost:3000' }), { visitor: 200, admin: 200 })
  })
})

describe('when the mailbox is off', () => {
  it('E4: in production it is off for everybody, and says why', async () => {
    const world = await openWorld({
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://book.example',
      NOTIFICATIONS_ENABLED: 'false',
    })
    try {
      const clinic = await openClinic(world)
      const [id] = await writeMessages(world, clinic.unitId, [{ invitation }])
      const preview = listPreviews(world.config)[0]!.id
      const admin = await employ(world, null, 'ADMIN')
      const paths = [
        '/dev/mailbox',
        `/dev/mailbox/${id}`,
        `/dev/mailbox/${id}/raw`,
        '/dev/previews',
        `/dev/previews/${preview}/html`,
      ]
      for (const path of paths) {
        for (const [headers, from] of [
          [{}, '127.0.0.1'],
          [{}, '192.168.1.20'],
          [admin.headers, '127.0.0.1'],
        ] as const) {
          const { status, headers: given, body } = await callOn(world.server, 'GET', path, undefined, headers, from)
          assert.equal(status, 404)
          assert.match(body, /The mailbox is off.*NODE_ENV=production/s)
          assert.equal(given['content-security-policy'], pagePolicy)
          assert.doesNotMatch(body, /ana@home|Alice/)
        }
      }
    } finally {
      await world.close()
    }
  })

  it('E4: with a mail server it says where mail goes, without the password, and keeps the previews', async () => {
    const world = await openWorld({
      SMTP_URL: 'smtp://user:secret@mail.example:587',
      NOTIFICATIONS_REDIRECT_TO: 'everything@team.example',
    })
    try {
      const clinic = await openClinic(world)
      const [id] = await writeMessages(world, clinic.unitId, [{ invitation }])
      for (const path of ['/dev/mailbox', `/dev/mailbox/${id}`, `/dev/mailbox/${id}/raw`]) {
        const { status, body } = await world.call('GET', path)
        assert.equal(status, 404)
        assert.match(body, /mail\.example:587.*everything@team\.example/s)
        assert.doesNotMatch(body, /secret|user:|ana@home/)
        const stranger = await callOn(world.server, 'GET', path, undefined, {}, '192.168.1.20')
        assert.doesNotMatch(JSON.stringify(stranger.body), /mail\.example/)
      }
      assert.equal((await world.call('GET', '/dev/previews')).status, 200)
      assert.equal((await world.call('GET', `/dev/previews/${listPreviews(world.config)[0]!.id}`)).status, 200)
    } finally {
      await world.close()
    }
  })
})
