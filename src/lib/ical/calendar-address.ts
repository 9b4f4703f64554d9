import { calendarLine } from './calendar-text.ts'

/** Everything an address may hold that RFC 6068 wants encoded: reserved characters, quotes, spaces, non-ASCII. */
const notInMailto = /[^\w.~!$'*+@-]/gu
/** What RFC 3986 does not let stand in a URI. `%` stays: an address of ours is encoded already. */
const notInUri = /[^\x21-\x7e]|["<>\\^`{|}]/gu

/** `a@b.example` → `mailto:a@b.example`. */
export function toCalendarAddress(address: string): string {
  return `mailto:${calendarLine(address).replace(notInMailto, encodeURIComponent)}`
}

/** `MAILTO:a@b.example` → `a@b.example`. Programs differ in the case of the scheme; what is no mailto stays as it is. */
export function fromCalendarAddress(uri: string): string {
  const address = uri.trim().replace(/^mailto:/i, '')
  try {
    return decodeURIComponent(address).trim()
  } catch {
    return address.trim()
  }
}

export function toUri(text: string): string {
  return calendarLine(text).replace(notInUri, encodeURIComponent)
}
