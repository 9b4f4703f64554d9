import { type Html, type HtmlValue, html } from './html.ts'

export type PlainPage = {
  lang: string
  title: string
  /** Left out: the title. */
  heading?: HtmlValue
  /** `<link>` tags for the head, from our own build. */
  links: readonly Html[]
  /** The same page in every language: the choice is a link, so it needs no script. */
  languages: readonly { lang: string; name: string; href: string }[]
  languagesLabel: string
  content: HtmlValue
}

/** A page without script, in the frame and style of the page apps. */
export function plainPage({
  lang,
  title,
  heading = title,
  links,
  languages,
  languagesLabel,
  content,
}: PlainPage): string {
  return html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${links}
</head>
<body>
<div class="page">
<header class="top"><h1>${heading}</h1><nav class="languages" aria-label="${languagesLabel}"><ul>${languages.map(
    (each) =>
      html`<li><a href="${each.href}" hreflang="${each.lang}" lang="${each.lang}"${
        each.lang === lang && html` aria-current="true"`
      }>${each.name}</a></li>`,
  )}</ul></nav></header>
<main>${content}</main>
</div>
</body>
</html>
`.text
}
