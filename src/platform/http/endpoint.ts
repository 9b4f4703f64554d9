import type { z } from 'zod'
import type { ProblemKind } from '../problem.ts'

/** Which allowance a call is counted against; the figures are in rate-limit.ts. */
export type RateClass = 'read' | 'write' | 'hold' | 'sign-in'

/**
 * Who may call. `anyone` includes callers without any identity; otherwise the caller needs one of the roles in some unit
 * (an API key: the scope). Whether the *object* is theirs is decided by the operation, and a stranger's object is 404.
 */
export type Access = 'anyone' | { readonly roles: readonly string[]; readonly scope: string }

export type AnswerDefinition = {
  readonly description: string
  /** Absent for an answer without a body. */
  readonly schema?: z.ZodType
  readonly headers?: Readonly<Record<string, string>>
}

/** One endpoint, defined once: validation, types, OpenAPI, documentation, access and rate limit all come from here. */
export type Endpoint = {
  /** The operation's name as spoken: also its operationId, its label in logs, metrics and spans. */
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With parameters as `:name`. */
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly access: Access
  readonly rate: RateClass
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** Takes `Idempotency-Key`: the operation must run exactly one transaction and return what is answered. */
  readonly idempotent?: true
  /** Takes `If-Match` with the row version. `staff`: without it a staff caller gets 428. */
  readonly ifMatch?: 'staff'
  readonly answers: Readonly<Record<number, AnswerDefinition>>
  readonly problems: readonly ProblemKind[]
}

/** Keeps the literal types, so that handlers and clients know the exact shapes. */
export function defineEndpoint<const E extends Endpoint>(endpoint: E): E {
  return endpoint
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined

/** What a handler receives: everything validated. */
export type InputOf<E extends Endpoint> = {
  params: Parsed<E['params']>
  query: Parsed<E['query']>
  body: Parsed<E['body']>
  /** The row version of `If-Match`; undefined when there was none or `*`. */
  ifMatch: number | undefined
  /** Raw `If-None-Match`, for answers with an entity tag of their own. */
  ifNoneMatch: string | undefined
}

type AnswerBody<D> = D extends { readonly schema: infer S extends z.ZodType } ? z.input<S> : undefined

type Answer<S, D> = {
  status: S
  body: AnswerBody<D> | Buffer
  etag?: number | string
  location?: string
  headers?: Record<string, string>
}

type OneOf<A> = { [S in keyof A]: Answer<S, A[S]> }[keyof A]

/** What a handler returns; `etag` is a row version unless it is already quoted. */
export type AnswerOf<E extends Endpoint> = OneOf<E['answers']>

/** An endpoint with what serves it, for a server whose per-request context is `C`. */
export type Route<C> = {
  readonly endpoint: Endpoint
  readonly run: (ctx: C, input: InputOf<Endpoint>) => Promise<unknown>
  readonly answer: (result: unknown, input: InputOf<Endpoint>) => AnswerOf<Endpoint>
}

/**
 * `const on = routesFor<Ctx>()`, then `on(lockSlot, (ctx, { body }) => placeHold(ctx, body), (hold) => ({ status: 201, … }))`.
 * `answer` is pure and apart from `run` so that an idempotent endpoint can store it in the operation's own transaction.
 */
export function routesFor<C>() {
  return <const E extends Endpoint, R, const A extends AnswerOf<E>>(
    endpoint: E,
    run: (ctx: C, input: InputOf<E>) => Promise<R>,
    answer: (result: R, input: InputOf<E>) => A,
  ): Route<C> => ({ endpoint, run, answer }) as unknown as Route<C>
}
