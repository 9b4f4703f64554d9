import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import { test } from 'node:test'
import { dataArea } from './data-area.ts'
import { temporaryFolder } from './embedded.fixture.ts'
import { limitServerLog, openServerLog } from './server-log.ts'

test('a long log is moved aside under the server that keeps it open, once', async () => {
  await using cleanup = new AsyncDisposableStack()
  const area = dataArea(await temporaryFolder(cleanup, 'private'))
  const { file, readNew } = await openServerLog(area)
  cleanup.defer(() => file.close())
  await file.write('older\n')
  assert.equal(await readNew(), 'older\n')

  await limitServerLog(area, 5)
  await file.write('newer\n')
  assert.equal(await readFile(area.log, 'utf8'), 'newer\n')
  assert.equal(await readFile(`${area.log}.1`, 'utf8'), 'older\n')

  await limitServerLog(area, 5)
  await limitServerLog(area, 5)
  assert.equal(await readFile(`${area.log}.1`, 'utf8'), 'newer\n')
  assert.equal((await stat(area.log)).size, 0)
})
