/** RFC 5545, 3.1: no line is longer, its leading space included and CR LF not. */
const LINE_OCTETS = 75
/** Below, no code point joins its neighbour: there is a grapheme's end between any two of them. */
const FIRST_JOINING = 0x300

/** Made when first needed: it takes 10 ms, and most lines do without it. */
let graphemes: Intl.Segmenter | undefined

/**
 * Folds a content line into lines of at most 75 octets of UTF-8, the leading space of the continuations included. Never cuts a
 * code point; cuts a grapheme only where it alone fills a line. ical.js can fold as well, but by code point.
 * @param line well-formed Unicode without line breaks
 */
export function foldLine(line: string): string {
  // UTF-8 takes at most three octets for a UTF-16 unit.
  if (line.length * 3 <= LINE_OCTETS) return line
  let end = endOfPiece(line, 0, LINE_OCTETS)
  if (end === line.length) return line
  let folded = line.slice(0, end)
  while (end < line.length) {
    const start = end
    end = endOfPiece(line, start, LINE_OCTETS - 1)
    folded += `\r\n ${line.slice(start, end)}`
  }
  return folded
}

function endOfPiece(line: string, start: number, octets: number): number {
  let left = octets
  let at = start
  while (at < line.length) {
    const point = line.codePointAt(at) as number
    left -= point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
    if (left < 0) return endOfGrapheme(line, start, at)
    at += point < 0x10000 ? 1 : 2
  }
  return at
}

/** The last end of a grapheme at or before `at`; `at` itself when only spaces end before it. `start` is an end, too. */
function endOfGrapheme(line: string, start: number, at: number): number {
  if (line.charCodeAt(at - 1) < FIRST_JOINING && line.charCodeAt(at) < FIRST_JOINING) return at
  graphemes ??= new Intl.Segmenter('und', { granularity: 'grapheme' })
  const { index } = graphemes.segment(line.slice(start, at + 2)).containing(at - start)!
  // A line of nothing but spaces is the end of everything to some readers.
  return line.slice(start, start + index).trim() === '' ? at : start + index
}
