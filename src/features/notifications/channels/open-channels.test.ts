import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMailServer, readMail } from '../../../../test/mail-server.ts'
import { openTelegramServer } from '../../../../test/telegram-server.ts'
import { openTwilioServer } from '../../../../test/twilio-server.ts'
import { type Config, readConfig, withSecret } from '../../../config.ts'
import { DeliveryFailure } from '../../../platform/delivery-failure.ts'
import { composeMail } from '../../../platform/mail/compose-mail.ts'
import type { Channel, Outgoing } from './channel.ts'
import { mailOf } from './email.ts'
import { openChannels } from './open-channels.ts'

const own = '+37052000000'
const invitation = {
  method: 'CANCEL' as const,
  content: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n',
}
const outgoing: Outgoing = {
  id: '01900000-0000-7000-8000-000000000001',
  to: { name: 'Ona Onaitė', address: '' },
  from: { name: 'Salonas „Ąžuolas“', address: null },
  replyTo: { name: 'Salonas', address: 'salonas@example.com' },
  message: {
    subject: 'Vizitas atšauktas',
    text: 'Jūsų vizitas atšauktas.',
    html: '<p>Jūsų vizitas atšauktas.</p>',
    short: 'Vizitas sausio 6 d. 10:00 atšauktas. https://example.com/r?r=1',
  },
  invitation,
  messageId: '<1@example.com>',
  threadId: '<0@example.com>',
  writtenAt: Date.UTC(2026, 0, 5),
}
const to = (address: string): Outgoing => ({ ...outgoing, to: { ...outgoing.to, address } })

function configured(settings: Record<string, string>): Config {
  return withSecret(
    readConfig({ NODE_ENV: 'test', AUTH_SECRET: 'a secret for tests that is long enough', ...settings }),
  )
}

function named(channels: readonly Channel[], name: Channel['name']): Channel {
  const channel = channels.find((one) => one.name === name)
  assert.ok(channel, `${name} is not open`)
  return channel
}

test('without settings no channel is open; with settings those are that have them', () => {
  assert.deepEqual(openChannels(configured({})), [])
  const names = (settings: Record<string, string>) => openChannels(configured(settings)).map(({ name }) => name)
  const twilio = { ENABLE_TWILIO: 'true', TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'secret' }
  assert.deepEqual(names({ SMTP_URL: 'smtp://mail.example.com' }), ['EMAIL'])
  assert.deepEqual(names({ ...twilio, TWILIO_SMS_FROM: own }), ['SMS'])
  assert.deepEqual(names({ ...twilio, TWILIO_WHATSAPP_FROM: own }), ['WHATSAPP'])
  assert.deepEqual(names({ ...twilio, ENABLE_TWILIO: 'false', TWILIO_SMS_FROM: own }), [])
  assert.deepEqual(names({ TELEGRAM_BOT_TOKEN: `1:${'x'.repeat(35)}` }), ['TELEGRAM'])
})

test('a channel says how much of it may be under way, and how much a second', () => {
  const twilio = { ENABLE_TWILIO: 'true', TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'secret' }
  const limits = (settings: Record<string, string>) =>
    openChannels(configured(settings)).map(({ concurrency, perSecond }) => ({ concurrency, perSecond }))
  assert.deepEqual(limits({ SMTP_URL: 'smtp://mail.example.com' }), [{ concurrency: 10, perSecond: Infinity }])
  assert.deepEqual(limits({ SMTP_URL: 'smtp://mail.example.com?maxConnections=20' }), [
    { concurrency: 40, perSecond: Infinity },
  ])
  const sms = { ...twilio, TWILIO_SMS_FROM: own }
  assert.deepEqual(limits(sms), [{ concurrency: 2, perSecond: 1 }])
  assert.deepEqual(limits({ ...sms, TWILIO_PER_SECOND: '100' }), [{ concurrency: 20, perSecond: 100 }])
})

