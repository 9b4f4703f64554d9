import type { Html } from './html.ts'
import { html, inline } from './html.ts'
import type { Lookup } from './sample-value.ts'
import type { JsonSchema } from './schema-components.ts'

type Field = { name: string; schema: JsonSchema; required: boolean; when?: string }

/** The members of a schema as a list: those of inner objects as `client.phone`, those of rows as `items[].id`. */
export function fieldList(schema: JsonSchema, lookup: Lookup): Html {
  const fields = fieldsOf(schema, '', lookup)
  if (fields.length === 0) return html`<p>${typeName(schema)}${facts(schema)}</p>`
  return html`<dl class="fields">${fields.map(fieldEntry)}</dl>`
}

/** One entry of such a list, for parameters and members alike. */
export function fieldEntry({ name, schema, required, when }: Field): Html {
  return html`<div><dt><code>${name}</code> <span class="type">${typeName(schema)}</span>${
    required && html` <span class="required">required</span>`
  }</dt><dd>${when && html`<span class="when">${inline(when)}</span> `}${
    typeof schema.description === 'string' && inline(schema.description)
  }${facts(schema)}</dd></div>`
}

/** The type in words, with a link where the shape has a name of its own. */
export function typeName(schema: JsonSchema): Html {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
    return html`<a href="#shape-${name}">${name}</a>`
  }
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`
  if (Array.isArray(schema.enum)) return joined(schema.enum.map((value) => html`<code>${JSON.stringify(value)}</code>`))
  const options = (schema.oneOf ?? schema.anyOf) as JsonSchema[] | undefined
  if (options) return joined(options.map(typeName))
  if (Array.isArray(schema.type)) return joined(schema.type.map((type) => typeName({ ...schema, type })))
  if (schema.type === 'array')
    return html`list of ${typeName((schema.items ?? schema.prefixItems ?? {}) as JsonSchema)}`
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') {
    return html`map of ${typeName(schema.additionalProperties as JsonSchema)}`
  }
  if (schema.type === 'string' && typeof schema.format === 'string') return html`${schema.format}`
  return html`${typeof schema.type === 'string' ? schema.type : 'anything'}`
}

function fieldsOf(schema: JsonSchema, prefix: string, lookup: Lookup): Field[] {
  // A named shape is described once, in its own place; at the top it is what the reader came for.
  const shape = typeof schema.$ref === 'string' && prefix === '' ? lookup(schema.$ref) : schema
  const variants =
    ((shape.oneOf ?? shape.anyOf) as JsonSchema[] | undefined)?.filter(({ type }) => type === 'object') ?? []
  if (variants.length > 0) return variants.flatMap((variant) => variantFields(variant, prefix, lookup))
  if (shape.type === 'array') return fieldsOf((shape.items ?? {}) as JsonSchema, `${prefix}[]`, lookup)
  const { properties = {}, required = [] } = shape as { properties?: Record<string, JsonSchema>; required?: string[] }
  return Object.entries(properties).flatMap(([name, member]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`
    return [{ name: path, schema: member, required: required.includes(name) }, ...fieldsOf(member, path, lookup)]
  })
}

/** Members of one of several objects, each saying when it applies. */
function variantFields(variant: JsonSchema, prefix: string, lookup: Lookup): Field[] {
  const { properties = {} } = variant as { properties?: Record<string, JsonSchema> }
  const tag = Object.entries(properties).find(([, { const: value }]) => value !== undefined)
  const fields = fieldsOf(variant, prefix, lookup)
  return tag
    ? fields.map((field) => ({ when: `With ${tag[0]} \`${JSON.stringify(tag[1].const)}\`.`, ...field }))
    : fields
}

/** What else the schema asks for, in a few words. */
function facts(schema: JsonSchema): Html {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern } = schema
  const words = [
    range('', minimum, maximum),
    range('length ', minLength, maxLength),
    range('items ', minItems, maxItems),
    schema.default !== undefined && html`default <code>${JSON.stringify(schema.default)}</code>`,
    typeof pattern === 'string' &&
      pattern.length <= 60 &&
      !pattern.includes('\\p{Cc}') &&
      html`matches <code>${pattern}</code>`,
  ].filter((word) => word !== false)
  return html`${words.map((word) => html` <span class="fact">${word}</span>`)}`
}

function range(what: string, least: unknown, most: unknown): Html | false {
  if (least === undefined && most === undefined) return false
  if (least === undefined) return html`${what}at most ${String(most)}`
  return most === undefined ? html`${what}at least ${String(least)}` : html`${what}${String(least)} to ${String(most)}`
}

function joined(parts: readonly Html[]): Html {
  return html`${parts.map((part, i) => html`${i > 0 && ' or '}${part}`)}`
}
