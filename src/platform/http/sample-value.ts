import type { JsonSchema } from './schema-components.ts'

/** How to find what a `$ref` names. */
export type Lookup = (ref: string) => JsonSchema

const byFormat: Record<string, string> = {
  uuid: '0198c1de-7a30-7cc4-9f5e-3d0a8b6f21c7',
  'date-time': '2027-03-01T09:00:00Z',
  date: '2027-03-01',
  time: '09:30:00',
  duration: 'PT30M',
  email: 'ana@example.com',
  uri: 'https://example.com/',
}

// The first that fits the pattern and the lengths is taken.
const texts = [
  'text',
  '09:30',
  'example',
  'a-b',
  '2027-03-01',
  '+37061234567',
  'Europe/Vilnius',
  'A',
  '1',
  'a text of some length, long enough',
]

/**
 * A value the schema accepts, for examples: its own example, else a default, else something plausible. `every` also fills
 * in what is optional. Recursive schemas end at the second turn.
 */
export function sampleValue(schema: JsonSchema, lookup: Lookup, every: boolean, seen: readonly string[] = []): unknown {
  if (typeof schema.$ref === 'string') {
    if (seen.includes(schema.$ref)) return null
    return sampleValue(lookup(schema.$ref), lookup, every, [...seen, schema.$ref])
  }
  const again = (inner: JsonSchema) => sampleValue(inner, lookup, every, seen)
  const [example] = (schema.examples ?? []) as unknown[]
  if (example !== undefined) return example
  if (schema.const !== undefined) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (schema.default !== undefined) return schema.default
  const [option] = (schema.oneOf ?? schema.anyOf ?? []) as JsonSchema[]
  if (option) return again(option)
  if (Array.isArray(schema.allOf)) return Object.assign({}, ...schema.allOf.map((part: JsonSchema) => again(part)))
  const [type] = [schema.type].flat()
  if (type === 'object') return sampleObject(schema, again, every)
  if (type === 'array') {
    if (Array.isArray(schema.prefixItems)) return schema.prefixItems.map((item: JsonSchema) => again(item))
    return typeof schema.items === 'object' ? [again(schema.items as JsonSchema)] : []
  }
  if (type === 'integer' || type === 'number') return sampleNumber(schema)
  if (type === 'boolean') return true
  if (type === 'null') return null
  return sampleText(schema)
}

/** The smallest body that is worth sending: what is required; where nothing is, everything. */
export function sampleBody(schema: JsonSchema, lookup: Lookup): unknown {
  const least = sampleValue(schema, lookup, false)
  const isEmpty = typeof least === 'object' && least !== null && Object.keys(least).length === 0
  return isEmpty ? sampleValue(schema, lookup, true) : least
}

function sampleObject(
  schema: JsonSchema,
  again: (inner: JsonSchema) => unknown,
  every: boolean,
): Record<string, unknown> {
  const {
    properties = {},
    required = [],
    additionalProperties,
  } = schema as {
    properties?: Record<string, JsonSchema>
    required?: string[]
    additionalProperties?: JsonSchema | boolean
  }
  const isShown = (name: string) => every || required.includes(name)
  const members = Object.entries(properties).filter(([name]) => isShown(name))
  const keyed: [string, JsonSchema][] =
    Object.keys(properties).length === 0 && typeof additionalProperties === 'object'
      ? [['key', additionalProperties]]
      : []
  return Object.fromEntries([...members, ...keyed].map(([name, inner]) => [name, again(inner)]))
}

function sampleNumber({ minimum, exclusiveMinimum, maximum }: JsonSchema): number {
  const least = Number(minimum ?? (exclusiveMinimum === undefined ? 1 : Number(exclusiveMinimum) + 1))
  return Math.min(Math.max(1, least), Number(maximum ?? Infinity))
}

function sampleText({ format, pattern, minLength, maxLength }: JsonSchema): string {
  if (typeof format === 'string' && byFormat[format]) return byFormat[format]
  const fits = (text: string) =>
    text.length >= Number(minLength ?? 0) &&
    text.length <= Number(maxLength ?? Infinity) &&
    (typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text))
  return texts.find(fits) ?? '…'
}
