import { fieldEntry, fieldList } from './docs-schema.ts'
import type { Html } from './html.ts'
import { html, inline, prose } from './html.ts'
import type { OpenApiDocument, Operation, Parameter, Response } from './openapi-document.ts'
import { sampleBody, sampleValue } from './sample-value.ts'
import type { JsonSchema } from './schema-components.ts'

/** One endpoint as a section of the page. */
export function operationSection(path: string, method: string, operation: Operation, document: OpenApiDocument): Html {
  const { operationId: id, summary, description, requestBody } = operation
  const lookup = lookupIn(document)
  const parameters = operation.parameters
    .map((parameter) => ('$ref' in parameter ? document.components.parameters[nameOf(parameter.$ref)]! : parameter))
    // Every request may carry it; it is told once, among the conventions.
    .filter(({ name }) => name !== 'X-Correlation-Id')
  const responses = Object.entries(operation.responses)
  const answers = responses.filter(([status]) => Number(status) < 400)
  const body = requestBody?.content['application/json']?.schema
  return html`<article id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${summary} <a class="anchor" href="#${id}" aria-label="Link to ${summary}">#</a></h3>
<p class="address"><span class="method ${method}">${method.toUpperCase()}</span> <code>${spaced(path)}</code></p>
<p class="terms">${accessWords(operation)} <span class="fact">rate class ${operation['x-rate-class']}</span></p>
${description && prose(description)}
${parameters.length > 0 && html`<h4>Parameters</h4><dl class="fields">${parameters.map(parameterEntry)}</dl>`}
${body && html`<h4>Body</h4>${fieldList(body, lookup)}`}
<h4>Request</h4>
${example(`Example request: ${summary}`, curl(path, method, operation, parameters, document))}
<h4>Answers</h4>
${answers.map(([status, response]) => answerBlock(`Example answer: ${summary}`, status, response as Response, document))}
<h4>Refusals</h4>
<ul class="refusals">${responses.filter(([status]) => Number(status) >= 400).map(([status, response]) => refusalItems(status, response, document))}</ul>
</article>`
}

/** A block of code that can be scrolled by keyboard. */
export function example(label: string, text: string): Html {
  return html`<pre tabindex="0" role="region" aria-label="${label}"><code>${text}</code></pre>`
}

/** Finds the shapes that references of `document` name. */
export function lookupIn(document: OpenApiDocument): (ref: string) => JsonSchema {
  return (ref) => document.components.schemas[nameOf(ref)] ?? {}
}

function accessWords({ security }: Operation): Html {
  if (security.some((way) => Object.keys(way).length === 0)) return html`Open to anyone.`
  const [roles, scopes] = (['session', 'apiKey'] as const).map((way) =>
    security.flatMap((requirement) => requirement[way] ?? []),
  )
  return html`For ${(roles ?? []).join(', ')}${
    scopes?.[0] ? html`, or an API key with the scope <code>${scopes[0]}</code>` : ' who signed in'
  }.`
}

function parameterEntry({ name, in: place, required = false, description = '', schema }: Parameter): Html {
  return fieldEntry({ name, required, schema: { ...schema, description: `In the ${place}. ${description}` } })
}

function answerBlock(
  label: string,
  status: string,
  { description, headers = {}, content = {} }: Response,
  document: OpenApiDocument,
): Html {
  const [[type, shown] = []] = Object.entries(content)
  const lookup = lookupIn(document)
  const telling = Object.keys(headers).filter((name) => !/^(RateLimit|X-Correlation-Id)/.test(name))
  return html`<div class="answer"><p><span class="status">${status}</span> ${inline(description)}${
    telling.length > 0 && html` <span class="fact">with ${telling.join(', ')}</span>`
  }</p>${
    type &&
    shown &&
    html`<details><summary>${type === 'application/json' ? 'Fields and an example' : type}</summary>${fieldList(shown.schema, lookup)}${
      type === 'application/json' &&
      example(`${label}: ${status}`, JSON.stringify(sampleValue(shown.schema, lookup, true), null, 2))
    }</details>`
  }</div>`
}

function refusalItems(status: string, response: Operation['responses'][string], document: OpenApiDocument): Html {
  const { content } = '$ref' in response ? document.components.responses[nameOf(response.$ref)]! : response
  const kinds = Object.entries(content?.['application/problem+json']?.examples ?? {})
  return html`${kinds.map(
    ([code, { value }]) =>
      html`<li><span class="status">${status}</span> <a href="/docs/problems#${code}"><code>${code}</code></a> ${(value as { title: string }).title}</li>`,
  )}`
}

function curl(
  path: string,
  method: string,
  operation: Operation,
  parameters: readonly Parameter[],
  document: OpenApiDocument,
): string {
  const lookup = lookupIn(document)
  const sampled = (place: string) =>
    parameters
      .filter(({ in: at, required }) => at === place && required)
      .map(({ name, schema }) => [name, String(sampleValue(schema, lookup, false))] as const)
  const query = new URLSearchParams(sampled('query').map(([name, value]) => [name, value])).toString()
  const address = sampled('path').reduce((made, [name, value]) => made.replace(`{${name}}`, value), path)
  const isOpen = operation.security.some((way) => Object.keys(way).length === 0)
  const takes = (name: string) => parameters.some((parameter) => parameter.name === name)
  const schema = operation.requestBody?.content['application/json']?.schema
  return [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}"$HOLDFAST_URL${address}${query && `?${query}`}"`,
    !isOpen && `-H "Authorization: Bearer $HOLDFAST_KEY"`,
    takes('Idempotency-Key') && '-H "Idempotency-Key: $(uuidgen)"',
    takes('If-Match') && `-H 'If-Match: "3"'`,
    schema && `-H 'Content-Type: application/json'`,
    schema &&
      `-d '${JSON.stringify(sampleBody(schema, lookup), null, 2).replaceAll('\n', '\n  ').replaceAll("'", `'\\''`)}'`,
  ]
    .filter((part) => typeof part === 'string')
    .join(' \\\n  ')
}

/** Lets a long path wrap after a slash. */
function spaced(path: string): Html {
  return html`${path.split(/(?<=\/)/).map((part) => html`${part}<wbr>`)}`
}

function nameOf(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1)
}
