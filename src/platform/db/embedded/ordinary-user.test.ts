import assert from 'node:assert/strict'
import { chmod, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { isRoot } from './data-area.ts'
import type { Child } from './embedded.fixture.ts'
import { ORDINARY, programForOrdinary, startChild, temporaryFolder } from './embedded.fixture.ts'
import { openEmbeddedDatabase } from './open-embedded-database.ts'

// Run by root these tests act as `nobody`, run by anybody else as that user: root may write everywhere.

describe('an ordinary user', () => {
  const cleanup = new AsyncDisposableStack()
  let folder: string
  let dataDir: string
  let program: { node: string; source: string }
  before(async () => {
    folder = await temporaryFolder(cleanup, 'ordinary')
    dataDir = join(folder, 'data')
    program = await programForOrdinary(cleanup)
  })
  after(() => cleanup.disposeAsync())

  const start = (before = ''): Child =>
    startChild(cleanup, dataDir, { cwd: '/', before, ...(isRoot() && { as: ORDINARY }) }, program)

  test('gets one clear line for a folder that may not be written', async () => {
    await chmod(folder, 0o555)
    const said = await start().said
    await chmod(folder, 0o755)
    assert.equal(said.code, 'not-writable')
    assert.match(said.message ?? '', /start Holdfast as the user who owns that folder.*DATABASE_URL/s)
  })

  test('gets one clear line for a disk that fills up during the first start, and the next start succeeds', async () => {
    // A limit on the size of a file fails a write as a full disk does: initdb's first log segment is 16 MB.
    const said = await start('ulimit -f 8000;').said
    assert.equal(said.code, 'disk-full', String(said.message))

    const child = start()
    assert.equal((await child.said).firstStart, true)
    assert.equal(await child.end(), 0)
  })

  test('takes turns with root, and the data stays the ordinary user’s', async () => {
    const db = await openEmbeddedDatabase({ dataDir })
    await db.stop()
    assert.deepEqual([db.role, db.firstStart], ['owner', false])

    const child = start()
    assert.deepEqual([(await child.said).role, (await child.said).url], ['owner', db.url])
    assert.equal(await child.end(), 0)
    for (const entry of await readdir(dataDir)) {
      assert.equal((await stat(join(dataDir, entry))).uid, ORDINARY.uid, entry)
    }
  })
})
