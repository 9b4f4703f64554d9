import { createHash } from 'node:crypto'
import { oneLine } from '../../lib/one-line.ts'
import { DeliveryFailure } from '../delivery-failure.ts'
import type { Mail, Mailbox } from './mail.ts'

/** Characters of a name or subject. A longer one without a space could not be folded into lines mail servers take (998). */
const longestHeader = 200

/**
 * The mail as it goes out: `multipart/alternative`, within `multipart/mixed` when a calendar entry travels along (text/calendar
 * last in the alternative, and as `invite.ics`: the shape that Gmail, Outlook and Apple Mail make an invitation of). The same
 * mail always gives the same bytes. ASCII, except in the address of a mailbox whose name is not ASCII.
 * @throws DeliveryFailure `refused` for an address that is none.
 */
export async function composeMail(mail: Mail): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const composer = new MailComposer({
    from: mailbox(mail.from),
    to: mailbox(mail.to),
    ...(mail.replyTo && { replyTo: mailbox(mail.replyTo) }),
    subject: headerText(mail.subject),
    messageId: messageId(mail.messageId),
    date: new Date(mail.date),
    ...(mail.inReplyTo !== null && { inReplyTo: messageId(mail.inReplyTo), references: messageId(mail.inReplyTo) }),
    headers: {
      ...furtherHeaders(mail.headers),
      // RFC 3834, and what Exchange reads: nobody's absence is answered to a machine.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
    text: bodyText(mail.text),
    html: bodyText(mail.html),
    ...(mail.calendar && { icalEvent: calendarPart(mail.calendar) }),
    baseBoundary: boundary(mail),
    // Chosen beforehand: nodemailer would look through every part to choose.
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}

/** Not a validator: keeps out what a header could read as two addresses, or as none. */
const plainAddress = /^[^\s\p{C}"(),:;<>@[\\\]]{1,64}@[^\s\p{C}"(),:;<>@[\\\]]{1,255}$/u

function mailbox({ name, address }: Mailbox): Mailbox {
  if (!plainAddress.test(address)) {
    throw new DeliveryFailure('refused', `Not an e-mail address: ${oneLine(address, 100)}`)
  }
  return { name: headerText(name), address }
}

/** Without `=?`, which a reader would take for the start of an encoded word, whatever stands around it. */
function headerText(text: string): string {
  return oneLine(text.replaceAll('=?', '= ?'), longestHeader)
}

function messageId(id: string): string {
  if (!/^<[!-;=?-~]+@[!-;=?-~]+>$/.test(id)) throw new TypeError(`Not a Message-ID: ${oneLine(id, 100)}`)
  return id
}

const ownHeaders =
  /^(from|to|cc|bcc|sender|reply-to|subject|date|message-id|in-reply-to|references|mime-version|content-.*|auto-submitted|x-auto-response-suppress)$/i

function furtherHeaders(headers: Mail['headers']): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => {
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name) || ownHeaders.test(name))
      throw new TypeError(`Not a further header: ${name}`)
    return [name, headerText(value)]
  })
  return Object.fromEntries(entries)
}

/** CRLF everywhere; no control characters, which some servers refuse a mail for. */
function bodyText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n|\r|\n/g, '\r\n')
    .replace(/[^\P{Cc}\t\r\n]/gu, '')
}

function calendarPart({ method, content }: { method: string; content: string }) {
  if (!/^[A-Z]+$/.test(method)) throw new TypeError(`Not a METHOD: ${oneLine(method, 100)}`)
  // Base64 in both places: a relay that trims spaces or rewraps lines would break a folded line.
  return { method, content, filename: 'invite.ics', contentTransferEncoding: 'base64' }
}

/** Repeats with the mail; nobody whose text is part of it can foresee its name, and so none can write a boundary into it. */
function boundary(mail: Mail): string {
  return createHash('sha256').update(mail.messageId).digest('hex').slice(0, 32)
}
