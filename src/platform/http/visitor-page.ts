import type { FastifyRequest } from 'fastify'
import { chooseLanguage, type Language, languageNames, languages } from '../../lib/languages/language.ts'
import { wordsIn } from '../../lib/languages/words.ts'
import { Html, type HtmlValue, html } from './html.ts'
import { plainPage } from './plain-page.ts'
import type { WebApp } from './web-app.ts'

/** What is known of whoever asks for a page. */
export type Visitor = { readonly query: { readonly lang?: unknown } } & Pick<FastifyRequest, 'headers'>

/** Written by the page app when somebody chooses, so that every page of Holdfast greets them in it. */
const languageCookie = /(?:^|;\s*)holdfast_language=([a-z]{2})(?:;|$)/

export function languageFor({ query, headers }: Visitor, fallback: Language): Language {
  return chooseLanguage({
    asked: query.lang,
    kept: languageCookie.exec(headers.cookie ?? '')?.[1],
    accepted: headers['accept-language'],
    fallback,
  })
}

export type VisitorPage = {
  readonly lang: Language
  readonly title: string
  /** Left out: the title. */
  readonly heading?: HtmlValue
  /** Address of the same page in a language. */
  readonly hrefIn: (lang: Language) => string
  readonly content: HtmlValue
}

/** A page that the server writes itself, in the frame and style of a page app, with the choice of language. */
export function visitorPage(app: WebApp, { lang, hrefIn, ...page }: VisitorPage): string {
  return plainPage({
    ...page,
    lang,
    links: linksOf(app),
    languages: languages.map((each) => ({ lang: each, name: languageNames[each], href: hrefIn(each) })),
    languagesLabel: wordsIn[lang].language,
  })
}

/** What a visitor reads when we fail. @param href the page to try again. */
export function troublePage(app: WebApp, lang: Language, hrefIn: VisitorPage['hrefIn'], href: string): string {
  const { troubleTitle, troubleText, tryAgain } = wordsIn[lang]
  return visitorPage(app, {
    lang,
    title: troubleTitle,
    hrefIn,
    content: [html`<p class="lead">${troubleText}</p>`, html`<p><a class="button" href="${href}">${tryAgain}</a></p>`],
  })
}

/** Without its style a page is still a page. */
function linksOf(app: WebApp): Html[] {
  try {
    return app.links().map((link) => new Html(link))
  } catch {
    return []
  }
}
