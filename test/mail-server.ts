import { EventEmitter, once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'

/** What the server does with one mail. */
export type MailAnswer =
  | 'accept'
  /** Refused at a command; `DATA` after the whole message. */
  | { readonly at: 'MAIL FROM' | 'RCPT TO' | 'DATA'; readonly code: number; readonly text: string }
  /** The connection ends at the command; after DATA without an answer, the mail is not kept. */
  | { readonly dropAt: 'MAIL FROM' | 'RCPT TO' | 'DATA' }
  /** The mail is kept, and the connection ends before that is said. */
  | 'accept-and-drop'
  /** Silence at the command until `release`; then the mail is accepted. */
  | { readonly hangAt: 'MAIL FROM' | 'RCPT TO' | 'DATA' }

export type Greeting = 'greet' | 'close' | 'hang' | { readonly code: number; readonly text: string }

export type ReceivedMail = {
  readonly from: string
  readonly to: string
  readonly raw: Buffer
  /** The connection it came over; a number per connection, from 1. */
  readonly connection: number
}

/** An SMTP server on loopback that takes mail by a script, and refuses what real servers refuse. */
export type MailServer = {
  /** `smtp://` or `smtps://` with credentials where it has any; `options` are put behind the `?`. */
  readonly url: (options?: string) => string
  readonly received: ReceivedMail[]
  /** Addresses of RCPT TO, one for each attempt. */
  readonly attempts: string[]
  /** Open now, and at most at once so far. */
  readonly connections: { readonly open: number; readonly most: number }
  /** Decides on each mail; `attempt` counts from 1 for each recipient. */
  script: (about: { readonly recipient: string; readonly attempt: number }) => MailAnswer
  greeting: Greeting
  /** Waits until `count` mails or greetings stand still. */
  readonly hanging: (count: number) => Promise<void>
  readonly release: () => void
  /** An outage: nobody listens, every connection is cut. */
  readonly stop: () => Promise<void>
  readonly start: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The mail as a program reads it; a forwarded mail inside stays an attachment. */
export function readMail(raw: Buffer): Promise<Email> {
  return PostalMime.parse(raw, { forceRfc822Attachments: true })
}

type Setup = {
  credentials?: { user: string; password: string }
  /** TLS from the first byte, or offered by STARTTLS; the certificate is signed by nobody. Default: none. */
  tls?: 'implicit' | 'starttls'
  /** Further settings of smtp-server, such as `size`. */
  server?: SMTPServerOptions
}

type Step = 'MAIL FROM' | 'RCPT TO' | 'DATA'
type Reply = (error?: Error | null) => void

export async function openMailServer({ credentials, tls, server = {} }: Setup = {}): Promise<MailServer> {
  /** Numbers of open connections, by the port they come from. */
  const numbers = new Map<number, number>()
  const signals = new EventEmitter()
  const held: (() => void)[] = []
  const answers = new Map<string, MailAnswer>()
  let opened = 0
  let most = 0
  let port = 0

  // The socket on top: pulling the plain one from under TLS brings the process down.
  const drop = (session: SMTPServerSession) => {
    for (const connection of smtp.connections) if (connection.session === session) connection._socket.destroy()
  }
  const hold = (then: () => void) => {
    held.push(then)
    signals.emit('held')
  }
  /** Does what the script says at this step; true when nothing is left to do. */
  const isAnswered = (step: Step, answer: MailAnswer, session: SMTPServerSession, reply: Reply): boolean => {
    if (typeof answer === 'string') return false
    if ('at' in answer && answer.at === step) reply(refusal(answer.code, answer.text))
    else if ('dropAt' in answer && answer.dropAt === step) drop(session)
    else if ('hangAt' in answer && answer.hangAt === step) hold(reply)
    else return false
    return true
  }

  let smtp: SMTPServer
  const build = () =>
    new SMTPServer({
      secure: tls === 'implicit',
      logger: false,
      disabledCommands: [...(tls === 'starttls' ? [] : ['STARTTLS']), ...(credentials ? [] : ['AUTH'])],
      disableReverseLookup: true,
      allowInsecureAuth: true,
      closeTimeout: 1,
      ...server,
      onConnect: (session, reply) => {
        const { greeting } = mailServer
        if (greeting === 'greet') reply()
        else if (greeting === 'close') drop(session)
        else if (greeting === 'hang') hold(reply)
        else reply(refusal(greeting.code, greeting.text))
      },
      onAuth: ({ username, password }, _session, reply) => {
        if (username === credentials?.user && password === credentials?.password) reply(null, { user: username })
        else reply(refusal(535, '5.7.8 Error: authentication failed'))
      },
      onMailFrom: (_from, session, reply) => {
        // Who gets it is not known yet; scripts that act here are about every recipient.
        const answer = mailServer.script({ recipient: '*', attempt: 0 })
        if (!isAnswered('MAIL FROM', answer, session, reply)) reply()
      },
      onRcptTo: ({ address }, session, reply) => {
        mailServer.attempts.push(address)
        const attempt = mailServer.attempts.filter((other) => other === address).length
        const answer = mailServer.script({ recipient: address, attempt })
        answers.set(session.id, answer)
        if (/[^\0-\x7f].*@/.test(address) && !session.envelope.smtpUtf8) {
          reply(refusal(553, '5.6.7 Address is international and the mail is not'))
        } else if (session.envelope.rcptTo.length > 0) reply(refusal(452, '4.5.3 One recipient per mail'))
        else if (!isAnswered('RCPT TO', answer, session, reply)) reply()
      },
      onData: async (stream, session, reply) => {
        const raw = await buffer(stream).catch(() => undefined)
        // The sender went away in the middle of the message.
        if (!raw) return
        const answer = answers.get(session.id) ?? 'accept'
        const keep = () => mailServer.received.push(mailIn(raw, session, numbers.get(session.remotePort) ?? 0))
        const fault = faultOf(raw, session)
        if (stream.sizeExceeded) reply(refusal(552, '5.3.4 Message too big'))
        else if (fault) reply(refusal(554, fault))
        else if (answer === 'accept-and-drop') {
          keep()
          drop(session)
        } else {
          const accept: Reply = (error) => {
            if (!error) keep()
            reply(error)
          }
          if (!isAnswered('DATA', answer, session, accept)) accept()
        }
      },
    })

  const mailServer: MailServer = {
    url: (options = '') => {
      const who = credentials
        ? `${encodeURIComponent(credentials.user)}:${encodeURIComponent(credentials.password)}@`
        : ''
      return `${tls === 'implicit' ? 'smtps' : 'smtp'}://${who}127.0.0.1:${port}/${options && `?${options}`}`
    },
    received: [],
    attempts: [],
    get connections() {
      return { open: numbers.size, most }
    },
    script: () => 'accept',
    greeting: 'greet',
    hanging: async (count) => {
      while (held.length < count) await once(signals, 'held')
    },
    release: () => {
      for (const then of held.splice(0)) then()
    },
    start: async () => {
      smtp = build()
      smtp.on('error', () => {})
      smtp.server.prependListener('connection', (socket: Socket) => {
        const key = socket.remotePort ?? 0
        opened += 1
        numbers.set(key, opened)
        most = Math.max(most, numbers.size)
        socket.once('close', () => numbers.delete(key))
      })
      smtp.listen(port, '127.0.0.1')
      await once(smtp.server, 'listening')
      port = (smtp.server.address() as AddressInfo).port
    },
    stop: async () => {
      for (const connection of smtp.connections) connection._socket.destroy()
      await new Promise<void>((resolve) => smtp.close(resolve))
    },
    close: () => mailServer.stop(),
  }
  await mailServer.start()
  return mailServer
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode })
}

function mailIn(raw: Buffer, { envelope }: SMTPServerSession, connection: number): ReceivedMail {
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
  return { from, to: envelope.rcptTo.map(({ address }) => address).join(','), raw, connection }
}

/** What servers with strict rules refuse a message for (RFC 5321, 4.5.3.1.6 and 2.3.8; RFC 6152). */
function faultOf(raw: Buffer, { envelope }: SMTPServerSession): string | undefined {
  const text = raw.toString('latin1')
  if (/(?<!\r)\n|\r(?!\n)/.test(text)) return '5.6.0 Bare CR or LF'
  if (text.split('\r\n').some((line) => line.length > 998)) return '5.6.0 Line too long'
  if (/[^\0-\x7f]/.test(text) && !envelope.smtpUtf8) return '5.6.0 Eight-bit characters in a seven-bit message'
  if (text.includes('\0')) return '5.6.0 NUL in the message'
  return undefined
}
