/** What somebody reads who starts it wrongly: one line that says what to change, and an exit code. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { openWorld, type World } from '../test/world.ts'

const main = join(import.meta.dirname, 'main.ts')

type Ended = { readonly code: number; readonly said: string; readonly complained: string }

let folder: string
let world: World
/** A server that hangs up on everybody, and its address. */
let rude: Server
let rudeAt: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-start-'))
  world = await openWorld()
  rude = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await once(rude, 'listening')
  rudeAt = `127.0.0.1:${(rude.address() as AddressInfo).port}`
})
after(async () => {
  rude.close()
  await world.close()
  await rm(folder, { recursive: true })
})

/** Runs it to its end, knowing nothing of this process's settings. */
function start(words: readonly string[], settings: Record<string, string> = {}): Promise<Ended> {
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    DATA_DIR: join(folder, 'data'),
    LOG_LEVEL: 'error',
    ...settings,
  }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...words], { env, timeout: 60_000 }, (_, said, complained) =>
      resolve({ code: child.exitCode ?? -1, said, complained }),
    )
  })
}

function assertOneLine({ code, said, complained }: Ended, pattern: RegExp): void {
  assert.match(complained, /^Holdfast cannot start\. [^\n]+\n$/)
  assert.match(complained, pattern)
  assert.doesNotMatch(complained, /hunter2|node:internal|\.ts:\d/)
  assert.deepEqual([code, said], [1, ''])
}

describe('the command line', () => {
  for (const words of [['--help'], ['-h'], ['worker', '--help']]) {
    it(`explains itself when asked with ${words.join(' ')}, and does nothing`, async () => {
      const { code, said, complained } = await start(words)
      assert.deepEqual([code, complained], [0, ''])
      for (const word of ['server', 'worker', 'migrate', 'reset-password', '--version', 'DATA_DIR'])
        assert.ok(said.includes(word), word)
      assert.deepEqual(await readdir(folder), [])
    })
  }

  it('tells its version', async () => {
    const { code, said } = await start(['--version'])
    assert.equal(code, 0)
    assert.match(said, /^\d+\.\d+\.\d+\n$/)
  })

  const refusals: [what: string, words: string[], pattern: RegExp, settings?: Record<string, string>][] = [
    ['a role there is not', ['serve'], /no role "serve".*all, server, worker, migrate, reset-password/],
    ['an option there is not', ['--port', '80'], /no option "--port".*environment/],
    ['an option after a role', ['worker', '-v'], /no option "-v"/],
    ['a word too many', ['server', 'worker'], /"worker" is one word too many/],
    ['a port that is a word', [], / PORT: .*"http"\.$/m, { PORT: 'http' }],
    ['a port past all ports', ['server'], / PORT: .*"70000"\.$/m, { PORT: '70000' }],
    ['a pool of no size', ['worker'], / DATABASE_POOL_SIZE: /, { DATABASE_POOL_SIZE: '0' }],
    ['another kind of database', [], / DATABASE_URL: .*postgres:/, { DATABASE_URL: 'mysql://ona:hunter2@localhost/x' }],
    ['a short secret', [], / AUTH_SECRET: .*32/, { AUTH_SECRET: 'hunter2' }],
    ['production without its address', [], / PUBLIC_URL: /, { NODE_ENV: 'production' }],
  ]
  for (const [what, words, pattern, settings] of refusals) {
    it(`refuses ${what} in one line, before it touches anything`, async () => {
      assertOneLine(await start(words, settings), pattern)
      assert.deepEqual(await readdir(folder), [])
    })
  }
})

describe('a start that cannot be', () => {
  const port = () => rudeAt.split(':')[1] ?? ''
  const refusals: [what: string, role: string, pattern: RegExp, settings: () => Record<string, string>][] = [
    [
      'a database nobody serves',
      'server',
      / DATABASE_URL: the server cannot be reached \(.*ECONNREFUSED/,
      () => ({ DATABASE_URL: 'postgres://ona:hunter2@127.0.0.1:1/holdfast' }),
    ],
    [
      'a database behind a socket that is not there',
      'migrate',
      / DATABASE_URL: the server cannot be reached \(.*ENOENT/,
      () => ({ DATABASE_URL: `postgres:///holdfast?host=${folder}/nowhere` }),
    ],
    [
      'a server that is no PostgreSQL',
      'worker',
      / DATABASE_URL: the server cannot be reached \(.+\)/,
      () => ({ DATABASE_URL: `postgres://ona:hunter2@${rudeAt}/holdfast` }),
    ],
    [
      'a database there is not',
      'server',
      / DATABASE_URL: PostgreSQL refuses: database "no_such_database" does not exist\.$/m,
      () => ({ DATABASE_URL: Object.assign(new URL(world.url), { pathname: '/no_such_database' }).href }),
    ],
    [
      'a port somebody has',
      'server',
      / PORT: another program listens there/,
      () => ({ DATABASE_URL: world.url, PORT: port() }),
    ],
    [
      'a port of a worker somebody has',
      'worker',
      / WORKER_PORT: another program listens there/,
      () => ({ DATABASE_URL: world.url, WORKER_PORT: port() }),
    ],
    [
      'an address of another machine to listen on',
      'server',
      / HOST: this machine has no such address/,
      () => ({ DATABASE_URL: world.url, HOST: '203.0.113.7' }),
    ],
    [
      'a proxy that is none',
      'server',
      / TRUST_PROXY: .*nonsense/,
      () => ({ DATABASE_URL: world.url, TRUST_PROXY: 'nonsense' }),
    ],
  ]
  for (const [what, role, pattern, settings] of refusals) {
    it(`names ${what} in one line and ends`, async () => {
      assertOneLine(await start([role], settings()), pattern)
    })
  }

  it('is none where everything is as it should be: migrating says nothing and ends well', async () => {
    assert.deepEqual(await start(['migrate'], { DATABASE_URL: world.url }), { code: 0, said: '', complained: '' })
  })
})
