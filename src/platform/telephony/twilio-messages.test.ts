import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, beforeEach, test } from 'node:test'
import { inspect } from 'node:util'
import { listenOnLoopback } from '../../../test/listen.ts'
import { openTwilioServer, type TwilioAnswer } from '../../../test/twilio-server.ts'
import { DeliveryFailure, type DeliveryVerdict } from '../delivery-failure.ts'
import { openTwilioMessages, type TwilioMessages } from './twilio-messages.ts'

const own = '+37052000000'
const client = '+37061234567'
const server = await openTwilioServer({ numbers: [own], whatsappNumbers: [own] })
const twilio = openTwilioMessages({ ...server.account, apiUrl: server.url })
after(async () => {
  await twilio.close()
  await server.close()
})
beforeEach(() => {
  server.script = () => 'accept'
  server.status = 'queued'
  server.messages.length = 0
  server.requests.length = 0
})

const message = {
  from: own,
  to: client,
  body: 'Primename: sausio 6 d. 10:00 „Ąžuolas“ 💈 https://example.com/r?x=1&y=2',
}
const beginning = Temporal.Instant.fromEpochMilliseconds(0)
const now = () => Temporal.Now.instant()

async function failureOf(sending: Promise<unknown>): Promise<DeliveryFailure> {
  const outcome = await sending.then(
    (value) => value,
    (error: unknown) => error,
  )
  assert.ok(outcome instanceof DeliveryFailure, `it ended with ${inspect(outcome)}`)
  assert.ok(outcome.message.length <= 500)
  assert.ok(!inspect(outcome, { depth: 10, showHidden: true }).includes(server.account.authToken))
  const credentials = Buffer.from(`${server.account.accountSid}:${server.account.authToken}`).toString('base64')
  assert.ok(!inspect(outcome, { depth: 10, showHidden: true }).includes(credentials))
  return outcome
}

/** A conversation of its own, for what needs other settings. */
async function withAccount<T>(
  settings: Partial<Parameters<typeof openTwilioMessages>[0]>,
  work: (messages: TwilioMessages) => Promise<T>,
): Promise<T> {
  const messages = openTwilioMessages({ ...server.account, apiUrl: server.url, ...settings })
  try {
    return await work(messages)
  } finally {
    await messages.close()
  }
}

test('an SMS arrives with Twilio as it was written', async () => {
  const receipt = await twilio.send(message)
  assert.match(receipt.sid, /^SM[0-9a-f]{32}$/)
  assert.equal(receipt.status, 'queued')
  const { from, to, body, sid } = server.messages[0]!
  assert.deepEqual({ from, to, body, sid }, { ...message, sid: receipt.sid })
})

test('a WhatsApp message goes between two WhatsApp addresses', async () => {
  await twilio.send({ ...message, from: `whatsapp:${own}`, to: `whatsapp:${client}` })
  assert.equal(server.messages[0]?.to, `whatsapp:${client}`)
})

test('what Twilio itself finds wrong with a message refuses it', async () => {
  const wrong: [Partial<typeof message>, RegExp][] = [
    [{ to: '861234567' }, /^400 21211 Invalid 'To' Phone Number: 861234567$/],
    [{ to: `whatsapp:${client}` }, /^400 21910 /],
    [{ to: own }, /^400 21266 /],
    [{ body: 'x'.repeat(1601) }, /^400 21617 /],
    [{ body: '' }, /^400 21602 /],
  ]
  for (const [part, says] of wrong) {
    const failure = await failureOf(twilio.send({ ...message, ...part }))
    assert.equal(failure.verdict, 'refused')
    assert.match(failure.message, says)
  }
  await twilio.send({ ...message, body: 'x'.repeat(1600) })
  assert.equal(server.messages.length, 1)
})

const refusal = (code: number, status = 400): TwilioAnswer => ({ code, message: `It is ${code}`, status })
const answers: [string, TwilioAnswer, DeliveryVerdict][] = [
  ...[21211, 21214, 21217, 21265, 21408, 21608, 21610, 21612, 21614, 21635, 63003, 63014, 63015, 63016, 63024].map(
    (code): [string, TwilioAnswer, DeliveryVerdict] => [`code ${code}`, refusal(code), 'refused'],
  ),
  ['code 21610 with HTTP 403', refusal(21610, 403), 'refused'],
  ...[21212, 21601, 21611, 21660, 21661, 63007, 63018, 63038].map((code): [string, TwilioAnswer, DeliveryVerdict] => [
    `code ${code}`,
    refusal(code),
    'unreachable',
  ]),
  ['a sender that does not fit this recipient, 21606', refusal(21606), 'delayed'],
  ['a sender that does not fit this recipient, 21659', refusal(21659), 'delayed'],
  ['a code nobody knows', refusal(29999), 'delayed'],
  ['an account that is suspended', refusal(20005, 403), 'unreachable'],
  ['HTTP 401', refusal(20003, 401), 'unreachable'],
  ['HTTP 403 without a known code', refusal(20999, 403), 'unreachable'],
  ['HTTP 404', refusal(20404, 404), 'unreachable'],
  ['HTTP 500', refusal(20500, 500), 'unreachable'],
  ['HTTP 503', { status: 503, page: '<h1>Service unavailable</h1>' }, 'unreachable'],
  ['a page that is not Twilio’s', { status: 200, page: '<h1>Welcome to the hotel</h1>' }, 'unreachable'],
  ['a redirect', { status: 302, page: '' }, 'unreachable'],
  ['HTTP 400 without a body of Twilio’s', { status: 400, page: 'Bad request' }, 'delayed'],
  ['a connection that ends', 'drop', 'unreachable'],
]
for (const [name, answer, verdict] of answers) {
  test(`after ${name} an SMS is ${verdict}`, async () => {
    server.script = () => answer
    const failure = await failureOf(twilio.send(message))
    assert.equal(failure.verdict, verdict, failure.message)
    assert.equal(failure.retryAfterSeconds, undefined)
    assert.equal(failure.isOptOut, /21610|63014/.test(name))
    if (typeof answer === 'object' && 'code' in answer)
      assert.match(failure.message, new RegExp(`It is ${answer.code}$`))
  })
}

