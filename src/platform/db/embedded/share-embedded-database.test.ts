import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cp, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Pool } from 'pg'
import { isRoot } from './data-area.ts'
import { ask, startChild, temporaryFolder, until } from './embedded.fixture.ts'
import { openEmbeddedDatabase } from './open-embedded-database.ts'
import { isServerOf } from './postmaster-file.ts'

describe('one folder, several processes', () => {
  const folders = new AsyncDisposableStack()
  let dataDir: string
  before(async () => {
    dataDir = join(await temporaryFolder(folders, 'readable'), 'data')
    await mkdir(join(dataDir, 'lost+found'), { recursive: true }) // as in a fresh volume: that counts as empty
  })
  after(() => folders.disposeAsync())

  const cluster = (): string => join(dataDir, 'postgres')
  const isGone = (pid: number) => async () => (await isServerOf(cluster(), pid)) === 'no'
  const untilGone = (pid: number): Promise<boolean> => until(`process ${pid} is gone`, isGone(pid))

  test('of three processes that start at once on an empty folder one makes the database and the others join', async () => {
    await using cleanup = new AsyncDisposableStack()
    const children = [1, 2, 3].map(() => startChild(cleanup, dataDir))
    const said = await Promise.all(children.map((child) => child.said))
    assert.deepEqual(said.map((each) => each.role).sort(), ['joined', 'joined', 'owner'], JSON.stringify(said))
    assert.equal(said.filter((each) => each.firstStart).length, 1)
    assert.equal(new Set(said.map((each) => each.pid)).size, 1)
    assert.equal(new Set(said.map((each) => each.url)).size, 1)
  })

  test('the last to leave stops the server, not the one who started it', async () => {
    await using cleanup = new AsyncDisposableStack()
    const owner = startChild(cleanup, dataDir)
    const { pid } = await owner.said
    const joined = await openEmbeddedDatabase({ dataDir })
    assert.equal(joined.role, 'joined')
    assert.equal(joined.pid, pid)

    assert.equal(await owner.end('SIGTERM'), 0)
    assert.deepEqual(await ask(joined.url, 'SELECT 1 AS one'), { one: 1 })
    await joined.stop()
    assert.equal(await isServerOf(cluster(), pid), 'no')
    await assert.rejects(stat(join(cluster(), 'postmaster.pid')), /ENOENT/, 'an orderly stop')
  })

  test('two users within one process are two users', async () => {
    const first = await openEmbeddedDatabase({ dataDir })
    const second = await openEmbeddedDatabase({ dataDir })
    assert.deepEqual([first.role, second.role], ['owner', 'joined'])
    await Promise.all([first.stop(), first.stop()])
    await ask(second.url, 'SELECT 1')
    await second.stop()
    assert.equal(await isServerOf(cluster(), second.pid), 'no')
  })

  test('the server outlives a terminal’s Ctrl-C and a kill -9 of Holdfast, and is adopted', async () => {
    await using cleanup = new AsyncDisposableStack()
    const first = startChild(cleanup, dataDir)
    const { pid, url } = await first.said
    process.kill(-(first.process.pid as number), 'SIGINT') // what a terminal does: to the whole process group
    await first.end('SIGKILL')
    assert.notEqual(await isServerOf(cluster(), pid), 'no')

    const adopted = await openEmbeddedDatabase({ dataDir })
    assert.deepEqual([adopted.role, adopted.pid, adopted.url], ['adopted', pid, url])
    await adopted.stop()
    assert.equal(await isServerOf(cluster(), pid), 'no')
  })

  test('a killed server is started again on its port, and open pools work on', async () => {
    await using cleanup = new AsyncDisposableStack()
    const db = await openEmbeddedDatabase({ dataDir })
    cleanup.defer(() => db.stop())
    const pool = new Pool({ connectionString: db.url, max: 3 })
    cleanup.defer(() => pool.end())
    pool.on('error', () => undefined)
    await pool.query('CREATE TABLE committed AS SELECT 1 AS one')

    for (const _ of [1, 2]) {
      const dead = db.pid
      process.kill(dead, 'SIGKILL')
      await untilGone(dead)
      const { rows } = await until('the pool works again', () => pool.query('SELECT one FROM committed'))
      assert.deepEqual(rows, [{ one: 1 }])
      await until('the new process id is known', async () => db.pid !== dead)
    }
  })

  test('whoever is left restarts it: the owner was killed, the joiner watches on', async () => {
    await using cleanup = new AsyncDisposableStack()
    const owner = startChild(cleanup, dataDir)
    const { pid } = await owner.said
    const joined = await openEmbeddedDatabase({ dataDir })
    cleanup.defer(() => joined.stop())
    await owner.end('SIGKILL')
    process.kill(pid, 'SIGKILL')
    await untilGone(pid)
    await until('it is back', () => ask(joined.url, 'SELECT 1'))
  })

  test('a stop while the server is down leaves it down', async () => {
    const db = await openEmbeddedDatabase({ dataDir })
    process.kill(db.pid, 'SIGKILL')
    await db.stop()
    await until('its children are gone too', () =>
      ask(db.url, 'SELECT 1').then(
        () => false,
        (error) => /ECONNREFUSED/.test(error.message),
      ),
    )
  })

  test('a left-over postmaster.pid whose process id belongs to somebody else by now does not stop the start', async () => {
    await using cleanup = new AsyncDisposableStack()
    const owner = startChild(cleanup, dataDir)
    const { pid } = await owner.said
    await owner.end('SIGKILL')
    process.kill(pid, 'SIGKILL')
    await untilGone(pid)

    // The worst case: a process of the same user, which PostgreSQL by itself takes for its former self.
    const { uid, gid } = await stat(cluster())
    const bystander = spawn('sleep', ['100'], isRoot() ? { uid, gid } : {})
    cleanup.defer(() => void bystander.kill())
    const file = join(cluster(), 'postmaster.pid')
    const lines = (await readFile(file, 'utf8')).split('\n')
    await writeFile(file, [bystander.pid, ...lines.slice(1)].join('\n'))

    const db = await openEmbeddedDatabase({ dataDir })
    cleanup.defer(() => db.stop())
    assert.equal(db.role, 'owner')
    assert.deepEqual(await ask(db.url, 'SELECT one FROM committed'), { one: 1 })
    assert.equal(bystander.exitCode ?? bystander.signalCode, null)
  })

  test('a copy of the folder does not mistake the original’s server for its own', async () => {
    await using cleanup = new AsyncDisposableStack()
    const copyDir = join(await temporaryFolder(cleanup, 'readable'), 'copy')
    await cp(dataDir, copyDir, { recursive: true })
    const original = await openEmbeddedDatabase({ dataDir })
    cleanup.defer(() => original.stop())
    for (const file of ['last-start.json', 'postgres/postmaster.pid'])
      await cp(join(dataDir, file), join(copyDir, file))

    const copy = await openEmbeddedDatabase({ dataDir: copyDir })
    cleanup.defer(() => copy.stop())
    assert.equal(copy.role, 'owner')
    assert.notEqual(copy.pid, original.pid)
    assert.notEqual(new URL(copy.url).port, new URL(original.url).port)
  })

  test('a folder in use by another container is refused; left over from there, it is taken', async () => {
    await using cleanup = new AsyncDisposableStack()
    const there = await openEmbeddedDatabase({ dataDir })
    cleanup.defer(() => there.stop())
    const lastStart = join(dataDir, 'last-start.json')
    const here = await readFile(lastStart, 'utf8')
    await writeFile(lastStart, JSON.stringify({ ...(JSON.parse(here) as object), place: 'another container' }))
    await assert.rejects(openEmbeddedDatabase({ dataDir }), { code: 'used-elsewhere' })
    await writeFile(lastStart, here)

    await there.stop()
    await writeFile(lastStart, JSON.stringify({ ...(JSON.parse(here) as object), place: 'another container' }))
    await writeFile(join(dataDir, 'postgres/postmaster.pid'), `${process.pid}\n\n\n1\n\n\n\nready\n`)
    const taken = await openEmbeddedDatabase({ dataDir })
    cleanup.defer(() => taken.stop())
    assert.equal(taken.role, 'owner')
  })
})
