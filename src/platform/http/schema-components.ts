import { z } from 'zod'

export type JsonSchema = { [keyword: string]: unknown }

/** Requests refuse unknown fields; answers may gain fields, so there the schema leaves them open. */
export type Side = 'request' | 'answer'

/**
 * Turns the schemas of a contract into JSON Schema as it is on the wire. Schemas with `.meta({ id })` become shared
 * components: `describe` everything first, then let `settle` place them and resolve the references.
 */
export class SchemaComponents {
  readonly #named = { request: new Map<string, JsonSchema>(), answer: new Map<string, JsonSchema>() }

  describe(schema: z.ZodType, side: Side): JsonSchema {
    const { $schema: _dialect, $defs = {}, ...rest } = toWireSchema(schema, side)
    const mark = (ref: string) => ref.replace('#/$defs/', `#/${side}/`)
    for (const [id, definition] of Object.entries($defs as Record<string, JsonSchema>)) {
      this.#name(id, mapReferences(definition, mark), side)
    }
    return mapReferences(rest, mark)
  }

  /** `document` with its references resolved, and the components they lead to, by name. */
  settle<T>(document: T): { document: T; schemas: Record<string, JsonSchema> } {
    const { request, answer } = this.#named
    const twofold = this.#twofold()
    const place = (ref: string): string => {
      const [, side, id = ''] = /^#\/(request|answer)\/(.+)$/.exec(ref) ?? []
      if (!side) return ref
      return `#/components/schemas/${side === 'request' && twofold.has(id) ? `${id}Input` : id}`
    }
    const schemas = [
      ...[...request].map(
        ([id, schema]) => [twofold.has(id) ? `${id}Input` : id, mapReferences(schema, place)] as const,
      ),
      ...[...answer].map(([id, schema]) => [id, mapReferences(schema, place)] as const),
    ].sort(([a], [b]) => (a < b ? -1 : 1))
    return { document: mapReferences(document, place), schemas: Object.fromEntries(schemas) }
  }

  #name(id: string, definition: JsonSchema, side: Side): void {
    if (!/^[A-Z][A-Za-z0-9]*$/.test(id)) {
      throw new Error(
        `A shared schema is named "${id}": give it .meta({ id: 'PascalCase' }); a recursive one needs a name too.`,
      )
    }
    const known = this.#named[side].get(id)
    if (known && JSON.stringify(known) !== JSON.stringify(definition)) throw new Error(`Two schemas are named "${id}".`)
    this.#named[side].set(id, definition)
  }

  /** Names whose shape differs between request and answer, directly or in what they refer to. */
  #twofold(): Set<string> {
    const { request, answer } = this.#named
    const shared = [...request.keys()].filter((id) => answer.has(id))
    const plain = (schema: JsonSchema | undefined) => JSON.stringify(schema).replace(/#\/(request|answer)\//g, '#/')
    const found = new Set(shared.filter((id) => plain(request.get(id)) !== plain(answer.get(id))))
    for (let before = -1; before < found.size; ) {
      before = found.size
      for (const id of shared) {
        if (referencesIn(request.get(id)).some((ref) => found.has(ref.replace('#/request/', '')))) found.add(id)
      }
    }
    return found
  }
}

/**
 * JSON Schema of what is sent. The input side for both: what a handler returns is written as it is, without a transform.
 * Examples in `.meta` are taken as they are sent, too.
 */
export function toWireSchema(schema: z.ZodType, side: Side): JsonSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // zod leaves the examples of transformed values out, believing them to be those of the result.
      const examples = z.globalRegistry.get(zodSchema)?.examples
      if (Array.isArray(examples)) jsonSchema.examples = examples
      tidy(jsonSchema as JsonSchema, side)
    },
  }) as JsonSchema
}

/** Drops what only repeats the rest: the pattern behind a format, the bounds of every integer, closed answers. */
function tidy(schema: JsonSchema, side: Side): void {
  if (schema.format !== undefined) delete schema.pattern
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  if (JSON.stringify(schema.propertyNames) === '{"type":"string"}') delete schema.propertyNames
  if (side === 'answer' && schema.additionalProperties === false) delete schema.additionalProperties
}

function mapReferences<T>(value: T, change: (ref: string) => string): T {
  if (Array.isArray(value)) return value.map((item) => mapReferences(item, change)) as T
  if (typeof value !== 'object' || value === null) return value
  const mapped = Object.entries(value).map(([key, member]) => [
    key,
    key === '$ref' && typeof member === 'string' ? change(member) : mapReferences(member, change),
  ])
  return Object.fromEntries(mapped) as T
}

function referencesIn(value: unknown): string[] {
  const found: string[] = []
  mapReferences(value, (ref) => {
    found.push(ref)
    return ref
  })
  return found
}
