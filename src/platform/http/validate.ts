import type { z } from 'zod'
import { type FieldError, fieldProblem, malformed, Problem } from '../problem.ts'
import type { Endpoint, InputOf } from './endpoint.ts'

type Raw = { params: unknown; query: unknown; body: unknown; headers: Record<string, string | string[] | undefined> }

/** Checks a request against its endpoint. @throws Problem `malformed` naming every wrong field. */
export function validate(endpoint: Endpoint, raw: Raw): InputOf<Endpoint> {
  const errors: FieldError[] = []
  const part = (schema: z.ZodType | undefined, value: unknown, where: string): unknown => {
    if (!schema) {
      if (where === 'body' && value !== undefined && value !== null) {
        errors.push({ path: 'body', message: 'This address takes no body.' })
      }
      return undefined
    }
    const result = schema.safeParse(value ?? {})
    if (result.success) return result.data
    for (const issue of result.error.issues) errors.push(...fieldErrors(issue, where))
    return undefined
  }
  const params = part(endpoint.params, raw.params, 'path')
  const query = part(endpoint.query, raw.query, 'query')
  const body = part(endpoint.body, raw.body, 'body')
  if (errors.length > 0) {
    const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ')
    throw new Problem(malformed, detail.slice(0, 500), { errors: errors.slice(0, 50) })
  }
  const ifNoneMatch = raw.headers['if-none-match']
  return {
    params,
    query,
    body,
    ifMatch: readIfMatch(raw.headers['if-match']),
    ifNoneMatch: typeof ifNoneMatch === 'string' ? ifNoneMatch : undefined,
  } as InputOf<Endpoint>
}

function fieldErrors(issue: z.core.$ZodIssue, where: string): FieldError[] {
  const base = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, 10).map((key) => ({
      path: [...base, key.slice(0, 60)].join('.'),
      message: `There is no such field in the ${where}.`,
    }))
  }
  return [{ path: base.join('.') || where, message: issue.message }]
}

function readIfMatch(header: string | string[] | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(String(header))?.[1]
  if (!version) throw fieldProblem('If-Match', 'Send the ETag of the thing you read, for example "3".')
  return Number(version)
}
