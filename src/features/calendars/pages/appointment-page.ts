import { cleanText } from '../../../lib/clean-text.ts'
import type { Language } from '../../../lib/languages/language.ts'
import { type Words, wordsIn } from '../../../lib/languages/words.ts'
import { writeSpan } from '../../../lib/time/write-span.ts'
import { Html, type HtmlValue, html } from '../../../platform/http/html.ts'
import type { Unit } from '../../units/unit.ts'
import type { LinkedAppointment } from '../find-linked-appointment.ts'
import { googleCalendarUrl } from '../google-calendar.ts'
import { isAhead, type Standing, standingOf } from '../standing.ts'
import { offersFeed } from '../subscribe-client.ts'
import { describeAppointment, namesOf } from '../write-entry.ts'

/** What the page behind an appointment's link shows, in one language. @param pageUrl its own address, for the entry in Google */
export function appointmentContent(linked: LinkedAppointment, lang: Language, pageUrl: string): HtmlValue {
  const words = wordsIn[lang]
  const { appointmentPage, messages } = words
  const { unit, token } = linked
  const standing = standingOf(linked)
  const { title, text } = appointmentPage[standing]
  const ahead = isAhead(linked)
  const view = { ...linked, audience: 'CLIENT', language: lang, link: pageUrl } as const
  return [
    html`<h2 class="step-heading">${mark(standing)}${title}</h2>`,
    text !== null && html`<p class="lead">${text}</p>`,
    html`<div class="card"><dl class="facts">${factsOf(linked, lang)}</dl></div>`,
    ahead &&
      html`<p class="actions"><a class="button" href="/calendar/appointments/${token}.ics">${
        messages.actions.addToCalendar
      }</a><a class="button quiet-button" href="${googleCalendarUrl(describeAppointment(linked.appointment, view))}">${
        messages.actions.addToGoogle
      }</a></p>`,
    ahead && [
      html`<h3>${appointmentPage.changeTitle}</h3>`,
      html`<p>${wayToChange(linked, words)}</p>`,
      contacts(unit),
    ],
    offersFeed(linked) && subscription(token, lang, unit, words),
    html`<p class="actions"><a class="button quiet-button" href="/book/${unit.slug}?lang=${lang}">${
      appointmentPage.bookAnother
    }</a></p>`,
    !ahead && contacts(unit),
  ]
}

/** What somebody typed, in its own writing direction whatever stands around it. */
export function typed(text: string): Html {
  return html`<bdi>${text}</bdi>`
}

/** A name that cannot turn the writing direction of the sentence it stands in. */
export function nameInSentence({ name }: Pick<Unit, 'name'>): string {
  return cleanText(name, 200)
}

function factsOf(linked: LinkedAppointment, lang: Language): HtmlValue {
  const { appointment, unit, catalogue, service, client } = linked
  const { labels, lasting } = wordsIn[lang].messages
  const reader = { language: lang, timeZone: client.timeZone ?? unit.timeZone, placeZone: unit.timeZone }
  const { day, times, atPlace } = writeSpan(appointment, reader)
  const where = [unit.address, ...namesOf(appointment, catalogue, 'ROOM')].filter((part) => part !== null)
  const people = namesOf(appointment, catalogue, 'PERSON')
  return [
    fact(labels.when, [
      html`<strong>${day}, <span class="whole">${times}</span></strong>`,
      atPlace !== null && html` <span class="quiet">${atPlace}</span>`,
    ]),
    fact(labels.service, typed(lasting(service.name, appointment.durationMinutes))),
    people.length > 0 && fact(labels.with, listOf(people)),
    fact(labels.where, listOf([unit.name, ...where])),
  ]
}

function fact(name: string, value: HtmlValue): Html {
  return html`<div class="fact"><dt>${name}</dt><dd>${value}</dd></div>`
}

function listOf(names: readonly string[]): HtmlValue {
  return names.map((name, i) => [i > 0 && ', ', typed(name)])
}

function wayToChange({ service, unit }: LinkedAppointment, { appointmentPage }: Words): string {
  const { noticeToMoveMinutes: toMove, noticeToCancelMinutes: toCancel } = service
  const length = (minutes: number) => lengthOf(minutes, appointmentPage.lengths)
  const sentences = [appointmentPage.changeText(nameInSentence(unit))]
  if (toMove === toCancel) {
    if (toMove > 0) sentences.push(appointmentPage.notice(length(toMove)))
  } else {
    if (toMove > 0) sentences.push(appointmentPage.noticeToMove(length(toMove)))
    if (toCancel > 0) sentences.push(appointmentPage.noticeToCancel(length(toCancel)))
  }
  return sentences.join(' ')
}

/** `24 hours`, `2 days`: in the largest unit that needs no fraction, but a single day in hours. */
function lengthOf(minutes: number, { days, hours, minutes: some }: Words['appointmentPage']['lengths']): string {
  if (minutes % 1440 === 0 && minutes > 1440) return days(minutes / 1440)
  return minutes % 60 === 0 ? hours(minutes / 60) : some(minutes)
}

function contacts({ phone, email }: Unit): HtmlValue {
  const ways = [
    phone && html`<a href="tel:${phone}">${phone}</a>`,
    email && html`<a href="mailto:${email}">${typed(email)}</a>`,
  ].filter((way) => way instanceof Html)
  return ways.length > 0 && html`<p>${ways.map((way, i) => [i > 0 && ' · ', way])}</p>`
}

function subscription(token: string, lang: Language, unit: Unit, { appointmentPage }: Words): Html {
  return html`<h3>${appointmentPage.feedTitle}</h3><form method="post" action="/calendar/subscribe"><p>${appointmentPage.subscribeHint(nameInSentence(unit))}</p><input type="hidden" name="r" value="${token}"><input type="hidden" name="lang" value="${lang}"><button class="button quiet-button">${
    appointmentPage.subscribe
  }</button></form>`
}

function mark(standing: Standing): Html {
  const isQuiet = standing !== 'confirmed' && standing !== 'requested'
  const isCross = standing === 'cancelled' || standing === 'declined'
  return html`<svg viewBox="0 0 36 36" class="mark${isQuiet && ' over'}" aria-hidden="true"><path d="${
    isCross ? 'm12.5 12.5 11 11m0-11-11 11' : 'm11 18.5 5 5 9.5-10.5'
  }"/></svg>`
}
