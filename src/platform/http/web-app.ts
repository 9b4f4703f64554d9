import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Html, html } from './html.ts'

const webFolder = new URL('../../../web/', import.meta.url)

/** Nothing inline and nothing from elsewhere; text never becomes script (Trusted Types). */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
  "require-trusted-types-for 'script'",
].join('; ')

const typeOf: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The same for a page without script; nobody else may show it in a frame. */
const secretPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'"

type Asset = { type: string; plain: Buffer; zipped?: Buffer }
type Built = { page: string; assets: Map<string, Asset> }

/** What a page is made with; `data` goes into the `data-*` attribute of that name on the page's root element. */
export type PageContent = { lang: string; title: string; description: string; data: Record<string, unknown> }

/** A page app of web/, as tools/build-web.ts left it in web/<name>/dist. */
export class WebApp {
  readonly #folder: string
  #built: Built | undefined

  constructor(name: string) {
    this.#folder = new URL(`${name}/dist/`, webFolder).pathname
  }

  /** The page of the app. @throws when it has not been built. */
  page({ lang, title, description, data }: PageContent): string {
    const attributes = Object.entries(data).map(([name, value]) => html` data-${name}="${JSON.stringify(value)}"`)
    const values: Record<string, Html> = { title: html`${title}`, description: html`${description}` }
    // What people wrote goes in last, so that nothing in it is taken for a place to fill.
    return this.#files()
      .page.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name]?.text ?? '')
      .replace('<html lang="en">', () => html`<html lang="${lang}">`.text)
      .replace('<div id="page">', () => html`<div id="page"${attributes}>`.text)
  }

  /** The app's style sheets and icon, for pages the server writes itself. @throws when it has not been built. */
  links(): string[] {
    return this.#files().page.match(/<link [^>]*>/g) ?? []
  }

  asset(name: string): Asset | undefined {
    return this.#files().assets.get(name)
  }

  /** Read once, whole: a page must find the very files it names, also while a newer build is being written. */
  #files(): Built {
    this.#built ??= readBuilt(this.#folder)
    return this.#built
  }
}

function readBuilt(folder: string): Built {
  const assets = new Map<string, Asset>()
  for (const name of readdirSync(folder)) {
    const type = typeOf[extname(name)]
    if (type) assets.set(name, { type, plain: readFileSync(join(folder, name)) })
  }
  return { page: readFileSync(join(folder, 'index.html'), 'utf8'), assets }
}

/** Serves the files of an app under `/assets/<name>/`. Their names change with their content, so they are kept for ever. */
export function serveAssets(server: FastifyInstance, name: string, app: WebApp): void {
  server.get<{ Params: { file: string } }>(`/assets/${name}/:file`, (request, reply) => {
    const asset = app.asset(request.params.file)
    if (!asset) return reply.code(404).type('text/plain; charset=utf-8').send('There is no such file.')
    reply.type(asset.type).headers({
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
    })
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding']))) return reply.send(asset.plain)
    asset.zipped ??= gzipSync(asset.plain, { level: 9 })
    return reply.header('content-encoding', 'gzip').send(asset.zipped)
  })
}

/** Sends a page under the strict policy. It may depend on language and data, so it is asked for anew each time. */
export function sendPage(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply
    .code(status)
    .headers({
      'cache-control': 'no-cache',
      'content-security-policy': pagePolicy,
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
      vary: 'accept-language, cookie',
    })
    .type('text/html; charset=utf-8')
    .send(page)
}

/** Sends a page behind a secret address: kept by nobody, found by nobody, and no page it leads to learns where it is. */
export function sendSecretPage(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply
    .code(status)
    .headers({
      'cache-control': 'no-store',
      'content-security-policy': secretPolicy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
      vary: 'accept-language, cookie',
    })
    .type('text/html; charset=utf-8')
    .send(page)
}
