import type { AnswerDefinition, Endpoint } from './endpoint.ts'
import { problemsOf } from './implied-problems.ts'
import { commonHeaders, commonParameters, commonSchemas, securitySchemes } from './openapi-components.ts'
import type { ApiDescription, OpenApiDocument, Operation, Parameter, Response } from './openapi-document.ts'
import type { Refusals } from './problem-responses.ts'
import { problemResponses } from './problem-responses.ts'
import type { JsonSchema } from './schema-components.ts'
import { SchemaComponents } from './schema-components.ts'

/**
 * The contract as OpenAPI 3.1. The same endpoints give the same bytes. Schemas show what is on the wire: requests closed as
 * they are enforced, answers open, because they may gain members.
 * @throws Error when two endpoints share method and path or id, or two schemas one name.
 */
export function openApiDocument(endpoints: readonly Endpoint[], about: ApiDescription): OpenApiDocument {
  const components = new SchemaComponents()
  const refusals: Refusals = { responses: {}, schemas: {} }
  const operations: OpenApiDocument['paths'] = {}
  const ids = new Set<string>()
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:([A-Za-z]\w*)/g, '{$1}')
    const method = endpoint.method.toLowerCase()
    operations[path] ??= {}
    const onPath = operations[path]
    if (onPath[method])
      throw new Error(`${endpoint.id}: ${endpoint.method} ${endpoint.path} is ${onPath[method].operationId}.`)
    if (ids.has(endpoint.id)) throw new Error(`Two endpoints are called ${endpoint.id}.`)
    ids.add(endpoint.id)
    onPath[method] = operationOf(endpoint, about, components, refusals)
  }
  const { document, schemas } = components.settle({ paths: operations, refusals })
  return {
    openapi: '3.1.1',
    info: { title: about.title, version: about.version, ...(about.description && { description: about.description }) },
    servers: [{ url: about.serverUrl }],
    tags: tagsOf(endpoints, about),
    paths: document.paths,
    components: {
      schemas: { ...schemas, ...commonSchemas, ...sorted(document.refusals.schemas) },
      parameters: commonParameters,
      headers: commonHeaders,
      responses: sorted(document.refusals.responses),
      securitySchemes: securitySchemes(about.scopes),
    },
  }
}

/** Those that have a description in its order, then the others as they come. */
function tagsOf(endpoints: readonly Endpoint[], { tags = {} }: ApiDescription): OpenApiDocument['tags'] {
  const used = new Set(endpoints.map(({ tag }) => tag))
  const names = [...Object.keys(tags).filter((name) => used.has(name)), ...[...used].filter((name) => !(name in tags))]
  return names.map((name) => ({ name, ...(tags[name] && { description: tags[name] }) }))
}

function operationOf(
  endpoint: Endpoint,
  about: ApiDescription,
  components: SchemaComponents,
  refusals: Refusals,
): Operation {
  const { body } = endpoint
  return {
    operationId: endpoint.id,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    ...(endpoint.description && { description: endpoint.description }),
    security: securityOf(endpoint, about),
    parameters: parametersOf(endpoint, components),
    ...(body && {
      requestBody: {
        // A body that may be empty may be absent.
        required: !body.safeParse({}).success,
        content: { 'application/json': { schema: components.describe(body, 'request') } },
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(endpoint.answers).map(([status, answer]) => [
          status,
          answerOf(endpoint, status, answer, components),
        ]),
      ),
      ...problemResponses(problemsOf(endpoint), components, refusals),
    },
    'x-rate-class': endpoint.rate,
  }
}

function securityOf({ access }: Endpoint, { scopes }: ApiDescription): Record<string, string[]>[] {
  // Open to anyone, and still more generous (rate limits, overrides) to a caller who says who it is.
  if (access === 'anyone') return [{}, { session: [] }, { apiKey: [] }]
  const forPeople = { session: [...access.roles] }
  return scopes && !(access.scope in scopes) ? [forPeople] : [forPeople, { apiKey: [access.scope] }]
}

function parametersOf(endpoint: Endpoint, components: SchemaComponents): Operation['parameters'] {
  const headers = ['X-Correlation-Id']
  if (304 in endpoint.answers) headers.unshift('If-None-Match')
  if (endpoint.ifMatch) headers.unshift('If-Match')
  if (endpoint.idempotent) headers.unshift('Idempotency-Key')
  const inPlace = (place: 'path' | 'query', schema: Endpoint['params']): Parameter[] => {
    if (!schema) return []
    const { properties = {}, required = [] } = components.describe(schema, 'request') as {
      properties?: Record<string, JsonSchema>
      required?: string[]
    }
    return Object.entries(properties).map(([name, { description, ...rest }]) => ({
      name,
      in: place,
      ...(required.includes(name) && { required: true }),
      ...(typeof description === 'string' && { description }),
      schema: rest,
    }))
  }
  return [
    ...inPlace('path', endpoint.params),
    ...inPlace('query', endpoint.query),
    ...headers.map((name) => ({ $ref: `#/components/parameters/${name}` })),
  ]
}

function answerOf(
  endpoint: Endpoint,
  status: string,
  answer: AnswerDefinition,
  components: SchemaComponents,
): Response {
  const { 'content-type': mediaType = 'application/json', ...described } = lowerCased(answer.headers ?? {})
  const headers: Response['headers'] = {}
  if (endpoint.ifMatch && status !== '204') headers.ETag = { $ref: '#/components/headers/ETag' }
  if (status === '201') headers.Location = { $ref: '#/components/headers/Location' }
  if (endpoint.idempotent) headers['Idempotent-Replayed'] = { $ref: '#/components/headers/Idempotent-Replayed' }
  for (const [name, description] of Object.entries(described)) {
    const known = Object.keys(commonHeaders).find((header) => header.toLowerCase() === name)
    headers[known ?? name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())] = {
      description,
      schema: { type: 'string' },
    }
  }
  for (const name of ['RateLimit', 'RateLimit-Policy', 'X-Correlation-Id']) {
    headers[name] = { $ref: `#/components/headers/${name}` }
  }
  const { schema } = answer
  return {
    description: answer.description,
    headers,
    ...(schema && { content: { [mediaType]: { schema: components.describe(schema, 'answer') } } }),
  }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}
