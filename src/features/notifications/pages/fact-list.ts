import { type Html, type HtmlValue, html } from '../../../platform/http/html.ts'

/** Labels and values; what has none is left out. */
export function factList(facts: readonly (readonly [label: string, value: HtmlValue])[]): Html {
  const known = facts.filter(([, value]) => value !== undefined && value !== false && value !== '')
  return html`<dl class="facts">${known.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`
}
