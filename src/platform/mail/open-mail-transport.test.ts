import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { after, beforeEach, type TestContext, test } from 'node:test'
import { type MailAnswer, type MailServer, openMailServer } from '../../../test/mail-server.ts'
import { DeliveryFailure, type DeliveryVerdict } from '../delivery-failure.ts'
import { composeMail } from './compose-mail.ts'
import type { Mail } from './mail.ts'
import { type MailTransport, openMailTransport } from './open-mail-transport.ts'

const server = await openMailServer()
after(() => server.close())
beforeEach(() => {
  server.script = () => 'accept'
  server.greeting = 'greet'
  server.received.length = 0
  server.attempts.length = 0
})

function mailTo(address: string, id = address): Mail {
  return {
    from: { name: 'Salonas', address: 'no-reply@example.com' },
    to: { name: 'Ona', address },
    replyTo: null,
    subject: 'Jūsų vizitas',
    text: 'Laukiame.\n.\nIki!',
    html: '<p>Laukiame.</p>',
    messageId: `<${id.replace(/[^\w.]/g, '-')}@example.com>`,
    date: Date.UTC(2026, 0, 5),
    inReplyTo: null,
    calendar: null,
    headers: {},
  }
}

/** A further server, closed when the test ends, however it ends. */
async function openFurther(t: TestContext, setup: Parameters<typeof openMailServer>[0]): Promise<MailServer> {
  const further = await openMailServer(setup)
  t.after(() => further.close())
  return further
}

/** Opens a transport for one piece of work and closes it whatever comes. */
async function withTransport<T>(
  url: string,
  work: (transport: MailTransport) => Promise<T>,
  limits: { sendMs?: number; graceMs?: number } = {},
): Promise<T> {
  const transport = openMailTransport(url, { graceMs: 0, ...limits })
  try {
    return await work(transport)
  } finally {
    await transport.close()
  }
}

/** How sending ends when it does not succeed. */
async function failureOf(sending: Promise<unknown>): Promise<DeliveryFailure> {
  const outcome = await sending.then(
    (value) => value,
    (error: unknown) => error,
  )
  assert.ok(outcome instanceof DeliveryFailure, `it ended with ${JSON.stringify(outcome)}`)
  assert.ok(outcome.message.length <= 500)
  assert.doesNotMatch(outcome.message, /[\r\n]/)
  return outcome
}

async function assertVerdict(answer: MailAnswer, verdict: DeliveryVerdict, says: RegExp, options = ''): Promise<void> {
  server.script = () => answer
  await withTransport(server.url(options), async (transport) => {
    const failure = await failureOf(transport.send(mailTo('ona@example.org')))
    assert.equal(failure.verdict, verdict, failure.message)
    assert.match(failure.message, says)
  })
}

test('what the server takes is what composing gives, with dots and all', async () => {
  await withTransport(server.url(), async (transport) => {
    const { answer } = await transport.send(mailTo('ona@example.org'))
    assert.match(answer, /^250 /)
  })
  assert.equal(server.received.length, 1)
  assert.deepEqual(server.received[0]?.raw, await composeMail(mailTo('ona@example.org')))
  assert.equal(server.received[0]?.from, 'no-reply@example.com')
  assert.equal(server.received[0]?.to, 'ona@example.org')
})

test('two hundred mails go out over five connections, each exactly once', async () => {
  const addresses = Array.from({ length: 200 }, (_, i) => `client-${i}@example.org`)
  const before = server.connections.most
  await withTransport(server.url(), async (transport) => {
    assert.equal(transport.connections, 5)
    await Promise.all(addresses.map((address) => transport.send(mailTo(address))))
  })
  assert.deepEqual(server.received.map(({ to }) => to).sort(), addresses.toSorted())
  assert.equal(new Set(server.received.map(({ connection }) => connection)).size, 5)
  assert.ok(server.connections.most <= Math.max(before, 5))
})

