import type { JsonSchema } from './schema-components.ts'

/** What the document says of itself. */
export type ApiDescription = {
  readonly title: string
  readonly version: string
  /** Where the paths begin: `/`, or the public address. */
  readonly serverUrl: string
  /** Markdown. */
  readonly description?: string
  /** What each tag is about; tags without a word here are listed by name only. */
  readonly tags?: Readonly<Record<string, string>>
  /** What API keys can be allowed, with its meaning. A scope that is not here belongs to people only. */
  readonly scopes?: Readonly<Record<string, string>>
}

export type Reference = { $ref: string }
/** Bodies by media type. */
export type Content = Record<
  string,
  { schema: JsonSchema; examples?: Record<string, { summary: string; value: unknown }> }
>
export type Parameter = { name: string; in: string; required?: boolean; description?: string; schema: JsonSchema }
export type Response = { description: string; headers?: Record<string, Reference | JsonSchema>; content?: Content }
export type Operation = {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  security: Record<string, string[]>[]
  parameters: (Parameter | Reference)[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, Response | Reference>
  /** The allowance a call is counted against. */
  'x-rate-class': string
}
/** As much of OpenAPI 3.1 as we write. */
export type OpenApiDocument = {
  openapi: '3.1.1'
  info: { title: string; version: string; description?: string }
  servers: { url: string }[]
  tags: { name: string; description?: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, JsonSchema>
    parameters: Record<string, Parameter>
    headers: Record<string, JsonSchema>
    responses: Record<string, Response>
    securitySchemes: Record<string, JsonSchema>
  }
}
