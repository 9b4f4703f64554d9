import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { serveCached } from './cached-page.ts'
import { pageAround } from './docs-frame.ts'
import { lookupIn, operationSection } from './docs-operation.ts'
import { fieldList } from './docs-schema.ts'
import type { Endpoint } from './endpoint.ts'
import { html, inline, prose } from './html.ts'
import { openApiDocument } from './openapi.ts'
import type { ApiDescription, OpenApiDocument } from './openapi-document.ts'
import { problemsPage } from './problems-page.ts'

/** `/openapi.json`, `/docs` and `/docs/problems`, all made from the contract: call it from the server's `extend`. */
export function serveDocs(server: FastifyInstance, endpoints: readonly Endpoint[], about: ApiDescription): void {
  let kept: OpenApiDocument | undefined
  const document = () => (kept ??= openApiDocument(endpoints, about))
  const page = 'text/html; charset=utf-8'
  serveCached(server, '/openapi.json', 'application/json; charset=utf-8', () => JSON.stringify(document()))
  serveCached(server, '/docs', page, () => docsPage(document()))
  serveCached(server, '/docs/problems', page, () => problemsPage(endpoints, about))
  serveCached(server, '/docs/docs.css', 'text/css; charset=utf-8', () =>
    readFileSync(new URL('../../../web/docs/docs.css', import.meta.url), 'utf8'),
  )
}

/** The whole contract as one page. It needs no script. */
export function docsPage(document: OpenApiDocument): string {
  const { info, tags, components } = document
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const sections = tags.map(({ name, description }) => ({
    id: `tag-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
    name,
    description,
    operations: operations.filter(({ operation }) => operation.tags.includes(name)),
  }))
  // Refusals have a page of their own.
  const shapes = Object.entries(components.schemas).filter(([name]) => !/.Problem$/.test(name))
  const navigation = html`<ul><li><a class="part" href="#conventions">Conventions</a></li>${sections.map(
    (section) =>
      html`<li><a class="part" href="#${section.id}">${section.name}</a><ul>${section.operations.map(
        ({ method, operation }) =>
          html`<li><a href="#${operation.operationId}"><span class="method ${method}">${method.toUpperCase()}</span> ${operation.summary}</a></li>`,
      )}</ul></li>`,
  )}<li><a class="part" href="#shapes">Shapes</a></li></ul>`
  const content = html`<h1>${info.title} API <span class="fact">${info.version}</span></h1>
${info.description && prose(info.description)}
<section id="conventions" aria-labelledby="conventions-title"><h2 id="conventions-title">Conventions</h2>${conventions}</section>
${sections.map(
  (section) => html`<section id="${section.id}" aria-labelledby="${section.id}-title">
<h2 id="${section.id}-title">${section.name}</h2>${section.description && prose(section.description)}
${section.operations.map(({ path, method, operation }) => operationSection(path, method, operation, document))}</section>`,
)}
<section id="shapes" aria-labelledby="shapes-title"><h2 id="shapes-title">Shapes</h2>
${shapes.map(
  ([
    name,
    schema,
  ]) => html`<article id="shape-${name}" aria-labelledby="shape-${name}-title"><h3 id="shape-${name}-title">${name}</h3>
${typeof schema.description === 'string' && html`<p>${inline(schema.description)}</p>`}${fieldList(schema, lookupIn(document))}</article>`,
)}</section>`
  return pageAround(`${info.title} API`, navigation, content)
}

const conventions = prose(`\
JSON in \`camelCase\`. Instants are written with \`Z\` or an offset and answered with \`Z\`; local dates are \`YYYY-MM-DD\`, \
local times \`HH:MM\`, in the time zone of the unit. Requests refuse unknown fields; answers may gain fields, so ignore those you do not know.

- **Credentials**: staff pages use the session cookie; programs send \`Authorization: Bearer hf_…\` with an API key. Something that is not yours is answered 404, as if it did not exist.
- **Refusals** are \`application/problem+json\` (RFC 9457). Decide by \`code\`; \`detail\` is for people. Every kind is explained under Problems.
- **Safe repeats**: where \`Idempotency-Key\` is listed, the same key with the same content has one effect and one answer for 24 hours.
- **Versions**: an \`ETag\` is the version of what you read. Staff changes send it back as \`If-Match\`, so that nobody else’s change is lost.
- **Lists** come in pages: send \`nextCursor\` back as \`cursor\` until it is null.
- **Rate limits** are told by \`RateLimit\` and \`RateLimit-Policy\`; a refusal for haste says how long to wait in \`Retry-After\`.
- **Following a request**: \`X-Correlation-Id\`, yours or ours, leads from the answer to logs, events and messages.`)
