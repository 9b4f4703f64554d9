import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { ask, startChild, temporaryFolder, until } from './embedded.fixture.ts'
import { explainFailure } from './embedded-database-error.ts'
import { locateBinaries } from './locate-binaries.ts'
import { openEmbeddedDatabase } from './open-embedded-database.ts'

describe('a folder that is not ours', () => {
  const cleanup = new AsyncDisposableStack()
  let folder: string
  before(async () => {
    folder = await temporaryFolder(cleanup, 'readable')
  })
  after(() => cleanup.disposeAsync())

  test('is refused and left untouched when it holds other files', async () => {
    await writeFile(join(folder, 'accounts.xlsx'), 'precious')
    await assert.rejects(openEmbeddedDatabase({ dataDir: folder }), {
      code: 'folder-not-ours',
      message: /DATABASE_URL/,
    })
    assert.deepEqual(await readdir(folder), ['accounts.xlsx'])
  })

  test('is refused when it is a file', async () => {
    const file = join(folder, 'accounts.xlsx')
    await assert.rejects(openEmbeddedDatabase({ dataDir: file }), { code: 'folder-not-ours', message: /a file/ })
    assert.equal(await readFile(file, 'utf8'), 'precious')
  })

  test('is refused when it is a data folder of some other PostgreSQL', async () => {
    const other = join(folder, 'other')
    await mkdir(other)
    await writeFile(join(other, 'PG_VERSION'), '18\n')
    await assert.rejects(openEmbeddedDatabase({ dataDir: other }), { code: 'folder-not-ours', message: /did not make/ })
    assert.deepEqual(await readdir(other), ['PG_VERSION'])
  })
})

describe('a folder that is ours from before', () => {
  test('is taken when all it holds is the secret of a start with DATABASE_URL, and the secret stays', async () => {
    await using cleanup = new AsyncDisposableStack()
    const dataDir = await temporaryFolder(cleanup, 'readable')
    await writeFile(join(dataDir, 'auth-secret'), 'kept\n', { mode: 0o600 })
    const db = await openEmbeddedDatabase({ dataDir })
    cleanup.defer(() => db.stop())
    assert.deepEqual(await ask(db.url, 'SELECT 1 AS answer'), { answer: 1 })
    assert.equal(await readFile(join(dataDir, 'auth-secret'), 'utf8'), 'kept\n')
  })
})

describe('our own folder, not as it should be', () => {
  const cleanup = new AsyncDisposableStack()
  let dataDir: string
  before(async () => {
    dataDir = join(await temporaryFolder(cleanup, 'readable'), 'data')
  })
  after(() => cleanup.disposeAsync())

  test('a kill -9 in the middle of the first initialisation leaves nothing broken', async () => {
    const killed = startChild(cleanup, dataDir)
    killed.said.catch(() => undefined)
    await until('initdb is at work', async () => {
      const building = (await readdir(dataDir)).find((entry) => entry.startsWith('initialising-'))
      return building !== undefined && (await stat(join(dataDir, building, 'cluster', 'base')))
    })
    await killed.end('SIGKILL')
    await assert.rejects(stat(join(dataDir, 'postgres')), /ENOENT/)

    const db = await openEmbeddedDatabase({ dataDir })
    await ask(db.url, 'SELECT 1')
    await db.stop()
    assert.deepEqual([db.role, db.firstStart], ['owner', true])
  })

  test('data of another major version is refused with the way out, and left as it is', async () => {
    const version = join(dataDir, 'postgres', 'PG_VERSION')
    await writeFile(version, '17\n')
    await assert.rejects(openEmbeddedDatabase({ dataDir }), {
      code: 'other-version',
      message: /PostgreSQL 17.*PostgreSQL 18.*pg_dump.*DATABASE_URL/s,
    })
    assert.equal(await readFile(version, 'utf8'), '17\n')
    await rm(version)
    await assert.rejects(openEmbeddedDatabase({ dataDir }), { code: 'folder-damaged', message: /PG_VERSION/ })
    await writeFile(version, '18\n')
  })

  test('lost or wrong passwords are told apart from a broken database, and nothing keeps running', async () => {
    const file = join(dataDir, 'credentials.json')
    await rename(file, `${file}.aside`)
    await assert.rejects(openEmbeddedDatabase({ dataDir }), { code: 'folder-damaged', message: /credentials\.json/ })
    await writeFile(file, '{"postgres":"wrong","holdfast":"wrong"}')
    await assert.rejects(openEmbeddedDatabase({ dataDir }), { code: 'folder-damaged', message: /credentials\.json/ })
    await assert.rejects(stat(join(dataDir, 'postgres', 'postmaster.pid')), /ENOENT/)
    await rename(`${file}.aside`, file)
  })

  test('a setting PostgreSQL does not accept is reported in its own words', async () => {
    const file = join(dataDir, 'postgres', 'postgresql.conf')
    const good = await readFile(file, 'utf8')
    await writeFile(file, `${good}\nshared_buffers = plenty\n`)
    await assert.rejects(openEmbeddedDatabase({ dataDir }), { code: 'start-failed', message: /shared_buffers/ })
    await writeFile(file, good)
  })

  test('and after all this it opens, without leftovers', async () => {
    await until('the killed initdb is gone too', async () => {
      await (await openEmbeddedDatabase({ dataDir })).stop()
      return !(await readdir(dataDir)).some((entry) => entry.startsWith('initialising-'))
    })
  })
})

test('the words of the system and of PostgreSQL are both understood', () => {
  const full = [
    'could not write to file "pg_wal/x": No space left on device',
    'ENOSPC: no space left on device, write',
    'could not extend file "base/1/2691": wrote only 4096 of 8192 bytes at block 9\nHINT:  Check free disk space.',
  ]
  for (const words of full) assert.equal(explainFailure('starting', '/data', new Error(words)).code, 'disk-full', words)
  const closed = ['EROFS: read-only file system, mkdir', 'could not create directory "x": Read-only file system']
  for (const words of closed) assert.equal(explainFailure('starting', '/data', words).code, 'not-writable', words)
  const nameless = 'initdb: error: could not look up effective user ID 54321: user does not exist'
  assert.match(explainFailure('starting', '/data', nameless).message, /passwd/)
})

test('a platform without binaries gets one line about DATABASE_URL', () => {
  const platforms = [
    { os: 'linux', arch: 'x64', hasGlibc: false },
    { os: 'linux', arch: 'riscv64', hasGlibc: true },
    { os: 'freebsd', arch: 'x64', hasGlibc: false },
  ]
  for (const platform of platforms) {
    assert.throws(() => locateBinaries(platform), { code: 'no-binaries', message: /^[^\n]*DATABASE_URL[^\n]*$/ })
  }
  const notInstalled = process.platform === 'darwin' ? 'linux' : 'darwin'
  assert.throws(() => locateBinaries({ os: notInstalled, arch: 'arm64', hasGlibc: true }), {
    code: 'no-binaries',
    message: /npm install/,
  })
})
