import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join, relative } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { ask, startChild, temporaryFolder } from './embedded.fixture.ts'
import type { EmbeddedDatabase } from './open-embedded-database.ts'
import { openEmbeddedDatabase } from './open-embedded-database.ts'

describe('an embedded database in a private home, under a long path with spaces', () => {
  const cleanup = new AsyncDisposableStack()
  let dataDir: string
  let db: EmbeddedDatabase
  before(async () => {
    const home = await temporaryFolder(cleanup, 'private')
    dataDir = join(home, 'my shop', 'a name too long for the path of a unix socket '.repeat(4).trim(), 'data')
    db = await openEmbeddedDatabase({ dataDir })
    cleanup.defer(() => db.stop())
  })
  after(() => cleanup.disposeAsync())

  test('is created on the first start, and the one who starts it owns it', async () => {
    assert.equal(db.role, 'owner')
    assert.equal(db.firstStart, true)
    assert.equal(db.dataDir, dataDir)
    assert.deepEqual(await ask(db.url, 'SELECT current_user, current_database()'), {
      current_user: 'holdfast',
      current_database: 'holdfast',
    })
  })

  test('keeps what it must keep: every commit flushed, checksums, UTF-8, no locale of this machine, UTC', async () => {
    const settings = [
      'fsync',
      'full_page_writes',
      'synchronous_commit',
      'data_checksums',
      'server_encoding',
      'TimeZone',
      'jit',
    ]
    const found = await Promise.all(settings.map(async (name) => Object.values(await ask(db.url, `SHOW ${name}`))[0]))
    assert.deepEqual(found, ['on', 'on', 'on', 'on', 'UTF8', 'UTC', 'off'])
    assert.deepEqual(
      await ask(
        db.url,
        'SELECT datlocprovider, datlocale, datcollate FROM pg_database WHERE datname = current_database()',
      ),
      { datlocprovider: 'b', datlocale: 'C.UTF-8', datcollate: 'C' },
    )
  })

  test('has the extension that forbids double bookings, without being superuser', async () => {
    await ask(db.url, 'CREATE EXTENSION IF NOT EXISTS btree_gist')
    assert.deepEqual(await ask(db.url, 'SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user'), {
      rolsuper: false,
      rolcreatedb: true,
    })
  })

  test('lets nobody in without the password, which only its owner can read', async () => {
    const strangers = ['postgres://holdfast@', 'postgres://holdfast:guess@', 'postgres://postgres@']
    const ownPassword = new URL(db.url).password
    for (const stranger of [...strangers, `postgres://postgres:${ownPassword}@`]) {
      const url = `${stranger}${new URL(db.url).host}/holdfast`
      await assert.rejects(ask(url, 'SELECT 1'), /password|SASL/i, url)
    }
    assert.equal((await stat(join(dataDir, 'credentials.json'))).mode & 0o777, 0o600)
    assert.equal((await stat(join(dataDir, 'postgres'))).mode & 0o777, 0o700)
  })

  test('listens on the loopback address alone, on no socket file', async () => {
    const { postgres } = JSON.parse(await readFile(join(dataDir, 'credentials.json'), 'utf8')) as { postgres: string }
    const { host, port } = new URL(db.url)
    const superuser = `postgres://postgres:${postgres}@${host}/postgres`
    assert.deepEqual(await ask(superuser, 'SHOW listen_addresses'), { listen_addresses: '127.0.0.1' })
    assert.deepEqual(await ask(superuser, 'SHOW unix_socket_directories'), { unix_socket_directories: '' })
    const outside = Object.values(networkInterfaces()).flatMap((list) => list?.filter((each) => !each.internal) ?? [])
    for (const { address, family, scopeid } of outside) {
      const target = family === 'IPv6' && scopeid ? `${address}%${scopeid}` : address
      const attempt = connect(Number(port), target)
      await assert.rejects(once(attempt, 'connect'), target)
      attempt.destroy()
    }
  })

  test('never runs as root', async () => {
    const { uid } = await stat(join(dataDir, 'postgres'))
    assert.notEqual(uid, 0)
    if (process.platform === 'linux') assert.equal((await stat(`/proc/${db.pid}`)).uid, uid)
  })

  test('is small: under 120 MB of memory while idle', async () => {
    const kilobytes = await residentKilobytes(db.pid)
    assert.ok(kilobytes < 120 * 1024, `${kilobytes} kB`)
  })

  test('keeps its data and its port when it is stopped and opened again from another working directory', async () => {
    await ask(db.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
    await db.stop()
    await assert.rejects(ask(db.url, 'SELECT 1'), /ECONNREFUSED/)

    const elsewhere = await temporaryFolder(cleanup, 'private')
    const child = startChild(cleanup, relative(elsewhere, dataDir), { cwd: elsewhere })
    const said = await child.said
    assert.deepEqual([said.role, said.firstStart, said.url], ['owner', false, db.url])
    assert.deepEqual(await ask(said.url, 'SELECT answer FROM kept'), { answer: 42 })
    assert.equal(await child.end(), 0)

    db = await openEmbeddedDatabase({ dataDir })
  })
})

/** Of a server and its children. Counts what they share several times: the truth is lower. */
async function residentKilobytes(server: number): Promise<number> {
  if (process.platform !== 'linux') {
    const lines = execFileSync('ps', ['-axo', 'pid=,ppid=,rss=']).toString().trim().split('\n')
    const rows = lines.map((line) => line.trim().split(/\s+/).map(Number))
    return rows
      .filter(([pid, parent]) => pid === server || parent === server)
      .reduce((sum, [, , rss = 0]) => sum + rss, 0)
  }
  let sum = 0
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
    if (Number(pid) === server || field('PPid') === server) sum += field('VmRSS')
  }
  return sum
}
