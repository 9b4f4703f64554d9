import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, cp, lstat, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { isRoot } from './data-area.ts'
import { ORDINARY, temporaryFolder } from './embedded.fixture.ts'
import type { Binaries } from './locate-binaries.ts'
import { locateBinaries, program } from './locate-binaries.ts'
import { prepareBinaries } from './prepare-binaries.ts'
import { canReach } from './unprivileged-account.ts'

describe('binaries where the database’s user cannot run them', () => {
  const cleanup = new AsyncDisposableStack()
  const account = isRoot() ? ORDINARY : undefined
  let installed: Binaries
  let readable: string
  before(async () => {
    readable = await temporaryFolder(cleanup, 'readable')
    // As in root's private home, under a strict umask, with npm's install scripts not run.
    const home = await temporaryFolder(cleanup, 'private')
    const { native, version } = locateBinaries()
    installed = { native: join(home, 'native'), version }
    await cp(native, installed.native, { recursive: true, verbatimSymlinks: true, filter: isNeededToStart })
    for (const entry of await readdir(join(installed.native, 'lib'), { withFileTypes: true })) {
      if (entry.isSymbolicLink()) await rm(join(installed.native, 'lib', entry.name))
    }
    await chmod(installed.native, 0o700)
  })
  after(() => cleanup.disposeAsync())

  test('are copied once, whole, to the first place that user can reach', async () => {
    const unusable = join(readable, 'a file')
    await writeFile(unusable, '')
    const places = [unusable, join(readable, 'for everybody')]
    const [copy, same] = await Promise.all([
      prepareBinaries(installed, account, places),
      prepareBinaries(installed, account, places),
    ])
    assert.deepEqual(same, copy)
    assert.ok(copy.native.startsWith(join(readable, 'for everybody')))
    assert.deepEqual(
      await readdir(join(readable, 'for everybody')),
      [`postgresql-${installed.version}`],
      'no half copies',
    )
    assert.match(
      execFileSync(program(copy, 'postgres'), ['--version'], { ...account, cwd: '/' }).toString(),
      /PostgreSQL.* 18\./,
    )

    const { ctimeMs } = await lstat(copy.native)
    await prepareBinaries(installed, account, places)
    assert.equal((await lstat(copy.native)).ctimeMs, ctimeMs)
  })

  test('are refused with a way out when there is no such place', async () => {
    const file = join(readable, 'another file')
    await writeFile(file, '')
    await assert.rejects(prepareBinaries(installed, account, [file]), {
      code: 'binaries-unreachable',
      message: /DATABASE_URL/,
    })
  })
})

/** A third of the package is enough here. */
function isNeededToStart(path: string): boolean {
  return !/native.(share|lib.postgresql|lib.pkgconfig)$|\.a$/.test(path)
}

test('whether a user can reach a file depends on every folder above it', async () => {
  await using cleanup = new AsyncDisposableStack()
  const folder = await temporaryFolder(cleanup, 'readable')
  const file = join(folder, 'inner', 'file')
  await mkdir(join(folder, 'inner'))
  await writeFile(file, '', { mode: 0o755 })
  const stranger = { uid: 65533, gid: 65533 }
  assert.equal(await canReach(stranger, file), true)
  await chmod(join(folder, 'inner'), 0o700)
  assert.equal(await canReach(stranger, file), false)
  assert.equal(await canReach(undefined, file), true, 'ourselves')
  assert.equal(await canReach(stranger, join(folder, 'none')), false)
})
