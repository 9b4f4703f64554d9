import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, beforeEach, test } from 'node:test'
import { inspect } from 'node:util'
import { listenOnLoopback } from '../../../test/listen.ts'
import { openTelegramServer, type TelegramAnswer } from '../../../test/telegram-server.ts'
import { DeliveryFailure, type DeliveryVerdict } from '../delivery-failure.ts'
import { openTelegramMessages } from './telegram-messages.ts'

const chatId = '4815162342'
const server = await openTelegramServer([chatId])
const telegram = openTelegramMessages({ token: server.token, apiUrl: server.url })
after(async () => {
  await telegram.close()
  await server.close()
})
beforeEach(() => {
  server.script = () => 'accept'
  server.messages.length = 0
  server.requests.length = 0
})

const message = { chatId, text: 'Primename: *sausio* 6 d. <b>10:00</b> „Ąžuolas“ 💈 https://example.com/r?x=1&y=2' }

async function failureOf(sending: Promise<unknown>): Promise<DeliveryFailure> {
  const outcome = await sending.then(
    (value) => value,
    (error: unknown) => error,
  )
  assert.ok(outcome instanceof DeliveryFailure, `it ended with ${inspect(outcome)}`)
  assert.ok(outcome.message.length <= 500)
  assert.ok(!inspect(outcome, { depth: 10, showHidden: true }).includes(server.token))
  return outcome
}

test('a message arrives as plain text, without a preview of its link', async () => {
  assert.deepEqual(await telegram.send(message), { messageId: 1 })
  assert.deepEqual(server.messages, [message])
  assert.deepEqual(server.requests, [
    { chat_id: chatId, text: message.text, link_preview_options: { is_disabled: true } },
  ])
})

const refusal = (error_code: number, description: string): TelegramAnswer => ({ error_code, description })
const answers: [string, TelegramAnswer, DeliveryVerdict, boolean][] = [
  ['the recipient blocked the bot', refusal(403, 'Forbidden: bot was blocked by the user'), 'refused', true],
  ['the bot was thrown out', refusal(403, 'Forbidden: bot was kicked from the group chat'), 'refused', true],
  ['the account is gone', refusal(403, 'Forbidden: user is deactivated'), 'refused', false],
  ['nobody began', refusal(403, "Forbidden: bot can't initiate conversation with a user"), 'refused', false],
  ['Telegram’s odd hour', refusal(403, "Forbidden: bot can't send messages to the user"), 'delayed', false],
  ['the chat is unknown', refusal(400, 'Bad Request: chat not found'), 'refused', false],
  ['the token is wrong', refusal(401, 'Unauthorized'), 'unreachable', false],
  ['Telegram has trouble', refusal(500, 'Internal Server Error'), 'unreachable', false],
  ['a proxy has trouble', { status: 502, page: '<h1>Bad Gateway</h1>' }, 'unreachable', false],
  ['something else answers', { status: 200, page: '<h1>Welcome to the hotel</h1>' }, 'unreachable', false],
  ['something else forbids', { status: 403, page: '<h1>Blocked in your country</h1>' }, 'unreachable', false],
  ['the connection ends', 'drop', 'unreachable', false],
  ['a refusal nobody knows', refusal(418, 'I am a teapot'), 'delayed', false],
]
for (const [name, answer, verdict, isOptOut] of answers) {
  test(`when ${name}, a Telegram message is ${verdict}`, async () => {
    server.script = () => answer
    const failure = await failureOf(telegram.send(message))
    assert.equal(failure.verdict, verdict, failure.message)
    assert.equal(failure.isOptOut, isOptOut)
    assert.equal(failure.retryAfterSeconds, undefined)
    if (typeof answer === 'object' && 'description' in answer) {
      assert.equal(failure.message, `${answer.error_code} ${answer.description}`)
    }
  })
}

test('Telegram asking for a pause is told on', async () => {
  const description = 'Too Many Requests: retry after 14'
  server.script = () => ({ error_code: 429, description, parameters: { retry_after: 14 } })
  const failure = await failureOf(telegram.send(message))
  assert.equal(failure.verdict, 'unreachable')
  assert.equal(failure.retryAfterSeconds, 14)
})

test('what Telegram itself finds wrong with a message refuses it', async () => {
  for (const wrong of [{ chatId: '1' }, { chatId: '' }, { text: '' }, { text: 'x'.repeat(4097) }]) {
    assert.equal((await failureOf(telegram.send({ ...message, ...wrong }))).verdict, 'refused')
  }
  await telegram.send({ ...message, text: 'x'.repeat(4096) })
})

test('a wrong token and a wrong address are no fault of the message, and the token is in no error', async () => {
  const wrong = [
    { token: `1:${'x'.repeat(35)}` },
    { token: 'broken' },
    { apiUrl: 'http://127.0.0.1:1' },
    { apiUrl: 'http://telegram.invalid' },
    { apiUrl: `${server.url}/elsewhere` },
    { apiUrl: 'no address at all' },
  ]
  for (const settings of wrong) {
    const messages = openTelegramMessages({ token: server.token, apiUrl: server.url, ...settings })
    const failure = await failureOf(messages.send(message))
    assert.equal(failure.verdict, 'unreachable', failure.message)
    await messages.close()
  }
})

test('a redirect is not followed: the token is in the address', async (t) => {
  const followed: string[] = []
  const elsewhere = await listenOnLoopback(
    createServer((request, response) => {
      followed.push(request.url ?? '')
      response.end()
    }),
  )
  t.after(() => elsewhere.close())
  server.script = () => ({ redirect: `${elsewhere.url}/bot${server.token}/sendMessage` })
  assert.equal((await failureOf(telegram.send(message))).verdict, 'unreachable')
  assert.deepEqual(followed, [])
})

test('a Telegram that says nothing is given up in time, and closing does not wait for it', async (t) => {
  server.script = () => 'hang'
  const impatient = openTelegramMessages({ token: server.token, apiUrl: server.url, timeoutMs: 200 })
  const failure = await failureOf(impatient.send(message))
  assert.equal(failure.verdict, 'unreachable')
  assert.match(failure.message, /did not answer within 0\.2 s/)

  const connected = createServer()
  const silent = await listenOnLoopback(connected)
  t.after(() => silent.close())
  const patient = openTelegramMessages({ token: server.token, apiUrl: silent.url })
  const sending = failureOf(patient.send(message))
  await once(connected, 'request')
  await patient.close()
  assert.equal((await sending).verdict, 'unreachable')
})
