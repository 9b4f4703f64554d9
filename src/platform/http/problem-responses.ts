import { keyInUse } from '../problem.ts'
import type { Operation, Response } from './openapi-document.ts'
import type { DocumentedKind } from './problem-guide.ts'
import { exampleOf, guidanceFor } from './problem-guide.ts'
import type { JsonSchema, SchemaComponents } from './schema-components.ts'

/** What the refusals of all endpoints share, by name; filled while the endpoints are described. */
export type Refusals = { responses: Record<string, Response>; schemas: Record<string, JsonSchema> }

/** Refusals by status: one that stands alone is shared by all endpoints, several of one status are told apart by `code`. */
export function problemResponses(
  problems: readonly DocumentedKind[],
  components: SchemaComponents,
  refusals: Refusals,
): Operation['responses'] {
  const responses: Operation['responses'] = {}
  for (const [status, kinds] of Map.groupBy(problems, (kind) => String(kind.status))) {
    const [only] = kinds
    if (kinds.length === 1 && only) {
      const name = pascalCase(only.code)
      refusals.responses[name] ??= problemResponse(kinds, components, refusals)
      responses[status] = { $ref: `#/components/responses/${name}` }
    } else {
      responses[status] = problemResponse(kinds, components, refusals)
    }
  }
  return responses
}

function problemResponse(kinds: readonly DocumentedKind[], components: SchemaComponents, refusals: Refusals): Response {
  const schemas = kinds.map((kind) => problemSchema(kind, components, refusals))
  const waits = kinds.some(({ code, status }) => status === 429 || status === 503 || code === keyInUse.code)
  return {
    description: kinds.map(({ code, title }) => `\`${code}\`: ${title}`).join('; '),
    headers: {
      ...(waits && { 'Retry-After': { $ref: '#/components/headers/Retry-After' } }),
      'X-Correlation-Id': { $ref: '#/components/headers/X-Correlation-Id' },
    },
    content: {
      'application/problem+json': {
        schema: schemas.length === 1 && schemas[0] ? schemas[0] : { oneOf: schemas },
        examples: Object.fromEntries(
          kinds.map((kind) => [kind.code, { summary: guidanceFor(kind).meaning, value: exampleOf(kind) }]),
        ),
      },
    },
  }
}

/** Every kind is a shape of its own, so that a client can name it. */
function problemSchema(kind: DocumentedKind, components: SchemaComponents, { schemas }: Refusals): JsonSchema {
  const { code, status, title, members } = kind
  const name = `${pascalCase(code)}Problem`
  const identity = {
    type: 'object',
    properties: { code: { type: 'string', const: code }, status: { type: 'integer', const: status } },
    required: ['code', 'status'],
  }
  schemas[name] ??= {
    description: `${title}.`,
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      identity,
      ...(members ? [components.describe(members, 'answer')] : []),
    ],
  }
  return { $ref: `#/components/schemas/${name}` }
}

function pascalCase(kebab: string): string {
  return kebab.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
