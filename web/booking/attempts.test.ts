import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refused } from '../api/client.ts'
import { Attempts, type Try } from './attempts.ts'

const refusal = (status: number, code: string, wait?: number) =>
  new Refused({ type: 'about:blank', title: '', detail: '', correlationId: '', status, code }, wait)

/** Fails with each of `errors` in turn, then answers; remembers the keys it was sent. */
function sender(...errors: Error[]) {
  const keys: string[] = []
  const send = async ({ key }: Try) => {
    keys.push(key)
    const error = errors.shift()
    if (error) throw error
    return 'done'
  }
  return { keys, send }
}

test('G3: trying again after no answer, a 5xx or "too many" sends the key of the first try', async () => {
  const attempts = new Attempts()
  const { keys, send } = sender(
    refusal(0, 'unreachable'),
    refusal(503, 'unavailable'),
    refusal(429, 'too-many-requests'),
  )
  for (let i = 0; i < 3; i++) await assert.rejects(attempts.run('hold', { start: 1 }, send))
  assert.equal(await attempts.run('hold', { start: 1 }, send), 'done')
  assert.equal(new Set(keys).size, 1)
})

test('G3: a definite answer, or other content, ends the attempt: the next has a key of its own', async () => {
  const attempts = new Attempts()
  const { keys, send } = sender(refusal(409, 'slot-taken'), refusal(0, 'unreachable'))
  await assert.rejects(attempts.run('hold', { start: 1 }, send))
  await assert.rejects(attempts.run('hold', { start: 1 }, send))
  await attempts.run('hold', { start: 2 }, send)
  await attempts.run('hold', { start: 2 }, send)
  assert.equal(new Set(keys).size, 4)
})

test('G3: changes of different kinds keep different keys', async () => {
  const attempts = new Attempts()
  const { keys, send } = sender(refusal(0, 'unreachable'))
  await assert.rejects(attempts.run('hold', 'token', send))
  await attempts.run('extend', 'token', send)
  assert.equal(new Set(keys).size, 2)
})

test('G3: "the same request still runs" is asked again by itself', async () => {
  const { keys, send } = sender(refusal(409, 'idempotency-key-in-use', 0), refusal(409, 'idempotency-key-in-use', 0))
  assert.equal(await new Attempts().run('confirm', {}, send), 'done')
  assert.equal(keys.length, 3)
  assert.equal(new Set(keys).size, 1)
})
