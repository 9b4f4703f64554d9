import { type Html, html } from '../../../platform/http/html.ts'

/** Plain ASCII, and not ending in what closes a sentence. */
const address = /https?:\/\/[!#-;=?-~]*[\w#$%&*+/=@~-]/g

/** Plain text with its web addresses made links, each to a tab of its own; everything else is escaped. */
export function textWithLinks(text: string): Html {
  const parts: (string | Html)[] = []
  let end = 0
  for (const { 0: href, index } of text.matchAll(address)) {
    parts.push(text.slice(end, index), html`<a href="${href}" target="_blank" rel="noreferrer">${href}</a>`)
    end = index + href.length
  }
  return html`${[...parts, text.slice(end)]}`
}
