import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Ctx } from '../../../context.ts'
import { isLanguage, type Language } from '../../../lib/languages/language.ts'
import { wordsIn } from '../../../lib/languages/words.ts'
import { html } from '../../../platform/http/html.ts'
import { openRateLimits } from '../../../platform/http/rate-limit.ts'
import { languageFor, troublePage, visitorPage } from '../../../platform/http/visitor-page.ts'
import { sendSecretPage, type WebApp } from '../../../platform/http/web-app.ts'
import { notFound, Problem, tooManyRequests } from '../../../platform/problem.ts'
import { anonymous } from '../../identity/actor.ts'
import { feedUrl } from '../feed.ts'
import { findLinkedAppointment, type LinkedAppointment } from '../find-linked-appointment.ts'
import { pageUrl } from '../show-calendar-file.ts'
import { subscribeClient } from '../subscribe-client.ts'
import { appointmentContent, nameInSentence, typed } from './appointment-page.ts'
import { feedContent } from './feed-page.ts'

type Asked = FastifyRequest<{ Querystring: Record<string, unknown>; Body: Record<string, unknown> | undefined }>
type Page = [status: number, text: string]

/**
 * The page behind the link in every message to a client. Mail scanners open such links before their reader does, so GET and
 * HEAD change nothing and show no further secret: the address of the feed is answered to a form alone.
 */
export async function mountAppointmentPage(server: FastifyInstance, ctx: Ctx, app: WebApp): Promise<void> {
  const limits = openRateLimits(ctx.config.RATE_LIMIT_FACTOR)
  const answer = async (
    request: Asked,
    reply: FastifyReply,
    rate: 'read' | 'write',
    token: string,
    render: () => Promise<Page>,
  ) => {
    try {
      reply.headers(await limits(rate, { isAnonymous: true, id: request.ip }))
      return sendSecretPage(reply, ...(await render()))
    } catch (error) {
      if (error instanceof Problem && error.kind === tooManyRequests) throw error
      const lang = languageFor(request, 'en')
      if (error instanceof Problem && error.kind === notFound) return sendSecretPage(reply, 404, unknownPage(app, lang))
      ctx.log.error({ err: error, path: request.routeOptions.url }, 'page failed')
      reply.header('retry-after', '5')
      return sendSecretPage(reply, 503, troublePage(app, lang, hrefTo(token), hrefTo(token)(lang)))
    }
  }

  server.get('/reschedule', (request, reply) => {
    const asked = request as Asked
    const token = readToken(asked.query.r)
    return answer(asked, reply, 'read', token, async () => {
      const linked = await findLinkedAppointment(ctx, token)
      const lang = languageOf(asked, asked.query.lang, linked)
      const own = pageUrl(ctx.config.SITE_URL, token)
      return [200, framed(app, linked, lang, appointmentContent(linked, lang, own))]
    })
  })

  // A form is not JSON, which is all that endpoints take.
  await server.register((scope, _options, registered) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 4096 },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    scope.post('/calendar/subscribe', (request, reply) => {
      const asked = request as Asked
      const token = readToken(asked.body?.r)
      return answer(asked, reply, 'write', token, async () => {
        const visitor = ctx.as({ actor: anonymous, channel: 'web', correlationId: randomUUID() })
        const { linked, feed } = await subscribeClient(visitor, token)
        const lang = languageOf(asked, asked.body?.lang, linked)
        const url = feedUrl(ctx.config.SITE_URL, feed.token)
        return [200, framed(app, linked, lang, feedContent(url, hrefTo(token)(lang), lang))]
      })
    })
    registered()
  })
}

function framed(
  app: WebApp,
  linked: LinkedAppointment,
  lang: Language,
  content: ReturnType<typeof feedContent>,
): string {
  const { unit, token } = linked
  const title = wordsIn[lang].appointmentPage.tab(nameInSentence(unit))
  return visitorPage(app, { lang, title, heading: typed(unit.name), hrefIn: hrefTo(token), content })
}

/** The language asked for, else the client's own: the message that led here spoke it. */
function languageOf(request: Asked, asked: unknown, { client, unit }: LinkedAppointment): Language {
  if (isLanguage(asked)) return asked
  return client.locale ?? languageFor(request, unit.locale)
}

/** What stands behind the address in a sentence, mail programs take for a part of it. */
function readToken(given: unknown): string {
  return (typeof given === 'string' && /^[\w-]{32}/.exec(given)?.[0]) || ''
}

function hrefTo(token: string): (lang: Language) => string {
  return (lang) => `/reschedule?r=${token}&lang=${lang}`
}

function unknownPage(app: WebApp, lang: Language): string {
  const { appointmentPage, seeUnits } = wordsIn[lang]
  return visitorPage(app, {
    lang,
    title: appointmentPage.unknownTitle,
    hrefIn: (each) => `/reschedule?lang=${each}`,
    content: [
      html`<p class="lead">${appointmentPage.unknownText}</p>`,
      html`<p><a class="button" href="/book?lang=${lang}">${seeUnits}</a></p>`,
    ],
  })
}
