/** Characters that make room, break a line or steer a device: each run becomes one space. */
const gaps = /[\s\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu
/** Invisible characters that turn the writing direction of what follows, or hide inside words to look like another. */
const hidden = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]/g
/** Nothing to mend in here; most names are such. */
const harmless = /^[!-~\u00a1-\u00ac\u00ae-\u02ff]+(?: [!-~\u00a1-\u00ac\u00ae-\u02ff]+)*$/

/** Made when something is first cut: loading its rules takes 10 ms. */
let graphemes: Intl.Segmenter | undefined

/**
 * What somebody typed, fit to stand in a line of ours: one line, no control characters, nothing invisible, at most
 * `limit` UTF-16 units with `…` at the end of what was cut. Empty when nothing visible is left.
 */
export function cleanText(text: string, limit: number): string {
  // Far more than can stay: the rest of a huge text is not even looked at.
  const start = text.length > limit * 8 ? text.slice(0, limit * 8) : text
  if (harmless.test(start)) return cutText(start, limit)
  return cutText(start.toWellFormed().replace(hidden, '').replace(gaps, ' ').trim().normalize('NFC'), limit)
}

/** The beginning of a text in at most `limit` UTF-16 units, `…` included; letters with their marks and emoji stay whole. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text
  const room = limit - 1
  graphemes ??= new Intl.Segmenter('und', { granularity: 'grapheme' })
  const whole = graphemes.segment(text.slice(0, limit + 64)).containing(room)?.index ?? room
  // One letter with a thousand marks on it has no boundary to cut at.
  const end = whole > 0 ? whole : room
  return `${text.slice(0, end).toWellFormed().trimEnd()}…`
}
