import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ConfigError, readConfig } from './config.ts'

const refusal = (environment: Record<string, string>): string => {
  try {
    readConfig(environment)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.message
  }
  throw new Error('It was accepted')
}

describe('configuration', () => {
  it('needs nothing at all', () => {
    const config = readConfig({})
    assert.equal(config.PORT, 3000)
    assert.equal(config.HOST, '127.0.0.1')
    assert.equal(config.ENABLE_SCHEDULE_ENGINE, true)
    assert.equal(config.SCHEDULE_HOLD_EXPIRY_INTERVAL_SECONDS, 60)
  })

  it('treats an empty value as unset', () => {
    assert.equal(readConfig({ DATABASE_URL: '', PORT: ' ' }).PORT, 3000)
  })

  for (const [name, value] of [
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'nonsense'],
    ['ENABLE_SCHEDULE_ENGINE', 'maybe'],
    ['SCHEDULE_HOLD_EXPIRY_INTERVAL_SECONDS', '0'],
    ['AUTH_SECRET', 'short'],
    ['LOG_LEVEL', 'loud'],
    ['RATE_LIMIT_FACTOR', '-1'],
  ] as const) {
    it(`refuses ${name}=${value} in one line that names it`, () => {
      const message = refusal({ [name]: value })
      assert.ok(message.startsWith(`${name}: `), message)
      assert.ok(!message.includes('\n'))
    })
  }

  it('does not print a secret it refuses', () => {
    assert.ok(!refusal({ AUTH_SECRET: 'hunter2' }).includes('hunter2'))
    assert.ok(!refusal({ DATABASE_URL: 'mysql://user:hunter2@host/x' }).includes('hunter2'))
  })

  it('refuses production without a public address, and shared production without one secret', () => {
    assert.match(refusal({ NODE_ENV: 'production' }), /^PUBLIC_URL: /)
    const half = {
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://book.example.com',
      DATABASE_URL: 'postgres://host/holdfast',
    }
    assert.match(refusal(half), /^AUTH_SECRET: /)
    assert.equal(readConfig({ ...half, AUTH_SECRET: 'x'.repeat(32) }).UID_DOMAIN, 'book.example.com')
  })
})
