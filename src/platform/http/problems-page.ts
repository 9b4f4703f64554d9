import { methodNotAllowed } from '../problem.ts'
import { pageAround } from './docs-frame.ts'
import { example } from './docs-operation.ts'
import { fieldList } from './docs-schema.ts'
import type { Endpoint } from './endpoint.ts'
import { html, inline } from './html.ts'
import { problemsOf } from './implied-problems.ts'
import type { ApiDescription } from './openapi-document.ts'
import type { DocumentedKind } from './problem-guide.ts'
import { exampleOf, guidanceFor } from './problem-guide.ts'
import { toWireSchema } from './schema-components.ts'

/** Every kind of refusal there is, each under the anchor that its `type` leads to. */
export function problemsPage(endpoints: readonly Endpoint[], about: ApiDescription): string {
  const kinds = kindsOf(endpoints)
  const navigation = html`<ul>${kinds.map(
    ({ code, status }) => html`<li><a href="#${code}"><span class="status">${status}</span> ${code}</a></li>`,
  )}</ul>`
  const content = html`<h1>Problems</h1>
<p>A refusal is answered as <code>application/problem+json</code> (RFC 9457). Programs decide by <code>code</code>; <code>detail</code> says what stands in the way this time.</p>
${kinds.map((kind) => {
  const { meaning, advice } = guidanceFor(kind)
  const answering = endpoints.filter((endpoint) => problemsOf(endpoint).some(({ code }) => code === kind.code))
  return html`<article id="${kind.code}" aria-labelledby="${kind.code}-title">
<h2 id="${kind.code}-title">${kind.title}</h2>
<p class="address"><span class="status">${kind.status}</span> <code>${kind.code}</code></p>
<p>${inline(meaning)}</p>
<p><strong>What to do.</strong> ${inline(advice)}</p>
${kind.members && html`<p>It also carries:</p>${fieldList(toWireSchema(kind.members, 'answer'), () => ({}))}`}
<details><summary>Example</summary>${example(`Example of ${kind.code}`, JSON.stringify(exampleOf(kind), null, 2))}</details>
<p class="terms">Answered by ${
    answering.length === endpoints.length || answering.length === 0
      ? 'every address'
      : answering.map(({ id }, i) => html`${i > 0 && ', '}<a href="/docs#${id}">${id}</a>`)
  }.</p>
</article>`
})}`
  return pageAround(`Problems of the ${about.title} API`, navigation, content)
}

/** Every kind some endpoint answers, and those of the server itself; by status, then code. */
export function kindsOf(endpoints: readonly Endpoint[]): DocumentedKind[] {
  const kinds = new Map([methodNotAllowed, ...endpoints.flatMap(problemsOf)].map((kind) => [kind.code, kind]))
  return [...kinds.values()].sort((a, b) => a.status - b.status || (a.code < b.code ? -1 : 1))
}
