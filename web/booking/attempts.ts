import { Refused } from '../api/client.ts'
import { randomId } from './random-id.ts'

/** One try of a change. `firstSentAt` is when its first try left, epoch ms: an answer that is repeated is that old. */
export type Try = { key: string; firstSentAt: number }

/** How often "still running" is asked again by itself. */
const patience = 8

/**
 * Keeps the Idempotency-Key of a change while nobody knows whether it happened, so that trying again cannot do it twice. Other
 * content, or a definite answer, ends it: the next one gets a key of its own.
 */
export class Attempts {
  readonly #open = new Map<string, Try & { content: string }>()

  async run<T>(change: string, body: unknown, send: (attempt: Try) => Promise<T>): Promise<T> {
    const content = JSON.stringify(body)
    const known = this.#open.get(change)
    const attempt = known?.content === content ? known : { content, key: randomId(), firstSentAt: Date.now() }
    this.#open.set(change, attempt)
    for (let turn = 1; ; turn++) {
      try {
        const answer = await send(attempt)
        this.#open.delete(change)
        return answer
      } catch (error) {
        if (isStillRunning(error) && turn < patience) {
          await new Promise((resolve) => setTimeout(resolve, 1000 * (error.retryAfterSeconds ?? 1)))
          continue
        }
        if (isDefinite(error)) this.#open.delete(change)
        throw error
      }
    }
  }
}

const isStillRunning = (error: unknown): error is Refused =>
  error instanceof Refused && error.problem.code === 'idempotency-key-in-use'

/** The server has said no; anything else (no network, 5xx, too many requests) leaves open whether it happened. */
function isDefinite(error: unknown): boolean {
  if (!(error instanceof Refused) || isStillRunning(error)) return false
  const { status } = error.problem
  return status >= 400 && status < 500 && status !== 429
}
