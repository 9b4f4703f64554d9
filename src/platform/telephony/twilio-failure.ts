import { oneLine } from '../../lib/one-line.ts'
import { DeliveryFailure, type DeliveryVerdict } from '../delivery-failure.ts'

/** Twilio's codes for a recipient or message that will be refused at every attempt, and what they mean. */
const refusals: Readonly<Record<number, string>> = {
  21211: 'the number is none',
  21214: 'the number cannot be reached',
  21217: 'the number does not look like one',
  21265: 'a short code cannot be written to',
  21266: 'sender and recipient are the same number',
  21408: 'the account may not send to this country',
  21602: 'the message is empty',
  21608: 'a trial account sends to verified numbers only',
  21610: 'the recipient answered STOP',
  21612: 'the number cannot be reached from this sender',
  21614: 'not a mobile number',
  21617: 'the message is longer than 1600 characters',
  21635: 'a landline',
  21910: 'sender and recipient are not of one channel',
  63003: 'the channel does not know the recipient',
  63005: 'the channel does not take this content',
  63006: 'the channel cannot format this content',
  63013: 'against the policy of the channel',
  63014: 'the recipient blocked the sender',
  63015: 'a sandbox writes only to those who joined it',
  63016: 'WhatsApp: more than 24 hours since the recipient wrote; only a template is allowed',
  63021: 'the channel refused the content',
  63024: 'the recipient is not on this channel',
  63031: 'sender and recipient are the same',
}

/** The recipient wants no more of us. */
const optOuts = [21610, 63014]

/** The account, the sender, or the rate: what every other message would meet as well. */
const outages: Readonly<Record<number, string>> = {
  10001: 'the account is not active',
  14107: 'too many messages',
  20003: 'the credentials are wrong',
  20005: 'the account is not active',
  20403: 'the account is suspended or closed',
  20404: 'there is no such account',
  20429: 'too many requests; this one was not processed',
  21212: 'the sender is no number',
  21601: 'the sender is not a number of this account',
  21603: 'the sender is missing',
  21611: 'ten hours of messages are waiting at the sender already',
  21660: 'the sender belongs to another account',
  21661: 'the sender cannot send SMS',
  30002: 'the account is suspended',
  63002: 'the channel does not know the sender',
  63007: 'the sender is not registered with the channel',
  63008: 'the channel is set up wrongly',
  63017: 'too many messages',
  63018: 'too many messages for the channel',
  63020: 'the business has not accepted the invitation of WhatsApp',
  63038: 'the messages of the day are used up',
  90010: 'the account is not active',
}

/**
 * What an answer of Twilio's that is no success means. Codes that are in neither list (a sender that does not fit one
 * recipient, 21606 and 21659, among them) delay the message: they change, and some depend on the recipient.
 */
export function twilioFailure(status: number, body: unknown, retryAfter: unknown): DeliveryFailure {
  const { code, message } = (typeof body === 'object' && body !== null ? body : {}) as {
    code?: unknown
    message?: unknown
  }
  const known = typeof code === 'number' ? code : 0
  const answer = oneLine(`${status} ${known || ''} ${typeof message === 'string' ? message : ''}`, 500)
  return new DeliveryFailure(verdictOn(status, known), answer, {
    isOptOut: optOuts.includes(known),
    retryAfterSeconds: secondsIn(retryAfter),
  })
}

function verdictOn(status: number, code: number): DeliveryVerdict {
  if (code in refusals) return 'refused'
  if (code in outages) return 'unreachable'
  // 401 and 403: our credentials. 404 and redirects: not the address of Twilio's API.
  const isOurs = status < 400 || [401, 403, 404, 408, 429].includes(status) || status >= 500
  return isOurs ? 'unreachable' : 'delayed'
}

function secondsIn(header: unknown): number | undefined {
  return typeof header === 'string' && /^\d{1,6}$/.test(header.trim()) ? Number(header) : undefined
}
