import { createRequire } from 'node:module'
import { Readable } from 'node:stream'
import type SMTPPool from 'nodemailer/lib/smtp-pool'
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
    // Servers that want fewer over one connection say 421, and the message takes another.
    maxMessages: 1000,
    // Tries on a further connection when one was closed before it took the message.
    maxRequeues: 2,
    requireTLS: address.protocol === 'smtp:' && address.username !== '' && !maySendInClear,
    ...timeouts,
  }
  // 40 ms and 4 MB that an installation without a mail server does not pay. The pool itself, without the mailer before it: what
  // it sends is bytes already.
  const { default: Pool } = createRequire(import.meta.url)('nodemailer/lib/smtp-pool') as { default: typeof SMTPPool }
  const pool = new Pool({ ...options, url: address.href })
  const connections = Number(address.searchParams.get('maxConnections')) || options.maxConnections

  const deliver = async (mail: Mail): Promise<{ answer: string }> => {
    const raw = await composeMail(mail)
    // Read when the server has asked for the message itself; one for each connection that is tried.
    const bodies: Readable[] = []
    const createReadStream = () => {
      const body = new Readable({
        read() {
          this.push(raw)
          this.push(null)
        },
      })
      bodies.push(body)
      return body
    }
    const tooLate = new AbortController()
    const timer = setTimeout(() => tooLate.abort(new Error(`Not sent within ${sendMs / 1000} s`)), sendMs)
    try {
      const { response } = await send(pool, {
        data: { signal: tooLate.signal },
        message: {
          getEnvelope: () => ({ from: mail.from.address, to: [mail.to.address], size: raw.length }),
          getHeader: () => mail.messageId,
          messageId: () => mail.messageId,
          createReadStream,
        },
      })
      return { answer: oneLine(response, 500) }
    } catch (error) {
      throw mailFailure(
        error,
        bodies.some((body) => body.readableDidRead),
      )
    } finally {
      clearTimeout(timer)
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
      pool.close()
      const force = setTimeout(() => pool.close({ force: true }), graceMs)
      await Promise.allSettled(underway)
      clearTimeout(force)
    },
  }
}

/** As much of a message as the pool asks for. */
type PoolMessage = {
  readonly data: { readonly signal: AbortSignal }
  readonly message: {
    readonly getEnvelope: () => { from: string; to: string[]; size: number }
    readonly getHeader: (name: string) => string
    readonly messageId: () => string
    readonly createReadStream: () => Readable
  }
}

function send(pool: SMTPPool, message: PoolMessage): Promise<{ response: string }> {
  return new Promise((resolve, reject) => {
    pool.send(message as unknown as Parameters<SMTPPool['send']>[0], (error, info) => {
      if (error) reject(error)
      else resolve(info as { response: string })
    })
  })
}
