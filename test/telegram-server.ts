import { createServer, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { listenOnLoopback } from './listen.ts'

/** What the server does with a message whose form is right. */
export type TelegramAnswer =
  | 'accept'
  | {
      readonly error_code: number
      readonly description: string
      readonly parameters?: { readonly retry_after: number }
    }
  | { readonly status: number; readonly page: string }
  | { readonly redirect: string }
  | 'accept-and-drop'
  | 'drop'
  | 'hang'

export type TelegramMessage = { readonly chatId: string; readonly text: string }

export type TelegramServer = {
  readonly url: string
  readonly token: string
  readonly messages: TelegramMessage[]
  /** Bodies as they came, whether taken or not. */
  readonly requests: Record<string, unknown>[]
  script: (message: TelegramMessage & { readonly attempt: number }) => TelegramAnswer
  readonly close: () => Promise<void>
}

/** `sendMessage` of Telegram's Bot API on loopback, for a bot that the given chats have talked to. */
export async function openTelegramServer(chats: readonly string[]): Promise<TelegramServer> {
  const token = `7200000001:${'AAtest-token_'.repeat(3)}`
  const { url, close } = await listenOnLoopback(
    createServer(async (request, response) => {
      const [, asked = '', method = ''] = /^\/bot([^/]*)\/(\w*)$/.exec(request.url ?? '') ?? []
      const fail = (code: number, description: string) => refuse(response, { error_code: code, description })
      if (!/^\d+:[\w-]{30,}$/.test(asked)) return fail(404, 'Not Found')
      if (asked !== token) return fail(401, 'Unauthorized')
      if (method !== 'sendMessage') return fail(404, 'Not Found: method not found')
      const body = await readBody(request.headers['content-type'] ?? '', await text(request))
      if (!body) return fail(400, "Bad Request: can't parse JSON object")
      server.requests.push(body)
      const message = { chatId: String(body.chat_id ?? ''), text: String(body.text ?? '') }
      if (!message.chatId) return fail(400, 'Bad Request: chat_id is empty')
      if (!message.text.trim()) return fail(400, 'Bad Request: message text is empty')
      if ([...message.text].length > 4096) return fail(400, 'Bad Request: message is too long')
      if (!chats.includes(message.chatId)) return fail(400, 'Bad Request: chat not found')
      const attempt = server.requests.filter(({ chat_id }) => String(chat_id) === message.chatId).length
      const answer = server.script({ ...message, attempt })
      if (answer === 'hang') return
      if (answer === 'drop') return response.destroy()
      if (answer === 'accept' || answer === 'accept-and-drop') server.messages.push(message)
      if (answer === 'accept-and-drop') return response.destroy()
      if (answer === 'accept')
        return send(response, 200, { ok: true, result: resultOf(message, server.messages.length) })
      if ('page' in answer) return response.writeHead(answer.status, { 'content-type': 'text/html' }).end(answer.page)
      if ('redirect' in answer) return response.writeHead(307, { location: answer.redirect }).end()
      return refuse(response, answer)
    }),
  )
  const server: TelegramServer = { url, token, messages: [], requests: [], script: () => 'accept', close }
  return server
}

/** The Bot API takes JSON and forms alike. */
async function readBody(contentType: string, content: string): Promise<Record<string, unknown> | undefined> {
  if (contentType.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(content))
  if (!contentType.startsWith('application/json')) return {}
  try {
    return JSON.parse(content) as Record<string, unknown>
  } catch {
    return undefined
  }
}

function resultOf({ chatId, text }: TelegramMessage, number: number) {
  return { message_id: number, date: 1_767_600_000, chat: { id: Number(chatId), type: 'private' }, text }
}

function refuse(
  response: ServerResponse,
  error: { error_code: number; description: string; parameters?: object },
): void {
  send(response, error.error_code, { ok: false, ...error })
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