const refusals: [string, MailAnswer, DeliveryVerdict][] = [
  ['an unknown mailbox', { at: 'RCPT TO', code: 550, text: '5.1.1 No such user' }, 'refused'],
  ['a mailbox that is full', { at: 'RCPT TO', code: 552, text: '5.2.2 Over quota' }, 'refused'],
  ['content the server does not take', { at: 'DATA', code: 554, text: '5.7.1 Message rejected as spam' }, 'refused'],
  ['a grey list', { at: 'RCPT TO', code: 451, text: '4.7.1 Greylisted, try again in 300 seconds' }, 'delayed'],
  ['a mailbox that is busy', { at: 'RCPT TO', code: 450, text: '4.2.0 Mailbox busy' }, 'delayed'],
  ['a server without space', { at: 'MAIL FROM', code: 452, text: '4.3.1 Insufficient storage' }, 'delayed'],
  ['trouble after the message', { at: 'DATA', code: 451, text: '4.3.0 Local error' }, 'delayed'],
  ['commands out of order', { at: 'RCPT TO', code: 503, text: '5.5.1 Bad sequence' }, 'delayed'],
  ['a server that closes', { at: 'RCPT TO', code: 421, text: '4.3.2 Shutting down' }, 'unreachable'],
  ['a server that closes after the message', { at: 'DATA', code: 421, text: '4.3.2 Shutting down' }, 'unreachable'],
  ['a sender that is not ours', { at: 'MAIL FROM', code: 553, text: '5.7.1 Not your address' }, 'unreachable'],
  ['a server that wants a password', { at: 'RCPT TO', code: 530, text: '5.7.0 Sign in first' }, 'unreachable'],
  ['a server that does not relay for us', { at: 'RCPT TO', code: 554, text: '5.7.1 Relay access denied' }, 'delayed'],
  [
    'a server that has enough of us for today',
    { at: 'DATA', code: 550, text: '5.4.5 Daily limit exceeded' },
    'delayed',
  ],
]
for (const [name, answer, verdict] of refusals) {
  test(`after ${name} the message is ${verdict}`, async () => {
    const { code, text } = answer as { code: number; text: string }
    await assertVerdict(answer, verdict, new RegExp(`^${code} ${text}$`))
    assert.equal(server.received.length, 0)
  })
}

test('a server that takes one command at a time is understood the same way', async (t) => {
  const plain = await openFurther(t, { server: { hidePIPELINING: true } })
  for (const [, answer, verdict] of refusals) {
    plain.script = () => answer
    const failure = await withTransport(plain.url(), (transport) =>
      failureOf(transport.send(mailTo('ona@example.org'))),
    )
    assert.equal(failure.verdict, verdict, failure.message)
  }
})

test('what the server says is kept as one line of five hundred characters', async () => {
  const text = `5.1.1 ${'long '.repeat(300)}`
  await assertVerdict({ at: 'RCPT TO', code: 550, text }, 'refused', /^550 5\.1\.1 long .*…$/)
})

test('after a grey list the second attempt is taken', async () => {
  server.script = ({ attempt }) => (attempt === 1 ? { at: 'RCPT TO', code: 451, text: '4.7.1 Come again' } : 'accept')
  await withTransport(server.url(), async (transport) => {
    assert.equal((await failureOf(transport.send(mailTo('ona@example.org')))).verdict, 'delayed')
    await transport.send(mailTo('ona@example.org'))
  })
  assert.equal(server.received.length, 1)
})

test('a connection lost before the message was asked for says nothing about the message', async () => {
  await assertVerdict({ dropAt: 'MAIL FROM' }, 'unreachable', /closed/)
  await assertVerdict({ dropAt: 'RCPT TO' }, 'unreachable', /closed/)
})

test('a connection lost after the message delays it, and nothing sends it again on its own', async () => {
  await assertVerdict({ dropAt: 'DATA' }, 'delayed', /closed/)
  assert.equal(server.attempts.length, 1)
  await assertVerdict('accept-and-drop', 'delayed', /closed/)
  assert.equal(server.attempts.length, 2)
  assert.equal(server.received.length, 1)
})

test('also over a connection that was used before, a message that may have arrived is not sent again', async () => {
  server.script = ({ recipient }) => (recipient === 'ona@example.org' ? 'accept-and-drop' : 'accept')
  await withTransport(server.url('maxConnections=1'), async (transport) => {
    await transport.send(mailTo('jonas@example.org'))
    assert.equal((await failureOf(transport.send(mailTo('ona@example.org')))).verdict, 'delayed')
    await transport.send(mailTo('jonas@example.org', 'second'))
  })
  assert.deepEqual(
    server.received.map(({ to }) => to),
    ['jonas@example.org', 'ona@example.org', 'jonas@example.org'],
  )
})

test('a connection the server closes just when a mail comes is replaced, and nobody notices', async () => {
  await withTransport(server.url('maxConnections=1'), async (transport) => {
    await transport.send(mailTo('a@example.org'))
    let drops = 0
    server.script = ({ recipient }) => (recipient === '*' && drops++ === 0 ? { dropAt: 'MAIL FROM' } : 'accept')
    await transport.send(mailTo('b@example.org'))
    assert.equal(drops, 2)
  })
  assert.deepEqual(
    server.received.map(({ to }) => to),
    ['a@example.org', 'b@example.org'],
  )
})

