import type { Content, OpenApiDocument, Operation, Parameter } from '../src/platform/http/openapi-document.ts'
import { docComment, propertyName, typeOfSchema } from './type-of-schema.ts'

/** A module of types for `openapi-fetch`: a type per shared schema, kinds of refusal among them, and `paths`. */
export function clientTypes(document: OpenApiDocument): string {
  const { schemas } = document.components
  if ('paths' in schemas) throw new Error('A schema must not be called paths.')
  return [
    '// Generated from the HTTP contract by tools/generate-client.ts. Do not edit.\n',
    ...Object.entries(schemas).map(
      ([name, schema]) => `${docComment(schema.description, '')}export type ${name} = ${typeOfSchema(schema)}\n`,
    ),
    `export type paths = {\n${Object.entries(document.paths)
      .map((entry) => pathType(entry, document))
      .join('')}}\n`,
  ].join('\n')
}

function pathType([path, methods]: [string, Record<string, Operation>], document: OpenApiDocument): string {
  const operations = Object.entries(methods).map(
    ([method, operation]) =>
      `${docComment(`${operation.operationId}: ${operation.summary}`, '    ')}    ${method}: ${operationType(operation, document)}\n`,
  )
  return `  ${propertyName(path)}: {\n${operations.join('')}  }\n`
}

function operationType({ parameters, requestBody, responses }: Operation, document: OpenApiDocument): string {
  const body =
    requestBody &&
    `      requestBody${requestBody.required ? '' : '?'}: { ${contentType(requestBody.content, '        ')} }\n`
  const answers = Object.entries(responses).map(
    ([status, response]) => `        ${status}: ${responseType(response, document)}\n`,
  )
  return `{\n      parameters: ${parametersType(parameters, document)}\n${body ?? ''}      responses: {\n${answers.join('')}      }\n    }`
}

function parametersType(parameters: Operation['parameters'], document: OpenApiDocument): string {
  const all = parameters
    .map(
      (parameter): Parameter =>
        '$ref' in parameter ? document.components.parameters[nameOf(parameter.$ref)]! : parameter,
    )
    // The client sends one of its own with every request.
    .filter(({ name }) => name !== 'X-Correlation-Id')
  const places = [...Map.groupBy(all, ({ in: place }) => place)].map(([place, inPlace]) => {
    const properties = Object.fromEntries(
      inPlace.map(({ name, description, schema }) => [name, { description, ...schema }]),
    )
    const required = inPlace.filter((parameter) => parameter.required).map(({ name }) => name)
    const type = typeOfSchema({ type: 'object', properties, required }, '        ')
    return `        ${place}${required.length > 0 ? '' : '?'}: ${type}\n`
  })
  return places.length > 0 ? `{\n${places.join('')}      }` : '{}'
}

function responseType(response: Operation['responses'][string], document: OpenApiDocument): string {
  const { content } = '$ref' in response ? document.components.responses[nameOf(response.$ref)]! : response
  return `{ ${contentType(content, '          ')} }`
}

function contentType(content: Content | undefined, indent: string): string {
  if (!content) return 'content?: never'
  const types = Object.entries(content).map(([type, { schema }]) => `'${type}': ${typeOfSchema(schema, indent)}`)
  return `content: { ${types.join('; ')} }`
}

const nameOf = (ref: string) => ref.slice(ref.lastIndexOf('/') + 1)
