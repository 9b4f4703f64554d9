import { createRequire } from 'node:module'
import type { Readable } from 'node:stream'
import { oneLine } from '../../lib/one-line.ts'
import { composeMail } from './compose-mail.ts'
import type { Mail } from './mail.ts'
import { mailFailure } from './mail-failure.ts'

/** A mail server that takes our mail. */
export type MailTransport = {
  /** At most; of more sends at once the others wait for a connection. */
  readonly connections: number
  /** Ends within two minutes, whatever the server does. @throws DeliveryFailure */
  readonly send: (mail: Mail) => Promise<{ readonly answer: string }>
  /** Lets mails under way finish for a moment, then ends them; those that wait fail at once. */
  readonly close: () => Promise<void>
}

/** Milliseconds. Each can be set in the address as well, as `?socketTimeout=60000`. */
const timeouts = {
  dnsTimeout: 10_000,
  /** From the look-up of the name to the end of the TLS handshake. */
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  /** Silence of the server at any later point. */
  socketTimeout: 30_000,
  /** Shorter than what firewalls on the way remember, so that no mail is sent into a connection that is gone. */
  idleTimeout: 30_000,
}

/**
 * Opens no connection yet. `url`: `smtp(s)://user:password@host:port`, options of nodemailer's SMTP transport in its query.
 * A password goes only over TLS, unless the address says `ignoreTLS=true`.
 */
export function openMailTransport(url: string, limits: { sendMs?: number; graceMs?: number } = {}): MailTransport {
  const { sendMs = 120_000, graceMs = 2_000 } = limits
  const address = new URL(url)
  // These would print the conversation, or take the pool away.
  for (const name of ['logger', 'debug', 'transactionLog', 'pool']) address.searchParams.delete(name)
  const maySendInClear = address.searchParams.has('ignoreTLS') || address.searchParams.has('opportunisticTLS')
  const options = {
    pool: true as const,
    maxConnections: 5,
    // Tries on a further connection when one was closed before it took the message.
    maxRequeues: 2,
    requireTLS: address.protocol === 'smtp:' && address.username !== '' && !maySendInClear,
    ...timeouts,
  }
  // 40 ms and 4 MB that an installation without a mail server does not pay.
  const { createTransport } = createRequire(import.meta.url)('nodemailer') as typeof import('nodemailer')
  const transporter = createTransport({ ...options, url: address.href })
  const connections = Number(address.searchParams.get('maxConnections')) || options.maxConnections

  // What nodemailer reads the message from, by the message: once it was read from, the server has asked for it.
  const bodies = new WeakMap<object, Readable>()
  transporter.use('stream', (mail, done) => {
    mail.message.processFunc((body) => {
      bodies.set(mail.data.raw as Buffer, body)
      return body
    })
    done()
  })
  const deliver = async (mail: Mail): Promise<{ answer: string }> => {
    const raw = await composeMail(mail)
    const envelope = { from: mail.from.address, to: [mail.to.address], size: raw.length }
    try {
      const { response } = await transporter.sendMail({ raw, envelope, signal: AbortSignal.timeout(sendMs) })
      return { answer: oneLine(response, 500) }
    } catch (error) {
      throw mailFailure(error, bodies.get(raw)?.readableDidRead ?? false)
    }
  }

  const underway = new Set<Promise<unknown>>()
  return {
    connections,
    send: (mail) => {
      const delivery = deliver(mail).finally(() => underway.delete(delivery))
      underway.add(delivery)
      return delivery
    },
    close: async () => {
      transporter.close()
      const force = setTimeout(() => transporter.close({ force: true }), graceMs)
      await Promise.allSettled(underway)
      clearTimeout(force)
    },
  }
}
