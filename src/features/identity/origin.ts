import type { IncomingHttpHeaders } from 'node:http'

/**
 * Where a browser says a request comes from: one of our own pages, elsewhere, or not said (programs). Both headers are
 * written by the browser and cannot be forged by a page. `publicUrl` unset: own is whatever host was asked.
 */
export function originOf(headers: IncomingHttpHeaders, publicUrl: string | undefined): 'own' | 'elsewhere' | 'unsaid' {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'elsewhere'
  const { origin } = headers
  // A form on a page with `Referrer-Policy: no-referrer` says `null`; Sec-Fetch-Site has spoken for it above.
  if (origin === undefined || (origin === 'null' && site !== undefined)) return site === undefined ? 'unsaid' : 'own'
  return isOwn(origin, headers.host, publicUrl) ? 'own' : 'elsewhere'
}

/** Origins that are ours for a request to `host`. The scheme is not compared where a proxy may have taken TLS off. */
export function ownOrigins(host: string | undefined, publicUrl: string | undefined): string[] {
  if (publicUrl) return [new URL(publicUrl).origin]
  return host === undefined ? [] : [`http://${host}`, `https://${host}`]
}

function isOwn(origin: string, host: string | undefined, publicUrl: string | undefined): boolean {
  return ownOrigins(host, publicUrl).includes(origin)
}
