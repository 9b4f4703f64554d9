import type { FastifyReply } from 'fastify'
import type { Config } from '../../../config.ts'
import { DeliveryFailure } from '../../../platform/delivery-failure.ts'
import { composeMail } from '../../../platform/mail/compose-mail.ts'
import { notFoundProblem } from '../../../platform/problem.ts'
import { mailOf } from '../channels/email.ts'
import { privateHeaders } from './mailbox-frame.ts'
import type { ShownMessage, Source } from './shown-message.ts'

/** Whatever stands in a message, it loads nothing, runs nothing and belongs to no site. */
const letterPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; " +
  'sandbox allow-popups allow-popups-to-escape-sandbox'
const filePolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"

/** The HTML of a message for the frame on its page. @throws Problem `not-found` where there is none. */
export function sendLetter(reply: FastifyReply, { outgoing }: ShownMessage): FastifyReply {
  if ('error' in outgoing) throw notFoundProblem('letter')
  return reply
    .headers({ ...privateHeaders, 'content-security-policy': letterPolicy })
    .type('text/html; charset=utf-8')
    .send(withLinksApart(outgoing.message.html))
}

/** As mail programs do: a link opens in a tab of its own. The source has the HTML without this. */
function withLinksApart(letter: string): string {
  return letter.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`)
}

export function sendEntry(reply: FastifyReply, { outgoing }: ShownMessage): FastifyReply {
  if ('error' in outgoing || !outgoing.invitation) throw notFoundProblem('calendar entry')
  const { method, content } = outgoing.invitation
  return sendFile(reply, `text/calendar; charset=utf-8; method=${method}`, 'invite.ics', content)
}

export async function sendSource(reply: FastifyReply, config: Config, shown: ShownMessage): Promise<FastifyReply> {
  const mail = await composeSource(config, shown).catch((error) => {
    if (error instanceof DeliveryFailure) return null
    throw error
  })
  if (!mail) throw notFoundProblem('mail')
  return sendFile(reply, 'message/rfc822', 'message.eml', mail)
}

/** The mail as a server would be given it, or why none can be made of it; null where the message is no mail. */
export async function sourceOf(config: Config, shown: ShownMessage): Promise<Source> {
  try {
    const mail = await composeSource(config, shown)
    return mail && { text: mail.toString('utf8') }
  } catch (error) {
    if (error instanceof DeliveryFailure) return { error: error.message }
    throw error
  }
}

/** Redirected, every message is a mail. */
async function composeSource(
  { NOTIFICATIONS_REDIRECT_TO, MAIL_FROM }: Pick<Config, 'NOTIFICATIONS_REDIRECT_TO' | 'MAIL_FROM'>,
  { row, outgoing }: ShownMessage,
): Promise<Buffer | null> {
  if ('error' in outgoing || (row.channel !== 'EMAIL' && !NOTIFICATIONS_REDIRECT_TO)) return null
  return composeMail(mailOf(outgoing, MAIL_FROM))
}

function sendFile(reply: FastifyReply, type: string, name: string, content: string | Buffer): FastifyReply {
  return reply
    .headers({
      ...privateHeaders,
      'content-security-policy': filePolicy,
      'content-disposition': `attachment; filename="${name}"`,
    })
    .type(type)
    .send(content)
}