test('a server that falls silent is given up: before the message it is unreachable, after it the message is delayed', async () => {
  await assertVerdict({ hangAt: 'RCPT TO' }, 'unreachable', /Timeout/, 'socketTimeout=1000')
  await assertVerdict({ hangAt: 'DATA' }, 'delayed', /Timeout/, 'socketTimeout=1000')
  server.release()
})

test('a server that does not greet, or greets with a refusal, is unreachable', async () => {
  const greetings: [MailServer['greeting'], RegExp][] = [
    ['close', /closed/],
    ['hang', /Greeting never received/],
    [{ code: 421, text: 'Too many connections' }, /^421 Too many connections$/],
    [{ code: 554, text: 'No mail here' }, /^554 No mail here$/],
  ]
  for (const [greeting, says] of greetings) {
    server.greeting = greeting
    await assertVerdict('accept', 'unreachable', says, greeting === 'hang' ? 'greetingTimeout=300' : '')
  }
  server.release()
})

test('a server nobody finds, or that is not there, is unreachable', async () => {
  const gone = createServer().listen(0, '127.0.0.1')
  await once(gone, 'listening')
  const { port } = gone.address() as AddressInfo
  gone.close()
  for (const [url, says] of [
    [`smtp://127.0.0.1:${port}`, /ECONNREFUSED/],
    ['smtp://mail.invalid:25?dnsTimeout=500', /mail\.invalid|timed out/i],
  ] as const) {
    const failure = await withTransport(url, (transport) => failureOf(transport.send(mailTo('ona@example.org'))))
    assert.equal(failure.verdict, 'unreachable')
    assert.match(failure.message, says)
  }
})

test('after an outage mail goes out again by itself', async () => {
  await withTransport(server.url(), async (transport) => {
    await Promise.all(['a', 'b', 'c'].map((name) => transport.send(mailTo(`${name}@example.org`))))
    await server.stop()
    const failures = await Promise.all(
      ['d', 'e', 'f'].map((name) => failureOf(transport.send(mailTo(`${name}@example.org`)))),
    )
    assert.deepEqual(
      failures.map(({ verdict }) => verdict),
      ['unreachable', 'unreachable', 'unreachable'],
    )
    await server.start()
    await Promise.all(['d', 'e', 'f'].map((name) => transport.send(mailTo(`${name}@example.org`))))
  })
  assert.deepEqual(server.received.map(({ to }) => to[0]).join(''), 'abcdef')
})

test('a restart of the server between two mails is not noticed', async () => {
  await withTransport(server.url(), async (transport) => {
    await transport.send(mailTo('a@example.org'))
    await server.stop()
    await server.start()
    await transport.send(mailTo('b@example.org'))
  })
  assert.equal(server.received.length, 2)
})

test('a server that hangs holds as many mails as there are connections, and takes all when it wakes', async () => {
  server.script = () => ({ hangAt: 'RCPT TO' })
  await withTransport(server.url('maxConnections=3'), async (transport) => {
    assert.equal(transport.connections, 3)
    const sending = Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => transport.send(mailTo(`${name}@example.org`))))
    await server.hanging(3)
    assert.equal(server.connections.open, 3)
    assert.equal(server.attempts.length, 3)
    server.script = () => 'accept'
    server.release()
    await sending
  })
  assert.equal(server.received.length, 5)
})

test('a server that speaks so slowly that it never counts as silent is given up all the same', async (t) => {
  const slow = createServer((socket) => {
    const trickle = setInterval(() => socket.write('2'), 20)
    socket.on('error', () => {}).once('close', () => clearInterval(trickle))
    socket.once('data', () => {})
    socket.write('220 slow\r\n')
  }).listen(0, '127.0.0.1')
  t.after(() => slow.close())
  await once(slow, 'listening')
  const { port } = slow.address() as AddressInfo
  const url = `smtp://127.0.0.1:${port}/?greetingTimeout=60000&connectionTimeout=60000`
  const failure = await withTransport(url, (transport) => failureOf(transport.send(mailTo('ona@example.org'))), {
    sendMs: 200,
  })
  assert.equal(failure.verdict, 'unreachable')
})

test('closing does not wait for a server that hangs', async () => {
  server.script = () => ({ hangAt: 'DATA' })
  const transport = openMailTransport(server.url('maxConnections=2'), { graceMs: 50 })
  const sending = ['a', 'b', 'c', 'd'].map((name) => failureOf(transport.send(mailTo(`${name}@example.org`))))
  await server.hanging(2)
  const begun = performance.now()
  await transport.close()
  assert.ok(performance.now() - begun < 5000)
  const verdicts = (await Promise.all(sending)).map(({ verdict }) => verdict)
  assert.deepEqual(verdicts, ['delayed', 'delayed', 'unreachable', 'unreachable'])
  assert.equal((await failureOf(transport.send(mailTo('e@example.org')))).verdict, 'unreachable')
  server.release()
})

