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
    ['REMINDER_CRON', 'hourly'],
    ['REMINDER_CRON', '61 * * * *'],
    ['REMINDER_CRON', '0 9 * * MON'],
    ['QUIET_HOURS', '21-8'],
    ['SMTP_URL', 'mail.example.com'],
    ['NOTIFICATIONS_REDIRECT_TO', 'everybody'],
    ['TWILIO_SMS_FROM', '060000000'],
    ['QUIET_HOURS', '08:00-08:00'],
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

  it('E5: refuses a schedule that would look at some appointments when they have begun', () => {
    const daily = { REMINDER_CRON: '0 9 * * *' }
    assert.match(refusal({ ...daily, REMINDER_LOOKAHEAD_MINUTES: '1439' }), /^REMINDER_CRON: [^\n]+$/)
    assert.equal(readConfig(daily).REMINDER_CRON, '0 9 * * *')
    assert.match(refusal({ REMINDER_CRON: '0 9 * * 1-5' }), /^REMINDER_CRON: /)
  })

  it('refuses production without a public address, and shared production without one secret', () => {
    assert.match(refusal({ NODE_ENV: 'production' }), /^PUBLIC_URL: /)
    const half = {
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://book.example.com',
      DATABASE_URL: 'postgres://host/holdfast',
    }
    assert.match(refusal(half), /^AUTH_SECRET: /)
    const whole = { ...half, AUTH_SECRET: 'x'.repeat(32), SMTP_URL: 'smtp://mail.example.com' }
    assert.equal(readConfig(whole).UID_DOMAIN, 'book.example.com')
    assert.deepEqual(
      [readConfig(whole).SITE_URL, readConfig(whole).MAIL_FROM],
      ['https://book.example.com', 'no-reply@book.example.com'],
    )
  })

  it('E1: refuses production that would write to nobody without saying so, and half a Twilio', () => {
    const production = { NODE_ENV: 'production', PUBLIC_URL: 'https://book.example.com', AUTH_SECRET: 'x'.repeat(32) }
    assert.match(refusal(production), /^SMTP_URL: /)
    assert.equal(readConfig({ ...production, NOTIFICATIONS_ENABLED: 'false' }).NOTIFICATIONS_ENABLED, false)
    const account = { ENABLE_TWILIO: 'true', TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}` }
    assert.match(refusal(account), /^ENABLE_TWILIO: .*TWILIO_AUTH_TOKEN/)
    assert.match(refusal({ ...account, TWILIO_AUTH_TOKEN: 'hunter2' }), /^ENABLE_TWILIO: .*TWILIO_SMS_FROM/)
  })
})