test('Twilio asking for a pause is told on, and not tried again in the meantime', async () => {
  server.script = () => ({ code: 20429, message: 'Too Many Requests', status: 429, retryAfter: '17' })
  const failure = await failureOf(twilio.send(message))
  assert.equal(failure.verdict, 'unreachable')
  assert.equal(failure.retryAfterSeconds, 17)
  assert.equal(server.requests.length, 1)
})

test('wrong credentials, a wrong account and a wrong address are no fault of the message', async (t) => {
  const elsewhere = await listenOnLoopback(
    createServer((_request, response) => response.writeHead(404).end('Not here')),
  )
  t.after(() => elsewhere.close())
  const wrong = [
    { authToken: 'f'.repeat(32) },
    { accountSid: `AC${'0'.repeat(32)}` },
    { apiUrl: elsewhere.url },
    { apiUrl: 'http://127.0.0.1:1' },
    { apiUrl: 'http://twilio.invalid' },
  ]
  for (const settings of wrong) {
    const failure = await withAccount(settings, (messages) => failureOf(messages.send(message)))
    assert.equal(failure.verdict, 'unreachable', failure.message)
  }
})

test('the address of the API may lie under a path', async (t) => {
  const paths: string[] = []
  const proxy = await listenOnLoopback(
    createServer((request, response) => {
      paths.push(request.url ?? '')
      response.writeHead(429).end()
    }),
  )
  t.after(() => proxy.close())
  await withAccount({ apiUrl: `${proxy.url}/twilio/` }, (messages) => failureOf(messages.send(message)))
  assert.deepEqual(paths, [`/twilio/2010-04-01/Accounts/${server.account.accountSid}/Messages.json`])
})

test('a Twilio that says nothing, or speaks too slowly to end, is given up in time', async (t) => {
  server.script = () => 'hang'
  const slow = await listenOnLoopback(
    createServer((_request, response) => {
      response.writeHead(201, { 'content-type': 'application/json' })
      const trickle = setInterval(() => response.write(' '), 20)
      response.once('close', () => clearInterval(trickle))
    }),
  )
  t.after(() => slow.close())
  for (const apiUrl of [server.url, slow.url]) {
    const failure = await withAccount({ apiUrl, timeoutMs: 200 }, (messages) => failureOf(messages.send(message)))
    assert.equal(failure.verdict, 'unreachable')
    assert.match(failure.message, /did not answer within 0\.2 s/)
  }
})

test('closing does not wait for a Twilio that says nothing', async (t) => {
  const connected = createServer()
  const silent = await listenOnLoopback(connected)
  t.after(() => silent.close())
  const messages = openTwilioMessages({ ...server.account, apiUrl: silent.url })
  const sending = failureOf(messages.send(message))
  await once(connected, 'request')
  await messages.close()
  assert.equal((await sending).verdict, 'unreachable')
  assert.equal((await failureOf(messages.send(message))).verdict, 'unreachable')
})

test('after an attempt nobody knows the end of, Twilio is asked, and the message found is the one that was taken', async () => {
  server.script = ({ attempt }) => (attempt >= 1 ? 'accept-and-drop' : 'accept')
  const since = now()
  assert.equal(await twilio.findSent(message, since), undefined)
  assert.equal((await failureOf(twilio.send(message))).verdict, 'unreachable')
  assert.equal(server.messages.length, 1)
  const found = await twilio.findSent(message, since)
  assert.deepEqual(found, { sid: server.messages[0]?.sid, status: 'queued' })
})

test('only the same message, sent since then and not failed, is found', async () => {
  await twilio.send(message)
  assert.ok(await twilio.findSent(message, beginning))
  const others = [{ body: 'Something else' }, { to: '+37061234568' }, { from: '+37052000001' }]
  for (const part of others) assert.equal(await twilio.findSent({ ...message, ...part }, beginning), undefined)
  assert.equal(await twilio.findSent(message, now().add({ minutes: 5 })), undefined)
  server.messages.length = 0
  server.status = 'failed'
  await twilio.send(message)
  assert.equal(await twilio.findSent(message, beginning), undefined)
})

test('the sentence that trial accounts put before a message does not hide it', async (t) => {
  const trial = await openTwilioServer({ numbers: [own], trialNotice: 'Sent from your Twilio trial account - ' })
  t.after(() => trial.close())
  await withAccount({ ...trial.account, apiUrl: trial.url }, async (messages) => {
    await messages.send(message)
    assert.ok(await messages.findSent(message, beginning))
  })
})

test('a Twilio that cannot be asked says so, rather than that it took nothing', async () => {
  const failure = await withAccount({ authToken: 'f'.repeat(32) }, (messages) =>
    failureOf(messages.findSent(message, beginning)),
  )
  assert.equal(failure.verdict, 'unreachable')
})