test('closing lets a mail under way finish', async () => {
  server.script = () => ({ hangAt: 'DATA' })
  const transport = openMailTransport(server.url(), { graceMs: 10_000 })
  const sending = transport.send(mailTo('ona@example.org'))
  await server.hanging(1)
  const closing = transport.close()
  server.release()
  await Promise.all([sending, closing])
  assert.equal(server.received.length, 1)
})

test('a mail larger than the server takes is refused before it is sent', async (t) => {
  const small = await openFurther(t, { server: { size: 1000 } })
  const mail = { ...mailTo('ona@example.org'), text: 'long '.repeat(1000) }
  const failure = await withTransport(small.url(), (transport) => failureOf(transport.send(mail)))
  assert.equal(failure.verdict, 'refused')
  assert.equal(small.attempts.length, 0)
})

test('an address that is none is refused, and no server hears of it', async () => {
  const mail = mailTo('ona@example.org, eve@example.net')
  const failure = await withTransport(server.url(), (transport) => failureOf(transport.send(mail)))
  assert.equal(failure.verdict, 'refused')
  assert.equal(server.attempts.length, 0)
})

test('an international address is written to where the server takes it, and refused where it does not', async (t) => {
  const addresses = ['info@jõgeva.example', 'jõgeva@jõgeva.example']
  await withTransport(server.url(), (transport) =>
    Promise.all(addresses.map((address) => transport.send(mailTo(address)))),
  )
  assert.deepEqual(server.received.map(({ to }) => to).toSorted(), addresses)
  const ascii = await openFurther(t, { server: { hideSMTPUTF8: true } })
  await withTransport(ascii.url(), async (transport) => {
    await transport.send(mailTo('info@jõgeva.example'))
    assert.equal((await failureOf(transport.send(mailTo('jõgeva@jõgeva.example')))).verdict, 'refused')
  })
})

const credentials = { user: 'salonas@example.com', password: 'slaptažodis: p@ss/?#' }

test('a password is used, goes over TLS only, and stands in no error', async (t) => {
  const secured = await openFurther(t, { credentials, tls: 'starttls' })
  await withTransport(secured.url('tls.rejectUnauthorized=false'), (transport) =>
    transport.send(mailTo('ona@example.org')),
  )
  assert.equal(secured.received.length, 1)
  const wrong = secured.url('tls.rejectUnauthorized=false').replace(/:[^:@]*@/, ':another@')
  const failure = await withTransport(wrong, (transport) => failureOf(transport.send(mailTo('ona@example.org'))))
  assert.equal(failure.verdict, 'unreachable')
  assert.match(failure.message, /^535 /)
  const certificate = await withTransport(secured.url(), (transport) =>
    failureOf(transport.send(mailTo('ona@example.org'))),
  )
  assert.equal(certificate.verdict, 'unreachable')
  assert.match(certificate.message, /certificate/)

  const clear = await openFurther(t, { credentials })
  const unsafe = await withTransport(clear.url(), (transport) => failureOf(transport.send(mailTo('ona@example.org'))))
  assert.equal(unsafe.verdict, 'unreachable')
  await withTransport(clear.url('ignoreTLS=true'), (transport) => transport.send(mailTo('ona@example.org')))
  assert.equal(clear.received.length, 1)

  for (const { message, cause } of [failure, certificate, unsafe]) {
    const told = `${message} ${JSON.stringify(cause, Object.getOwnPropertyNames(cause))}`
    assert.doesNotMatch(told, /another|p@ss|p%40ss/)
    assert.ok(!told.includes(Buffer.from(credentials.password).toString('base64')))
  }
})

test('a server that wants TLS from the first byte is spoken to so', async (t) => {
  const secured = await openFurther(t, { credentials, tls: 'implicit' })
  await withTransport(secured.url('tls.rejectUnauthorized=false'), (transport) =>
    transport.send(mailTo('ona@example.org')),
  )
  assert.equal(secured.received.length, 1)
  const failure = await withTransport(secured.url(), (transport) =>
    failureOf(transport.send(mailTo('ona@example.org'))),
  )
  assert.equal(failure.verdict, 'unreachable')
})

test('an address cannot make the conversation be printed', async (t) => {
  const printed = t.mock.method(console, 'log', () => {})
  const url = server.url('logger=true&debug=true&transactionLog=true&pool=false')
  await withTransport(url, (transport) => transport.send(mailTo('ona@example.org')))
  assert.equal(printed.mock.callCount(), 0)
})
