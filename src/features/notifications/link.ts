import { cleanText } from '../../lib/clean-text.ts'
import { isolate } from './letter.ts'

export type LetterLink = { readonly label: string; readonly href: string }

/** A text that may lead somewhere. */
export type LetterText = { readonly text: string; readonly href: string | null }

/** Longest address of our own; Google's carries the whole entry. */
const LONGEST = 500
const LONGEST_GOOGLE = 1500

/** Our addresses are absolute and plain ASCII: whatever else comes here makes no link. */
export function linkTo(href: string | null, label: string): LetterLink | null {
  const isAddress = href !== null && /^https?:\/\/[!#-;=?-Z[\]_a-z~]+$/.test(href)
  const longest = isAddress && href.startsWith('https://calendar.google.com/') ? LONGEST_GOOGLE : LONGEST
  return isAddress && href.length <= longest ? { label, href } : null
}

export function phoneText(phone: string | null): LetterText | null {
  const text = cleanText(phone ?? '', 40)
  const number = text.replace(/[ ().-]/g, '')
  return text === '' ? null : { text: isolate(text), href: /^\+?\d{3,15}$/.test(number) ? `tel:${number}` : null }
}

/** Addresses beyond plain ASCII are shown, not linked. */
export function emailText(email: string | null): LetterText | null {
  const text = cleanText(email ?? '', 254)
  const isPlain = /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(text)
  return text === '' ? null : { text: isolate(text), href: isPlain ? `mailto:${text}` : null }
}
