import type { Mail } from '../../../platform/mail/mail.ts'
import { openMailTransport } from '../../../platform/mail/open-mail-transport.ts'
import type { Channel, Outgoing } from './channel.ts'

/** E-mail by SMTP; `sender` is the address of what comes without one. */
export function openEmail({ url, sender }: { url: string; sender: string }): Channel {
  const transport = openMailTransport(url)
  return {
    name: 'EMAIL',
    // One for each connection, and one that is ready when it is done.
    concurrency: transport.connections * 2,
    // Mail servers differ; one that has enough says so, and what it said that to waits.
    perSecond: Number.POSITIVE_INFINITY,
    send: async (outgoing) => ({ providerId: null, ...(await transport.send(mailOf(outgoing, sender))) }),
    findSent: undefined,
    close: transport.close,
  }
}

/** The message as a mail. Its bytes follow from it alone, so a page that composes it shows what goes out. */
export function mailOf({ from, to, replyTo, message, invitation, ...outgoing }: Outgoing, sender: string): Mail {
  return {
    from: { name: from.name, address: from.address ?? sender },
    to,
    replyTo,
    subject: message.subject,
    text: message.text,
    html: message.html,
    messageId: outgoing.messageId,
    date: outgoing.writtenAt,
    inReplyTo: outgoing.threadId,
    calendar: invitation,
    headers: {},
  }
}
