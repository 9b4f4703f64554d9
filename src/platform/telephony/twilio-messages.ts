import type { Twilio } from 'twilio'
import type RequestClient from 'twilio/lib/base/RequestClient.js'
import { oneLine } from '../../lib/one-line.ts'
import { DeliveryFailure } from '../delivery-failure.ts'
import { twilioFailure } from './twilio-failure.ts'

/** Numbers in E.164, both with `whatsapp:` before them or neither; at most 1600 characters of text. */
export type TwilioMessage = { readonly from: string; readonly to: string; readonly body: string }

/** `sid` is Twilio's name for the message; `status` is `queued` or later, such as `delivered`. */
export type TwilioReceipt = { readonly sid: string; readonly status: string }

/** SMS and WhatsApp messages by Twilio. Both functions throw a DeliveryFailure. */
export type TwilioMessages = {
  readonly send: (message: TwilioMessage) => Promise<TwilioReceipt>
  /** The same message, when Twilio took it since then: Twilio itself would take it a second time. */
  readonly findSent: (message: TwilioMessage, since: Temporal.Instant) => Promise<TwilioReceipt | undefined>
  /** Ends what is under way. */
  readonly close: () => Promise<void>
}

export type TwilioAccount = {
  readonly accountSid: string
  readonly authToken: string
  /** In place of https://api.twilio.com. */
  readonly apiUrl?: string | undefined
  readonly timeoutMs?: number
}

/** Twilio's clock and the database's may differ by this much. */
const clockToleranceMs = 60_000
/** Messages from one number to another that are looked through; the newest come first. */
const longestSearch = 200

/** Opens nothing yet. */
export function openTwilioMessages(account: TwilioAccount): TwilioMessages {
  const closing = new AbortController()
  let client: Promise<Twilio> | undefined
  const connect = () => {
    client ??= openClient(account, closing.signal)
    return client
  }
  return {
    send: async ({ from, to, body }) => {
      const { sid, status } = await (await connect()).messages.create({ from, to, body })
      return { sid, status }
    },
    findSent: async ({ from, to, body }, since) => {
      const page = { pageSize: longestSearch, limit: longestSearch }
      // Not filtered by date: Twilio's filter is on the time of sending, which a message that waits does not have yet.
      const messages = await (await connect()).messages.list({ from, to, ...page })
      const earliest = since.epochMilliseconds - clockToleranceMs
      const found = messages.find(
        (message) =>
          message.dateCreated.getTime() >= earliest &&
          withoutTrialNotice(message.body) === body.trim() &&
          message.status !== 'failed' &&
          message.status !== 'canceled',
      )
      return found && { sid: found.sid, status: found.status }
    },
    close: async () => closing.abort(),
  }
}

/** Trial accounts put a sentence before every message. */
function withoutTrialNotice(body: string): string {
  return body.replace(/^Sent from your Twilio trial account - /, '').trim()
}

/** The library takes 70 ms and 5 MB to load (33 MB where nothing else has loaded HTTP): only who sends by Twilio pays. */
async function openClient(account: TwilioAccount, closing: AbortSignal): Promise<Twilio> {
  const { default: twilio } = await import('twilio')
  const { accountSid, authToken, apiUrl, timeoutMs = 15_000 } = account
  const base = apiUrl?.replace(/\/+$/, '')

  /** The library's own client, at the address we are given, that says what an answer means for the message. */
  class Requests extends twilio.RequestClient {
    override async request<T>(options: RequestClient.RequestOptions<T>) {
      const uri = base ? options.uri.replace(/^https:\/\/[^/]+/, () => base) : options.uri
      // The library's errors carry the request with its credentials: none of them goes further.
      const response = await super.request({ ...options, uri }).catch((error: unknown) => {
        throw new DeliveryFailure('unreachable', explain(error, closing, timeoutMs), { isUncertain: true })
      })
      const { statusCode, body, headers } = response
      if (statusCode < 200 || statusCode > 299) {
        throw twilioFailure(statusCode, body, (headers as Record<string, unknown> | undefined)?.['retry-after'])
      }
      if (typeof body !== 'object') throw new DeliveryFailure('unreachable', 'What answers there is not Twilio')
      return response
    }
  }
  const requests = new Requests({ timeout: timeoutMs })
  // The library's timeout is one of silence. This is one of the whole request, and lets go when we close.
  requests.axios.interceptors.request.use((config) => {
    config.signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), closing])
    return config
  })
  closing.addEventListener('abort', () => requests.axios.defaults.httpsAgent.destroy(), { once: true })
  return twilio(accountSid, authToken, { httpClient: requests })
}

function explain(error: unknown, closing: AbortSignal, timeoutMs: number): string {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  if (closing.aborted) return 'Closed before Twilio answered'
  if (/^(ERR_CANCELED|ECONNABORTED|ETIMEDOUT)$/.test(code)) return `Twilio did not answer within ${timeoutMs / 1000} s`
  return oneLine(`Twilio cannot be reached: ${message || code}`, 500)
}
