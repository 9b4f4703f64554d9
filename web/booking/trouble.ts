import { Refused } from '../api/client.ts'
import type { Problem } from '../api/schema.generated.ts'
import type { Texts } from './languages/texts.ts'

/** What went wrong, in words for the visitor. */
export type Trouble = {
  text: string
  /** Trying the same again may help; not before so many seconds. */
  retry?: { afterSeconds: number }
  /** Only people can help: show how to reach them. */
  callUs?: true
}

/** The code of a refusal; undefined for what is none. */
export function codeOf(error: unknown): string | undefined {
  return problemIn(error)?.code
}

function problemIn(error: unknown): Problem | undefined {
  return error instanceof Refused ? (error as Refused).problem : undefined
}

/** Free times offered instead of a taken one, epoch ms. */
export function alternativesIn(error: unknown): number[] {
  const { alternatives = [] } = (problemIn(error) ?? {}) as {
    alternatives?: { start: string }[]
  }
  return alternatives.map(({ start }) => Date.parse(start))
}

/** The fields a request was refused for, as the contract names them (`client.phone`). */
export function wrongFields(error: unknown): string[] {
  return (problemIn(error)?.errors ?? []).map(({ path }) => path)
}

export function describeTrouble(error: unknown, t: Texts): Trouble {
  const afterSeconds = (error instanceof Refused ? error.retryAfterSeconds : undefined) ?? 0
  switch (codeOf(error)) {
    case 'unreachable':
    case 'unavailable':
    case 'idempotency-key-in-use':
      return { text: t.unreachable, retry: { afterSeconds } }
    case 'too-many-requests':
      return { text: t.tooMany(Math.max(1, afterSeconds)), retry: { afterSeconds: Math.max(1, afterSeconds) } }
    case 'client-busy':
      return { text: t.clientBusy, retry: { afterSeconds } }
    case 'schedule-engine-disabled':
      return { text: t.bookingOff, callUs: true }
    case 'rule-rejected':
      return { text: ruleOf(error) === 'notice' ? t.tooLateToBook : t.cannotBeBooked }
    case 'not-found':
      return { text: t.cannotBeBooked }
    default:
      return { text: t.ourFault, retry: { afterSeconds } }
  }
}

function ruleOf(error: unknown): string | undefined {
  return (problemIn(error) as { rule?: string } | undefined)?.rule
}
