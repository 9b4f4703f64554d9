import { languageNames } from '../../../lib/languages/language.ts'
import { type Html, html } from '../../../platform/http/html.ts'
import type { Preview } from '../preview.ts'
import { mailboxPage } from './mailbox-frame.ts'
import { kindNamed } from './mailbox-words.ts'

/** Every template: what is told, to whom, in which languages. */
export function previewsPage(previews: readonly Preview[]): string {
  const kinds = Map.groupBy(previews, ({ kind }) => kind)
  return mailboxPage({
    title: 'Previews',
    part: 'previews',
    content: html`<h1>Previews</h1>
<p class="lead">Every message with sample data, composed as it would be sent. The people and their numbers do not exist.</p>
<div class="kinds">${[...kinds].map(
      ([kind, ofKind]) => html`<section aria-labelledby="${kind}"><h2 id="${kind}">${kindNamed(kind)}</h2>
<ul>${[...Map.groupBy(ofKind, tellingOf)].map(([telling, all]) => html`<li><span>${telling}</span> ${all.map((each) => link(each, telling))}</li>`)}</ul></section>`,
    )}</div>`,
  })
}

function tellingOf({ audience, variant }: Preview): string {
  const who = `To the ${audience.toLowerCase()}`
  return variant === null ? who : `${who}, ${variant.replaceAll('-', ' ')}`
}

function link({ id, language, kind }: Preview, telling: string): Html {
  const name = languageNames[language]
  return html`<a href="/dev/previews/${id}" hreflang="${language}"><span lang="${language}">${name}</span><span class="unseen">: ${kindNamed(kind)}, ${telling}</span></a> `
}
