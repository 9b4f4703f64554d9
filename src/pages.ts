import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Ctx } from './context.ts'
import { mountAppointmentPage } from './features/calendars/pages/mount-appointment-page.ts'
import type { Identify } from './features/notifications/pages/may-look.ts'
import { mountMailbox } from './features/notifications/pages/mount-mailbox.ts'
import { listUnits } from './features/units/list-units.ts'
import { showUnit } from './features/units/show-unit.ts'
import type { Unit } from './features/units/unit.ts'
import { callingCodeOf } from './lib/calling-code.ts'
import { isLanguage } from './lib/languages/language.ts'
import { type Words, wordsIn } from './lib/languages/words.ts'
import { serveDocs } from './platform/http/docs-page.ts'
import { type Html, html } from './platform/http/html.ts'
import { slug } from './platform/http/schemas.ts'
import { languageFor, troublePage, visitorPage } from './platform/http/visitor-page.ts'
import { sendPage, serveAssets, WebApp } from './platform/http/web-app.ts'
import { notFound, Problem } from './platform/problem.ts'
import { allEndpoints, describeApi } from './routes.ts'
import { version } from './version.ts'

/** Everything that is a page and not an endpoint. */
export async function mountPages(server: FastifyInstance, ctx: Ctx, identify: Identify): Promise<void> {
  const endpoints = allEndpoints
  serveDocs(server, endpoints, describeApi(version, ctx.config.PUBLIC_URL ?? '/'))
  server.get('/', (_request, reply) => reply.redirect('/book'))
  const booking = new WebApp('booking')
  mountBooking(server, ctx, booking)
  await mountAppointmentPage(server, ctx, booking)
  mountMailbox(server, ctx, identify)
}

type Asked = FastifyRequest<{ Params: { unit?: string }; Querystring: { lang?: unknown; cursor?: unknown } }>
/** A page's answer: its status and its text. */
type Page = [status: number, text: string]

/** G3: `/book` lists the units, `/book/:unit` books in one. */
function mountBooking(server: FastifyInstance, ctx: Ctx, app: WebApp): void {
  serveAssets(server, 'booking', app)
  const on = (path: string, render: (request: Asked) => Promise<Page>) =>
    server.get(path, async (request, reply: FastifyReply) => {
      try {
        return sendPage(reply, ...(await render(request as Asked)))
      } catch (error) {
        ctx.log.error({ err: error, path }, 'page failed')
        reply.header('retry-after', '5')
        const href = request.url.split('?')[0] ?? ''
        return sendPage(reply, 503, troublePage(app, languageFor(request as Asked, 'en'), hrefIn, href))
      }
    })
  server.get('/book/', (_request, reply) => reply.redirect('/book', 308))
  on('/book', async (request) => [200, await unitsPage(app, ctx, request)])
  on('/book/:unit', async (request) => {
    const unit = await findUnit(ctx, request.params.unit ?? '')
    return unit ? [200, bookingPage(app, unit, request)] : [404, unknownUnitPage(app, request)]
  })
}

async function findUnit(ctx: Ctx, name: string): Promise<Unit | undefined> {
  if (!slug.safeParse(name).success) return undefined
  try {
    return await showUnit(ctx, { slug: name })
  } catch (error) {
    if (error instanceof Problem && error.kind === notFound) return undefined
    throw error
  }
}

function bookingPage(app: WebApp, unit: Unit, request: Asked): string {
  const lang = languageFor(request, unit.locale)
  const { rowVersion: _, ...known } = unit
  return app.page({
    lang,
    title: wordsIn[lang].bookAt(unit.name),
    description: wordsIn[lang].bookAtDescription(unit.name),
    data: { unit: { ...known, ...callingCodeOf(unit) } },
  })
}

async function unitsPage(app: WebApp, ctx: Ctx, request: Asked): Promise<string> {
  const { lang: asked, cursor } = request.query
  const after = typeof cursor === 'string' ? cursor : undefined
  const { items, nextCursor } = await listUnits(ctx, { cursor: after, limit: 100 }).catch((error) => {
    // A mangled cursor: begin again rather than complain.
    if (error instanceof Problem) return listUnits(ctx, { limit: 100 })
    throw error
  })
  const query = isLanguage(asked) ? `?lang=${asked}` : ''
  return inFrame(app, request, 'unitsTitle', (words) => [
    html`<p class="lead">${items.length > 0 ? words.unitsIntro : words.noUnits}</p>`,
    html`<ul class="choices">${items.map(
      (unit) =>
        html`<li><a class="card choice" href="/book/${unit.slug}${query}"><strong>${unit.name}</strong>${
          unit.address !== null && html`<span class="quiet">${unit.address}</span>`
        }</a></li>`,
    )}</ul>`,
    nextCursor !== null && html`<p><a href="/book?cursor=${nextCursor}">${words.moreUnits}</a></p>`,
  ])
}

function unknownUnitPage(app: WebApp, request: Asked): string {
  return inFrame(app, request, 'unknownUnitTitle', (words) => [
    html`<p class="lead">${words.unknownUnitText}</p>`,
    html`<p><a class="button" href="/book">${words.seeUnits}</a></p>`,
  ])
}

type Title = { [K in keyof Words]-?: Words[K] extends string ? K : never }[keyof Words]

function inFrame(app: WebApp, request: Asked, title: Title, content: (words: Words) => (Html | false)[]): string {
  const lang = languageFor(request, 'en')
  const words = wordsIn[lang]
  return visitorPage(app, { lang, title: words[title], hrefIn, content: content(words) })
}

function hrefIn(lang: string): string {
  return `?lang=${lang}`
}
