import type { Parameter } from './openapi-document.ts'
import type { JsonSchema } from './schema-components.ts'

/** Headers any request may carry, and those some endpoints take. */
export const commonParameters: Record<string, Parameter> = {
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Makes a repeat safe: for 24 hours the same key with the same content gets the first answer again, with ' +
      '`Idempotent-Replayed: true`, and has no second effect. Best a random UUID per change you attempt.',
    schema: { type: 'string', minLength: 1, maxLength: 200, examples: ['7f9c2b52-6a0e-4d1e-8f57-2f6b1c0d9e3a'] },
  },
  'If-Match': {
    name: 'If-Match',
    in: 'header',
    description: 'The `ETag` of what you read, or `*` to overwrite whatever is there. Required of staff and API keys.',
    schema: { type: 'string', pattern: '^(?:\\*|(?:W/)?"\\d{1,9}")$', examples: ['"3"'] },
  },
  'If-None-Match': {
    name: 'If-None-Match',
    in: 'header',
    description: 'The `ETag` of the answer you have; when it is still right, the answer is 304 without a body.',
    schema: { type: 'string' },
  },
  'X-Correlation-Id': {
    name: 'X-Correlation-Id',
    in: 'header',
    description: 'Follows the request through logs, events and messages. One is made when none is sent.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9._:-]{8,100}$' },
  },
}

export const commonHeaders: Record<string, JsonSchema> = {
  ETag: {
    description: 'The version, for `If-Match`.',
    schema: { type: 'string', examples: ['"3"'] },
  },
  'Idempotent-Replayed': {
    description: '`true` when this is the stored answer of an earlier request with the same Idempotency-Key.',
    schema: { type: 'string', const: 'true' },
  },
  Location: { description: 'The address of what was made.', schema: { type: 'string', format: 'uri-reference' } },
  RateLimit: {
    description: 'What is left of the allowance (`r`) and in how many seconds it is renewed (`t`).',
    schema: { type: 'string', examples: ['"write";r=59;t=60'] },
  },
  'RateLimit-Policy': {
    description: 'The allowance: `q` requests in a window of `w` seconds.',
    schema: { type: 'string', examples: ['"write";q=60;w=60'] },
  },
  'Retry-After': { description: 'Seconds to wait before the next try.', schema: { type: 'integer', minimum: 1 } },
  'X-Correlation-Id': { description: 'The correlation id of the request, given or made.', schema: { type: 'string' } },
}

export const commonSchemas: Record<string, JsonSchema> = {
  FieldError: {
    type: 'object',
    description: 'What is wrong with one field.',
    properties: {
      path: { type: 'string', description: 'As in `client.phone` or `durations.0`.' },
      message: { type: 'string' },
    },
    required: ['path', 'message'],
  },
  Problem: {
    type: 'object',
    description: 'A refusal, RFC 9457. Some kinds carry further members, named by `code`.',
    properties: {
      type: { type: 'string', format: 'uri-reference', description: 'Where this kind is explained.' },
      title: { type: 'string', description: 'The kind in words; the same for every problem of the kind.' },
      status: { type: 'integer' },
      code: { type: 'string', description: 'The kind, for programs.' },
      detail: { type: 'string', description: 'What stands in the way this time, in words for a person.' },
      correlationId: { type: 'string' },
      errors: {
        type: 'array',
        items: { $ref: '#/components/schemas/FieldError' },
        description: 'With `malformed`: every wrong field.',
      },
    },
    required: ['type', 'title', 'status', 'code', 'detail', 'correlationId'],
  },
}

/** For both, the strings of a requirement are roles and scopes: any one role suffices, the scope is needed. */
export function securitySchemes(scopes: Readonly<Record<string, string>> = {}): Record<string, JsonSchema> {
  const list = Object.entries(scopes).map(([scope, meaning]) => `\n- \`${scope}\`: ${meaning}`)
  return {
    apiKey: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'hf_…',
      description: `An API key of a unit, made by an ADMIN; it needs the scope named.${list.length > 0 ? `\n${list.join('')}` : ''}`,
    },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: 'holdfast.session_token',
      description:
        'A staff session, from signing in; any one of the roles named suffices. Over HTTPS its name begins with `__Secure-`.',
    },
  }
}
