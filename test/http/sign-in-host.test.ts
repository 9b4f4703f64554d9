/** A Host header is whatever somebody typed. Over a socket, because what is tested is refused or mended on the way in. */
import assert from 'node:assert/strict'
import { type AddressInfo, connect } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { type SeededStaff, seedStaff } from '../../src/features/identity/seed-staff.ts'
import { openWorld, type World } from '../world.ts'

type Site = { readonly world: World; readonly staff: SeededStaff; readonly port: number }
/** What came back: the status line's number and the whole head. */
type Head = { readonly status: number; readonly head: string }

let unnamed: Site
let named: Site

before(async () => {
  unnamed = await openSite({})
  named = await openSite({ PUBLIC_URL: 'https://book.example.com' })
})
after(() => Promise.all([unnamed.world.close(), named.world.close()]))

async function openSite(settings: Record<string, string>): Promise<Site> {
  const world = await openWorld(settings)
  const staff = await seedStaff(world.ctx, { memberships: [{ unitId: null, role: 'STAFF' }] })
  await world.server.listen({ host: '127.0.0.1', port: 0 })
  return { world, staff, port: (world.server.server.address() as AddressInfo).port }
}

/** Signs in with the right password and exactly these header lines besides. */
async function signIn({ staff, port }: Site, lines: readonly string[], version = '1.1'): Promise<Head> {
  const body = JSON.stringify({ email: staff.user.email, password: staff.password })
  const about = ['Content-Type: application/json', `Content-Length: ${body.length}`, 'Connection: close']
  const text = [`POST /api/auth/sign-in/email HTTP/${version}`, ...lines, ...about, '', body].join('\r\n')
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.setEncoding('utf8').on('data', (part) => {
      answer += part
    })
    // A server that refuses a head closes while the body is still on its way.
    socket.on('error', () => {})
    socket.on('close', () => {
      const head = answer.split('\r\n\r\n')[0] ?? ''
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]), head })
    })
  })
}

const setsCookie = ({ head }: Head) => /^set-cookie: [\w-]+\.session_token=[^;]/im.test(head)

const oddHosts = [
  'a b',
  'book.test, evil.test',
  'book.test,evil.test',
  'ona@book.test',
  'ona:secret@book.test',
  'book.test/evil',
  'book.test?evil',
  'book.test#evil',
  'book.test\\evil',
  'book.test:99999',
  ':80',
  '[::1',
  '%00',
  '.',
  '*',
  '',
  'ž'.repeat(300),
  'x'.repeat(5_000),
]
const foreign = ['http://evil.test', 'https://evil.test', 'http://localhost', 'http://127.0.0.1', 'null']

describe('a Host header at sign-in', () => {
  for (const host of oddHosts) {
    it(`"${host.slice(0, 24)}" is no fault, and no page of another origin gets a cookie by it`, async () => {
      for (const site of [unnamed, named]) {
        // A program says no origin and knows the password: it may, whatever it calls us.
        const program = await signIn(site, [`Host: ${host}`])
        assert.ok([200, 400].includes(program.status), program.head)
        for (const origin of foreign) {
          const answer = await signIn(site, [`Host: ${host}`, `Origin: ${origin}`])
          assert.ok([400, 403].includes(answer.status), `${origin}: ${answer.head}`)
          assert.ok(!setsCookie(answer), `${origin}: ${answer.head}`)
        }
      }
    })
  }

  it('of another installation gives a page there no cookie of ours', async () => {
    for (const origin of ['http://evil.test', 'https://evil.test']) {
      const answer = await signIn(named, ['Host: evil.test', `Origin: ${origin}`])
      assert.deepEqual([answer.status, setsCookie(answer)], [403, false])
    }
    const own = await signIn(named, ['Host: evil.test', 'Origin: https://book.example.com'])
    assert.deepEqual([own.status, setsCookie(own)], [200, true])
    // The cookie is for whoever was asked, and for no domain that could be named to it.
    assert.doesNotMatch(own.head, /domain=/i)
  })

  it('without PUBLIC_URL a page of the host that was asked signs in, and of no other', async () => {
    const own = await signIn(unnamed, ['Host: book.test:3000', 'Origin: http://book.test:3000'])
    assert.deepEqual([own.status, setsCookie(own)], [200, true])
    assert.doesNotMatch(own.head, /domain=/i)
    for (const origin of [...foreign, 'http://book.test', 'http://book.test:3001', 'http://book.test:3000.evil.test']) {
      const answer = await signIn(unnamed, ['Host: book.test:3000', `Origin: ${origin}`])
      assert.deepEqual([answer.status, setsCookie(answer)], [403, false], origin)
    }
  })

  it('said twice or not at all it is refused, or believed for no page', async () => {
    for (const site of [unnamed, named]) {
      assert.equal((await signIn(site, [])).status, 400)
      assert.equal((await signIn(site, [], '1.0')).status, 200)
      for (const origin of foreign) {
        const none = await signIn(site, [`Origin: ${origin}`], '1.0')
        assert.deepEqual([none.status, setsCookie(none)], [403, false], origin)
        const twice = await signIn(site, ['Host: book.test', 'Host: evil.test', `Origin: ${origin}`])
        assert.ok([400, 403].includes(twice.status) && !setsCookie(twice), twice.head)
      }
    }
  })

  it('a page elsewhere cannot use up somebody’s attempts to sign in', async () => {
    for (let i = 0; i < 6; i++) {
      assert.equal((await signIn(unnamed, ['Host: book.test', 'Origin: http://evil.test'])).status, 403)
    }
    assert.deepEqual(await unnamed.world.query('select attempts from sign_in_attempts'), [])
    assert.equal((await signIn(unnamed, ['Host: book.test'])).status, 200)
  })

  it('of an odd kind does no harm to a session that is there', async () => {
    for (const host of oddHosts.slice(0, -1)) {
      const { cookie } = await seedStaff(unnamed.world.ctx, { memberships: [{ unitId: null, role: 'STAFF' }] })
      const headers = { cookie, host, 'sec-fetch-site': 'same-origin' }
      const session = await unnamed.world.call('GET', '/api/auth/get-session', undefined, headers)
      assert.deepEqual([session.status, session.body.session?.user.name], [200, 'Ona Staff'], host)
      assert.equal((await unnamed.world.call('POST', '/api/auth/sign-out', undefined, headers)).status, 204, host)
    }
  })
})
