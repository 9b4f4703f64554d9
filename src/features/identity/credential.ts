import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** What a request shows to say who it is from. `bad`: something that cannot be valid, known without a look-up. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'bad'; readonly from: 'api-key' | 'session' }
  | { readonly kind: 'api-key'; readonly keyHash: Buffer }
  | { readonly kind: 'session'; readonly token: string }

/** How session cookies of this installation are called and signed. */
export type SessionCookie = { readonly name: string; readonly isSecure: boolean; readonly secret: string }

/** The cookie better-auth sets; `__Secure-` makes browsers refuse it over plain HTTP. */
export function sessionCookieOf(config: { PUBLIC_URL?: string | undefined; AUTH_SECRET: string }): SessionCookie {
  const isSecure = config.PUBLIC_URL?.startsWith('https:') ?? false
  return { name: `${isSecure ? '__Secure-' : ''}${cookiePrefix}.session_token`, isSecure, secret: config.AUTH_SECRET }
}

export const cookiePrefix = 'holdfast'

const keyPattern = /^hf_[A-Za-z0-9_-]{43}$/

/**
 * Reads the credential of a request. A key that is named wins over the cookie a browser adds by itself. Other
 * Authorization schemes are not addressed to us: a proxy in front may use Basic for itself.
 */
export function readCredential(headers: IncomingHttpHeaders, cookie: SessionCookie): Credential {
  const key = shownKey(headers)
  if (key !== undefined) {
    return keyPattern.test(key) ? { kind: 'api-key', keyHash: hashOfKey(key) } : { kind: 'bad', from: 'api-key' }
  }
  const value = cookieValue(headers.cookie, cookie.name)
  if (!value) return { kind: 'none' }
  const token = readSigned(value, cookie.secret)
  return token === undefined ? { kind: 'bad', from: 'session' } : { kind: 'session', token }
}

/** True when the browser's cookie, not a key, speaks for this request; such a request can be forged by another site. */
export function isByCookie(headers: IncomingHttpHeaders, cookie: SessionCookie): boolean {
  return shownKey(headers) === undefined && Boolean(cookieValue(headers.cookie, cookie.name))
}

export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

/** `token.signature`, percent-encoded, as it stands in the cookie. */
export function signToken(token: string, secret: string): string {
  return encodeURIComponent(`${token}.${signatureOf(token, secret)}`)
}

function shownKey(headers: IncomingHttpHeaders): string | undefined {
  const bearer = headers.authorization && /^bearer(?: +(.*))?$/i.exec(headers.authorization)
  if (bearer) return bearer[1]?.trim() ?? ''
  const named = headers['x-api-key']
  return named === undefined ? undefined : String(named)
}

function cookieValue(header: string | undefined, name: string): string | undefined {
  if (!header?.includes(`${name}=`)) return undefined
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return undefined
}

/** The token of a signed cookie; undefined when we did not sign it. */
function readSigned(value: string, secret: string): string | undefined {
  if (value.length > 400) return undefined
  let text: string
  try {
    text = decodeURIComponent(value)
  } catch {
    return undefined
  }
  const at = text.lastIndexOf('.')
  const token = text.slice(0, Math.max(at, 0))
  const given = Buffer.from(text.slice(at + 1))
  const right = Buffer.from(signatureOf(token, secret))
  return token !== '' && given.length === right.length && timingSafeEqual(given, right) ? token : undefined
}

function signatureOf(token: string, secret: string): string {
  return createHmac('sha256', secret).update(token).digest('base64')
}
