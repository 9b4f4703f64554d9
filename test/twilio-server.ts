import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { listenOnLoopback } from './listen.ts'

/** What the server does with a message whose form is right. */
export type TwilioAnswer =
  | 'accept'
  /** Twilio's refusal; the HTTP status is 400 unless given. */
  | { readonly code: number; readonly message: string; readonly status?: number; readonly retryAfter?: string }
  /** No answer of Twilio's at all: an overloaded proxy, a page of another server. */
  | { readonly status: number; readonly page: string }
  /** The message is taken, and the connection ends before that is said. */
  | 'accept-and-drop'
  | 'drop'
  | 'hang'

export type TwilioServer = {
  readonly url: string
  readonly account: { readonly accountSid: string; readonly authToken: string }
  /** As Twilio shows them, newest first. */
  readonly messages: TwilioResource[]
  readonly requests: string[]
  script: (message: { readonly to: string; readonly attempt: number }) => TwilioAnswer
  /** Status of messages it takes. */
  status: string
  readonly close: () => Promise<void>
}

/** A message in the API's words; there are more fields than these. */
export type TwilioResource = {
  readonly sid: string
  readonly account_sid: string
  readonly from: string
  readonly to: string
  readonly body: string
  readonly status: string
  readonly date_created: string
  readonly date_sent: string | null
}

type Setup = {
  /** Senders of the account. */
  readonly numbers: readonly string[]
  readonly whatsappNumbers?: readonly string[]
  /** What stands before every message of a trial account. */
  readonly trialNotice?: string
}

class Refusal extends Error {
  readonly status: number
  readonly code: number
  constructor(status: number, code: number, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Twilio's Messages API on loopback: it refuses what the real one refuses, in the same words. */
export async function openTwilioServer({
  numbers,
  whatsappNumbers = [],
  trialNotice = '',
}: Setup): Promise<TwilioServer> {
  const account = { accountSid: `AC${randomBytes(16).toString('hex')}`, authToken: randomBytes(16).toString('hex') }
  const path = `/2010-04-01/Accounts/${account.accountSid}/Messages.json`
  const attempts = new Map<string, number>()

  const take = (fields: URLSearchParams): TwilioResource => {
    const now = new Date().toUTCString().replace('GMT', '+0000')
    const message = {
      sid: `SM${randomBytes(16).toString('hex')}`,
      account_sid: account.accountSid,
      from: fields.get('From') ?? '',
      to: fields.get('To') ?? '',
      body: trialNotice + (fields.get('Body') ?? ''),
      status: server.status,
      date_created: now,
      date_sent: null,
      direction: 'outbound-api',
      error_code: null,
      num_segments: '1',
    }
    server.messages.unshift(message)
    return message
  }

  const create = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!/^application\/x-www-form-urlencoded\b/.test(request.headers['content-type'] ?? '')) {
      throw new Refusal(415, 20415, 'Unsupported Media Type')
    }
    const fields = new URLSearchParams(await text(request))
    refuseFaults(fields, numbers, whatsappNumbers)
    const to = fields.get('To') ?? ''
    const attempt = (attempts.get(to) ?? 0) + 1
    attempts.set(to, attempt)
    const answer = server.script({ to, attempt })
    if (answer === 'hang') return
    if (answer === 'accept') send(response, 201, take(fields))
    else if (answer === 'accept-and-drop') {
      take(fields)
      response.destroy()
    } else if (answer === 'drop') response.destroy()
    else if ('page' in answer) response.writeHead(answer.status, { 'content-type': 'text/html' }).end(answer.page)
    else {
      if (answer.retryAfter) response.setHeader('retry-after', answer.retryAfter)
      sendRefusal(response, answer.status ?? 400, answer.code, answer.message)
    }
  }

  const list = (query: URLSearchParams, response: ServerResponse): void => {
    const pageSize = Number(query.get('PageSize') ?? 50)
    const fits = (message: TwilioResource) =>
      (query.get('To') ?? message.to) === message.to && (query.get('From') ?? message.from) === message.from
    const messages = server.messages.filter(fits).slice(0, pageSize)
    const uri = `${path}?PageSize=${pageSize}`
    const pages = { page: 0, page_size: pageSize, start: 0, end: Math.max(0, messages.length - 1) }
    send(response, 200, { ...pages, uri, first_page_uri: uri, next_page_uri: null, previous_page_uri: null, messages })
  }

  const { url, close } = await listenOnLoopback(
    createServer(async (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://twilio')
      server.requests.push(`${request.method} ${pathname}`)
      try {
        const credentials = Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64')
        if (request.headers.authorization !== `Basic ${credentials}`) throw new Refusal(401, 20003, 'Authenticate')
        if (pathname !== path) throw new Refusal(404, 20404, `The requested resource ${pathname} was not found`)
        if (request.method === 'POST') await create(request, response)
        else if (request.method === 'GET') list(searchParams, response)
        else throw new Refusal(405, 20004, 'Method not allowed')
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        sendRefusal(response, error.status, error.code, error.message)
      }
    }),
  )

  const server: TwilioServer = {
    url,
    account,
    messages: [],
    requests: [],
    script: () => 'accept',
    status: 'queued',
    close,
  }
  return server
}

function refuseFaults(fields: URLSearchParams, numbers: readonly string[], whatsappNumbers: readonly string[]): void {
  const [to, from, body] = ['To', 'From', 'Body'].map((name) => fields.get(name) ?? '') as [string, string, string]
  if (!to) throw new Refusal(400, 21604, "A 'To' phone number is required.")
  if (!from) throw new Refusal(400, 21603, "A 'From' phone number is required.")
  if (!body) throw new Refusal(400, 21602, 'Message body is required.')
  if ([...body].length > 1600)
    throw new Refusal(400, 21617, 'The concatenated message body exceeds the 1600 character limit.')
  const isWhatsapp = from.startsWith('whatsapp:')
  if (isWhatsapp !== to.startsWith('whatsapp:')) {
    throw new Refusal(400, 21910, 'Invalid From and To pair. From and To should be of the same channel')
  }
  if (!/^(whatsapp:)?\+[1-9]\d{6,14}$/.test(to)) throw new Refusal(400, 21211, `Invalid 'To' Phone Number: ${to}`)
  if (isWhatsapp && !whatsappNumbers.includes(from.slice('whatsapp:'.length))) {
    throw new Refusal(400, 63007, 'Twilio could not find a Channel with the specified From address')
  }
  if (!isWhatsapp && !numbers.includes(from)) {
    throw new Refusal(400, 21660, `Mismatch between the 'From' number ${from} and the account`)
  }
  if (to === from) throw new Refusal(400, 21266, "'To' and 'From' number cannot be the same")
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function sendRefusal(response: ServerResponse, status: number, code: number, message: string): void {
  send(response, status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status })
}
