/**
 * The one place where text from people becomes fit for a calendar: every string of `buildCalendar` passes through here,
 * so that no name can end a line and begin a property of its own.
 */

/** Whatever some reader takes for the end of a line: VT, FF, NEL, LS and PS too, at which Python's `splitlines` cuts. */
const lineBreak = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/gu
/** Other controls (C0, DEL, C1), the byte order mark, and two code points that XML and with it some servers refuse. */
const unfit = /(?!\n)\p{Cc}|[\ufeff\ufffe\uffff]/gu
const suspect = /\p{Cc}|[\u2028\u2029\ufeff\ufffe\uffff]/u
/** Folded, they could make a line of nothing but spaces, which some readers take for the end of it all. */
const spacesBeforeBreak = / +(?=\n)/g

/**
 * Text of several lines. Line breaks become LF, tabs spaces, halves of surrogate pairs U+FFFD; controls, byte order marks
 * and spaces at the end of a line go. All else stays as it is: emoji, RTL marks, quotes, and any length.
 */
export function calendarText(text: string): string {
  const whole = text.toWellFormed()
  if (!suspect.test(whole)) return whole.trimEnd()
  const clean = whole.replace(lineBreak, '\n').replaceAll('\t', ' ').replace(unfit, '')
  return clean.replace(spacesBeforeBreak, '').trimEnd()
}

/** Text of one line: as `calendarText`, with line breaks and the spaces around them made one space, and none at the ends. */
export function calendarLine(text: string): string {
  const clean = calendarText(text)
  return (clean.includes('\n') ? clean.replace(/ *\n[ \n]*/g, ' ') : clean).trim()
}

/** The value of a parameter, as a name in CN: as `calendarLine`, with \ made /: programs disagree whether it escapes there. */
export function calendarParameter(text: string): string {
  return calendarLine(text).replaceAll('\\', '/')
}
