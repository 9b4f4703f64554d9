import { oneLine } from '../../lib/one-line.ts'
import { DeliveryFailure } from '../delivery-failure.ts'

/** Messages of a Telegram bot. Telegram cannot be asked what it took: an attempt nobody knows the end of may repeat. */
export type TelegramMessages = {
  /** `text`: plain, 1 to 4096 characters. @returns Telegram's number of the message. @throws DeliveryFailure */
  readonly send: (message: {
    readonly chatId: string
    readonly text: string
  }) => Promise<{ readonly messageId: number }>
  /** Ends what is under way. */
  readonly close: () => Promise<void>
}

export type TelegramBot = {
  readonly token: string
  /** In place of https://api.telegram.org. */
  readonly apiUrl?: string | undefined
  readonly timeoutMs?: number
}

/** What the Bot API answers; more fields than these. */
type Answer = {
  readonly ok?: boolean
  readonly result?: { readonly message_id?: number }
  readonly description?: string
  readonly parameters?: { readonly retry_after?: number }
}

/** Opens nothing yet. */
export function openTelegramMessages(bot: TelegramBot): TelegramMessages {
  const { token, apiUrl = 'https://api.telegram.org', timeoutMs = 15_000 } = bot
  const closing = new AbortController()
  const post = async (body: object): Promise<{ status: number; answer: Answer | undefined }> => {
    const response = await fetch(`${apiUrl.replace(/\/+$/, '')}/bot${token}/sendMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // The token is part of the address: it is shown to nobody else.
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), closing.signal]),
    })
    return { status: response.status, answer: asAnswer(await response.text()) }
  }
  return {
    send: async ({ chatId, text }) => {
      const message = { chat_id: chatId, text, link_preview_options: { is_disabled: true } }
      // In our own words and without its cause: fetch may name the address, and with it the token.
      const { status, answer } = await post(message).catch((error: unknown) => {
        throw new DeliveryFailure('unreachable', explain(error, closing.signal, timeoutMs), { isUncertain: true })
      })
      if (status === 200 && answer?.ok === true) return { messageId: answer.result?.message_id ?? 0 }
      throw telegramFailure(status, answer)
    },
    close: async () => closing.abort(),
  }
}

function telegramFailure(status: number, answer: Answer | undefined): DeliveryFailure {
  const said = oneLine(`${status} ${answer?.description ?? 'Not an answer of Telegram’s'}`, 500)
  const about = { retryAfterSeconds: answer?.parameters?.retry_after }
  // 401 and 404: the token. 429 and above, and whatever is not Telegram: not this message's fault either.
  if (answer?.ok !== false || status === 401 || status === 404 || status === 429 || status >= 500) {
    return new DeliveryFailure('unreachable', said, about)
  }
  // Telegram has been seen to say this of everybody for minutes, and then no longer.
  if (status === 403 && /can't send messages to the user/.test(said)) return new DeliveryFailure('delayed', said)
  const isOptOut = status === 403 && /blocked by the user|kicked/.test(said)
  if (status === 400 || status === 403) return new DeliveryFailure('refused', said, { isOptOut })
  return new DeliveryFailure('delayed', said, about)
}

function asAnswer(text: string): Answer | undefined {
  try {
    const answer: unknown = JSON.parse(text)
    return typeof answer === 'object' && answer !== null ? answer : undefined
  } catch {
    return undefined
  }
}

function explain(error: unknown, closing: AbortSignal, timeoutMs: number): string {
  if (closing.aborted) return 'Closed before Telegram answered'
  if ((error as Error).name === 'TimeoutError') return `Telegram did not answer within ${timeoutMs / 1000} s`
  const { code } = ((error as Error).cause ?? {}) as { code?: string }
  return `Telegram cannot be reached${code ? `: ${code}` : ''}`
}