test('by e-mail a message goes whole, and as any page that composes it shows it', async () => {
  const server = await openMailServer()
  const channels = openChannels(configured({ SMTP_URL: server.url(), MAIL_FROM: 'no-reply@example.com' }))
  const { answer, providerId } = await named(channels, 'EMAIL').send(to('ona@example.org'))
  assert.match(answer, /^250 /)
  assert.equal(providerId, null)
  const raw = server.received[0]!.raw
  assert.deepEqual(raw, await composeMail(mailOf(to('ona@example.org'), 'no-reply@example.com')))
  const mail = await readMail(raw)
  assert.deepEqual(mail.from, { name: 'Salonas „Ąžuolas“', address: 'no-reply@example.com' })
  assert.deepEqual(mail.replyTo, [{ name: 'Salonas', address: 'salonas@example.com' }])
  assert.equal(mail.subject, 'Vizitas atšauktas')
  assert.equal(mail.messageId, '<1@example.com>')
  assert.equal(mail.inReplyTo, '<0@example.com>')
  assert.equal(mail.attachments[0]?.method, 'CANCEL')
  for (const channel of channels) await channel.close()
  await server.close()
})

test('by SMS and WhatsApp the short words go, and each can be asked what was taken', async () => {
  const server = await openTwilioServer({ numbers: [own], whatsappNumbers: [own] })
  const channels = openChannels(
    configured({
      ENABLE_TWILIO: 'true',
      TWILIO_ACCOUNT_SID: server.account.accountSid,
      TWILIO_AUTH_TOKEN: server.account.authToken,
      TWILIO_SMS_FROM: own,
      TWILIO_WHATSAPP_FROM: own,
      TWILIO_API_URL: server.url,
    }),
  )
  const since = Temporal.Now.instant()
  const message = to('+37061234567')
  for (const [name, address] of [
    ['SMS', '+37061234567'],
    ['WHATSAPP', 'whatsapp:+37061234567'],
  ] as const) {
    const channel = named(channels, name)
    assert.equal(await channel.findSent?.(message, since), undefined)
    const sent = await channel.send(message)
    const taken = server.messages[0]!
    assert.deepEqual({ to: taken.to, body: taken.body }, { to: address, body: outgoing.message.short })
    assert.deepEqual(sent, { providerId: taken.sid, answer: 'queued' })
    assert.deepEqual(await channel.findSent?.(message, since), sent)
  }
  await server.close()
  for (const channel of channels) await channel.close()
})

test('closing SMS leaves WhatsApp open, and closing both leaves neither', async () => {
  const server = await openTwilioServer({ numbers: [own], whatsappNumbers: [own] })
  const channels = openChannels(
    configured({
      ENABLE_TWILIO: 'true',
      TWILIO_ACCOUNT_SID: server.account.accountSid,
      TWILIO_AUTH_TOKEN: server.account.authToken,
      TWILIO_SMS_FROM: own,
      TWILIO_WHATSAPP_FROM: own,
      TWILIO_API_URL: server.url,
    }),
  )
  const whatsapp = named(channels, 'WHATSAPP')
  await named(channels, 'SMS').close()
  await whatsapp.send(to('+37061234567'))
  await whatsapp.close()
  await assert.rejects(whatsapp.send(to('+37061234567')), DeliveryFailure)
  assert.equal(server.messages.length, 1)
  await server.close()
})

test('by Telegram the short words go', async () => {
  const server = await openTelegramServer(['4815162342'])
  const channels = openChannels(configured({ TELEGRAM_BOT_TOKEN: server.token, TELEGRAM_API_URL: server.url }))
  const telegram = named(channels, 'TELEGRAM')
  assert.equal((await telegram.send(to('4815162342'))).providerId, '1')
  assert.deepEqual(server.messages, [{ chatId: '4815162342', text: outgoing.message.short }])
  assert.equal(telegram.findSent, undefined)
  await telegram.close()
  await server.close()
})
