import { cleanText } from '../../lib/clean-text.ts'
import type { Language } from '../../lib/languages/language.ts'
import type { LetterLink, LetterText } from './link.ts'

/**
 * A message in words, before it becomes HTML or plain text. What somebody typed stands between the marks of `isolate`:
 * HTML makes `<bdi>` of them, text leaves them out.
 */
export type Letter = {
  readonly language: Language
  /** Without marks, one line. */
  readonly subject: string
  /** What lists of mail show beside the subject. */
  readonly preview: string
  readonly sender: string
  readonly heading: string
  readonly lead: string
  readonly code: { readonly digits: string; readonly unasked: string } | null
  readonly time: LetterTime | null
  readonly rows: readonly LetterRow[]
  readonly action: LetterLink | null
  readonly calendarLinks: readonly LetterLink[]
  /** How the unit is reached. */
  readonly contact: { readonly label: string; readonly ways: readonly LetterText[] }
}

export type LetterTime = {
  readonly label: string
  readonly day: string
  readonly times: string
  readonly atPlace: string | null
  readonly previous: { readonly label: string; readonly start: string } | null
  /** False when nobody is to come at this time. */
  readonly stands: boolean
}

export type LetterRow = { readonly label: string; readonly value: LetterText }

const OPEN = '\u2068'
const CLOSE = '\u2069'

/** Marks what somebody typed, so that its writing direction stays its own. It must be clean: without such marks itself. */
export function isolate(text: string): string {
  return text === '' ? '' : OPEN + text + CLOSE
}

/** A name, cut and marked; `…` where nothing visible is left of it, because something always stands there. */
export function nameText(name: string, limit = 80): string {
  return isolate(cleanText(name, limit) || '…')
}

/** Turns the marks into elements, in text that is escaped already. */
export function withElements(escaped: string): string {
  return escaped.includes(OPEN) ? escaped.replaceAll(OPEN, '<bdi>').replaceAll(CLOSE, '</bdi>') : escaped
}

export function withoutMarks(text: string): string {
  return text.includes(OPEN) ? text.replaceAll(OPEN, '').replaceAll(CLOSE, '') : text
}
