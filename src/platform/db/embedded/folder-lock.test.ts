import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder, until } from './embedded.fixture.ts'
import { enter, hasUsers, whileLocked } from './folder-lock.ts'

test('one at a time is inside, and the file stays empty', async () => {
  await using cleanup = new AsyncDisposableStack()
  const path = join(await temporaryFolder(cleanup, 'private'), 'lock')
  let inside = 0
  const most: number[] = []
  await Promise.all(
    Array.from({ length: 8 }, () =>
      whileLocked(path, async () => {
        inside += 1
        most.push(inside)
        await new Promise(setImmediate)
        inside -= 1
      }),
    ),
  )
  assert.deepEqual(most, Array(8).fill(1))
  await assert.rejects(
    whileLocked(path, () => Promise.reject(new Error('inside'))),
    /inside/,
  )
  await whileLocked(path, async () => undefined)
  assert.equal((await stat(path)).size, 0)
})

test('a user counts until it leaves, or dies without a word', async () => {
  await using cleanup = new AsyncDisposableStack()
  const path = join(await temporaryFolder(cleanup, 'private'), 'users')
  assert.equal(hasUsers(path), false)
  const leave = [enter(path), enter(path)]
  leave[0]?.()
  assert.equal(hasUsers(path), true)
  leave[1]?.()
  assert.equal(hasUsers(path), false)

  const script = `import { enter } from ${JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href)}
    globalThis.leave = enter(${JSON.stringify(path)}); console.log('in'); setInterval(() => {}, 1000)`
  const other = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(other.stdout, 'data')
  assert.equal(hasUsers(path), true)
  other.kill('SIGKILL')
  await until('the kernel has dropped its lock', async () => !hasUsers(path))
})
