import type { JsonSchema } from '../src/platform/http/schema-components.ts'

/** The TypeScript type of what a JSON Schema describes; `$ref` becomes the name it ends with. */
export function typeOfSchema(schema: JsonSchema, indent = ''): string {
  if (typeof schema.$ref === 'string') return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const union = (schema.oneOf ?? schema.anyOf) as JsonSchema[] | undefined
  if (union) return unique(union.map((option) => typeOfSchema(option, indent))).join(' | ')
  if (Array.isArray(schema.allOf)) {
    return schema.allOf
      .map((part: JsonSchema) => (isUnion(part) ? `(${typeOfSchema(part, indent)})` : typeOfSchema(part, indent)))
      .join(' & ')
  }
  if (Array.isArray(schema.type)) {
    return unique(schema.type.map((type) => typeOfSchema({ ...schema, type }, indent))).join(' | ')
  }
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return typeOfArray(schema, indent)
    case 'object':
      return typeOfObject(schema, indent)
    default:
      return 'unknown'
  }
}

/** `/** … *\/` above a member or type, when there is something to say. */
export function docComment(text: unknown, indent: string): string {
  if (typeof text !== 'string' || text === '') return ''
  return `${indent}/** ${text.replaceAll('*/', '*\\/').replace(/\s+/g, ' ')} */\n`
}

/** A property name, quoted only where it must be. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name.replaceAll("'", "\\'")}'`
}

function typeOfArray({ prefixItems, items }: JsonSchema, indent: string): string {
  if (Array.isArray(prefixItems))
    return `[${prefixItems.map((item: JsonSchema) => typeOfSchema(item, indent)).join(', ')}]`
  const item = typeof items === 'object' ? typeOfSchema(items as JsonSchema, indent) : 'unknown'
  return /^\w+$/.test(item) ? `${item}[]` : `Array<${item}>`
}

function typeOfObject(schema: JsonSchema, indent: string): string {
  const {
    properties = {},
    required = [],
    additionalProperties,
    propertyNames,
  } = schema as {
    properties?: Record<string, JsonSchema>
    required?: string[]
    additionalProperties?: JsonSchema | boolean
    propertyNames?: JsonSchema
  }
  const inner = `${indent}  `
  const members = Object.entries(properties).map(([name, member]) => {
    const optional = required.includes(name) ? '' : '?'
    // Written for exactOptionalPropertyTypes: leaving it out and sending undefined are the same in JSON.
    const type = `${typeOfSchema(member, inner)}${optional && ' | undefined'}`
    return `${docComment(member.description, inner)}${inner}${propertyName(name)}${optional}: ${type}\n`
  })
  const object = members.length > 0 ? `{\n${members.join('')}${indent}}` : undefined
  if (typeof additionalProperties !== 'object') return object ?? 'Record<string, unknown>'
  const keys = propertyNames ? typeOfSchema(propertyNames) : 'string'
  const record = `Record<${keys}, ${typeOfSchema(additionalProperties, indent)}>`
  const map = keys === 'string' || required.length > 0 ? record : `Partial<${record}>`
  return object ? `${object} & ${map}` : map
}

const unique = (types: string[]) => [...new Set(types)]

function isUnion({ oneOf, anyOf, enum: values, type }: JsonSchema): boolean {
  return Boolean(oneOf ?? anyOf ?? values) || Array.isArray(type)
}
