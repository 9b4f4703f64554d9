import assert from 'node:assert/strict'
import { test } from 'node:test'
import { superviseServer } from './supervise-server.ts'

test('a server that does not come back is tried again with growing pauses, until it does', async () => {
  const warnings: string[] = []
  let failures = 3
  const back = Promise.withResolvers<void>()
  const supervision = superviseServer(
    { pid: 1 },
    {
      isRunning: async ({ pid }) => pid === 2,
      restart: async () => {
        if (failures-- > 0) throw new Error('no luck.')
        back.resolve()
        return { pid: 2 }
      },
      onLook: () => Promise.reject(new Error('a full disk must not end the watch')),
      warn: (message) => warnings.push(message),
    },
  )
  const keepAlive = setInterval(() => undefined, 1000)
  await back.promise
  await supervision.stop()
  clearInterval(keepAlive)
  assert.equal(supervision.current().pid, 2)
  assert.deepEqual(warnings, [
    'PostgreSQL (process 1) is gone; starting it again.',
    'no luck. Trying again in 100 ms.',
    'no luck. Trying again in 200 ms.',
    'no luck. Trying again in 400 ms.',
  ])
})

test('stopping ends a pause at once, and nothing is restarted after it', async () => {
  let restarts = 0
  const failed = Promise.withResolvers<void>()
  const supervision = superviseServer(
    { pid: 1 },
    {
      isRunning: async () => false,
      restart: async () => {
        restarts += 1
        if (restarts === 5) failed.resolve() // the next pause would be 1600 ms
        throw new Error('no luck.')
      },
      onLook: async () => undefined,
      warn: () => undefined,
    },
  )
  const keepAlive = setInterval(() => undefined, 1000)
  await failed.promise
  const before = performance.now()
  await supervision.stop()
  clearInterval(keepAlive)
  assert.ok(performance.now() - before < 1000)
  assert.equal(restarts, 5)
})
