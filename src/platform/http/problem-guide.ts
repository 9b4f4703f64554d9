import type { z } from 'zod'
import type { ProblemKind } from '../problem.ts'
import { sampleValue } from './sample-value.ts'
import { toWireSchema } from './schema-components.ts'

/** What the documentation says about a refusal. */
export type Guidance = {
  /** When it is answered. */
  readonly meaning: string
  /** What the caller does about it. */
  readonly advice: string
  /** Members of an example answer, apart from those every problem has. */
  readonly example?: Readonly<Record<string, unknown>>
}

/** A kind may bring its own words, and the schema of the members that only its answers have. */
export type DocumentedKind = ProblemKind & Partial<Guidance> & { readonly members?: z.ZodType }

/** The kind's own words where it has some, otherwise those of its code or its status. */
export function guidanceFor(kind: DocumentedKind): Guidance {
  const { meaning, advice, example } = { ...(byCode[kind.code] ?? byStatus[kind.status] ?? unknown), ...kind }
  return { meaning, advice, ...(example && { example }) }
}

/** The body of an example answer of this kind. */
export function exampleOf(kind: DocumentedKind): Record<string, unknown> {
  return {
    type: `/docs/problems#${kind.code}`,
    title: kind.title,
    status: kind.status,
    code: kind.code,
    detail: `${kind.title}.`,
    correlationId: '0f6e4f6e-2d1c-4f7e-9a55-6a1d2c3b4e5f',
    ...(kind.members && (sampleValue(toWireSchema(kind.members, 'answer'), () => ({}), true) as object)),
    ...guidanceFor(kind).example,
  }
}

const unknown: Guidance = {
  meaning: 'The request was refused.',
  advice: 'Read `detail`; it says what stands in the way.',
}

const byCode: Readonly<Record<string, Guidance>> = {
  malformed: {
    meaning:
      'The request could not be read: not JSON, a missing or unknown field, or a value of the wrong kind. Nothing was done.',
    advice: 'Correct every field listed in `errors`. The same request will be refused again.',
    example: {
      detail: 'client.phone: is not a phone number with its country code, such as +370 612 34567',
      errors: [
        { path: 'client.phone', message: 'is not a phone number with its country code, such as +370 612 34567' },
      ],
    },
  },
  unauthenticated: {
    meaning:
      'The address needs to know who is calling, or the credentials that were sent are wrong, expired or revoked.',
    advice:
      'Sign in again, or send a valid API key. Addresses that are open to anyone refuse bad credentials as well: send good ones or none.',
  },
  forbidden: {
    meaning: 'We know who you are, and your role (or the scope of your API key) does not reach this far.',
    advice: 'Ask an administrator of the unit for the role, or use a key with the scope that the endpoint names.',
  },
  'not-found': {
    meaning: 'It does not exist, or it belongs to somebody else. The two are never told apart.',
    advice: 'Check the id, and that you act in the unit it belongs to.',
  },
  'method-not-allowed': {
    meaning: 'The address exists, but not for this method.',
    advice: 'Use one of the methods listed in the `Allow` header.',
  },
  'payload-too-large': {
    meaning: 'The body has more than 256 KB. It was not read.',
    advice: 'Send less; no request of this API comes near the limit.',
  },
  'unsupported-media-type': {
    meaning: 'The body came with another content type than the address reads.',
    advice: 'Send JSON, with `Content-Type: application/json`.',
  },
  stale: {
    meaning:
      'Somebody changed it after you read it: the version in `If-Match` is no longer the latest. Nothing was overwritten.',
    advice: 'Read it again, look at what changed, and send your change with the new `ETag`.',
  },
  'version-required': {
    meaning: 'Staff changes must say which version they were made from, so that nobody else’s change is lost.',
    advice: 'Send `If-Match` with the `ETag` of what you read, or `*` to overwrite whatever is there.',
  },
  'idempotency-key-in-use': {
    meaning: 'A request with the same Idempotency-Key is being carried out at this moment.',
    advice: 'Wait as long as `Retry-After` says and send the same request again: you will get the answer of the first.',
  },
  'idempotency-key-reused': {
    meaning: 'The Idempotency-Key was used within the last 24 hours for a request with other content.',
    advice:
      'Use a fresh key, best a random UUID, for every change you attempt; repeat a key only to repeat the same request.',
  },
  'too-many-requests': {
    meaning: 'You sent more requests in a minute than your allowance. The one refused was not carried out.',
    advice: 'Wait as long as `Retry-After` says. The `RateLimit` header of every answer tells how much is left.',
  },
  'internal-error': {
    meaning: 'A fault of Holdfast, not of your request. What it had begun was rolled back.',
    advice:
      'Try again once, with the same Idempotency-Key if you sent one. If it stays, report the `correlationId`: it leads to the log.',
  },
  unavailable: {
    meaning: 'The database cannot be reached just now. No answer is given rather than a wrong one.',
    advice:
      'Try again after `Retry-After`, with the same Idempotency-Key if you sent one. Never take it for “nothing is free”.',
  },
}

/** For kinds without words of their own: what the status alone says. */
const byStatus: Readonly<Record<number, Guidance>> = {
  400: {
    meaning: 'The request could not be understood.',
    advice: 'Correct it as `detail` says; the same request will be refused again.',
  },
  401: { meaning: 'The caller is not known.', advice: 'Send valid credentials.' },
  403: { meaning: 'The caller is known, and may not do this.', advice: 'Ask somebody whose role allows it.' },
  404: { meaning: 'It does not exist, or it belongs to somebody else.', advice: 'Check the id.' },
  409: {
    meaning: 'It collides with what is there now. Nothing was changed.',
    advice: 'Read the present state, and choose again; `detail` and the other members of the answer say what collided.',
  },
  410: {
    meaning: 'It existed, and its time is over. Nothing was changed.',
    advice: 'Begin again; `detail` says from where.',
  },
  412: { meaning: 'It has changed since it was read.', advice: 'Read it again and repeat your change.' },
  422: {
    meaning: 'The request is well-formed, and a rule of the place refuses it. Nothing was changed.',
    advice: 'Change what `detail` names; the same request will be refused as long as the rule stands.',
  },
  429: { meaning: 'Too many requests.', advice: 'Wait as long as `Retry-After` says.' },
  503: { meaning: 'It cannot be answered just now.', advice: 'Try again after `Retry-After`.' },
}
