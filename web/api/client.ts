import createClient from 'openapi-fetch'
import type { Problem, paths } from './schema.generated.ts'

export type ClientOptions = {
  /** Where the API is; empty: where the page came from. */
  baseUrl?: string
  /** For tests. */
  fetch?: (request: Request) => Promise<Response>
}

/** `api.GET('/api/v1/…', { params })` and so on, typed by the contract; a refusal arrives as `error`. */
export function openClient({ baseUrl = '', fetch }: ClientOptions = {}) {
  const client = createClient<paths>({ baseUrl, credentials: 'same-origin', ...(fetch && { fetch }) })
  client.use({
    onRequest({ request }) {
      request.headers.set('x-channel', 'web')
      if (!request.headers.has('x-correlation-id')) request.headers.set('x-correlation-id', newCorrelationId())
    },
  })
  return client
}

/** A refusal as an exception; `problem` is narrowed by its `code`. */
export class Refused<P extends Problem = Problem> extends Error {
  readonly problem: P
  /** Seconds to wait before the next try, when the answer said so. */
  readonly retryAfterSeconds: number | undefined

  constructor(problem: P, retryAfterSeconds?: number) {
    super(problem.detail)
    this.name = 'Refused'
    this.problem = problem
    this.retryAfterSeconds = retryAfterSeconds
  }
}

type Answered<D, E> = { data?: D; error?: E; response: Response }

/**
 * The data of an answer. @throws Refused with the problem; what is no problem of ours (a proxy's page, no network) becomes
 * one with the code `unreachable`.
 */
export async function dataOf<D, E>(answered: Promise<Answered<D, E>>): Promise<D> {
  const { data, error, response } = await answered.catch((cause: unknown) => {
    throw unreachable(0, cause)
  })
  if (response.ok) return data as D
  if (!isProblem(error)) throw unreachable(response.status)
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  throw new Refused(error, Number.isFinite(seconds) ? seconds : undefined)
}

/** True for a problem, of one of `codes` when some are given: narrows what the endpoint can answer. */
export function isProblem<E, C extends string>(error: E, ...codes: C[]): error is E & Problem & { code: C } {
  const code = (error as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' && (codes.length === 0 || (codes as string[]).includes(code))
}

function unreachable(status: number, cause?: unknown): Refused {
  const title = 'The server cannot be reached'
  const detail = `${title} just now. Nothing is known about what was asked; try again.`
  const refused = new Refused({ type: 'about:blank', code: 'unreachable', title, detail, status, correlationId: '' })
  refused.cause = cause
  return refused
}

/** Not crypto.randomUUID: browsers keep that from pages served over plain HTTP. */
function newCorrelationId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
