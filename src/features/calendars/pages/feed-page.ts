import type { Language } from '../../../lib/languages/language.ts'
import { wordsIn } from '../../../lib/languages/words.ts'
import { type HtmlValue, html } from '../../../platform/http/html.ts'
import { googleSubscribeUrl, subscribeUrl } from '../feed.ts'

/** The address of a client's feed, and the ways to make a calendar program read it. @param back to the appointment */
export function feedContent(url: string, back: string, lang: Language): HtmlValue {
  const { appointmentPage: words } = wordsIn[lang]
  return [
    html`<h2 class="step-heading">${words.feedTitle}</h2>`,
    html`<p class="lead">${words.feedText}</p>`,
    html`<p class="actions"><a class="button" href="${subscribeUrl(url)}">${
      words.openFeed
    }</a><a class="button quiet-button" href="${googleSubscribeUrl(url)}">${words.googleFeed}</a></p>`,
    html`<div class="field"><label for="address">${words.feedAddress}</label><input id="address" type="text" readonly value="${url}"></div>`,
    html`<p class="quiet">${words.feedSecret}</p>`,
    html`<p><a href="${back}">${words.backToAppointment}</a></p>`,
  ]
}
