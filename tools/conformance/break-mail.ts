/** Small surgery on mails, for breaking good ones. All in latin1: one character is one octet. */
import { leavesOf, type MailPart, readMail } from './read-mail.ts'

/** The mail with its calendars changed, in every part that carries one or in those of one type, base64 again. */
export function rewriteCalendars(mail: string, change: (text: string) => string, type?: string): string {
  const isMeant = (part: MailPart) =>
    type ? part.type === type : ['text/calendar', 'application/ics'].includes(part.type)
  const parts = leavesOf(readMail(Buffer.from(mail, 'latin1'))).filter(isMeant)
  return parts.reduceRight((whole, part) => {
    const headers = whole.slice(part.from, part.to).split('\r\n\r\n', 1)[0]!
    const encoded = Buffer.from(change(part.content.toString('latin1')), 'latin1').toString('base64')
    const body = encoded.replace(/.{76}(?=.)/g, '$&\r\n')
    const inBase64 = headers.replace(/^(Content-Transfer-Encoding: ).*$/im, '$1base64')
    return `${whole.slice(0, part.from)}${inBase64}\r\n\r\n${body}${whole.slice(part.to)}`
  }, mail)
}

/** The calendar with the lines of that name changed: unfolded for the change and folded after it. Empty lines go. */
export function changeLine(text: string, name: string, change: (line: string) => string): string {
  const lines = text.split(/\r\n(?![ \t])/)
  const changed = lines.map((line) => {
    if (!new RegExp(`^${name}[;:]`).test(line)) return line
    const result = change(line.replaceAll('\r\n ', ''))
    return result.split('\r\n').map(fold).join('\r\n') || undefined
  })
  return changed.filter((line) => line !== undefined).join('\r\n')
}

/** The mail with one header changed, or without it when the change is undefined. */
export function changeHeader(mail: string, name: string, change: (value: string) => string | undefined): string {
  const header = new RegExp(`^${name}: ((?:.|\\r\\n[ \\t])*)\\r\\n`, 'im')
  return mail.replace(header, (_, value: string) => {
    const changed = change(value)
    return changed === undefined ? '' : `${name}: ${changed}\r\n`
  })
}

/** The mail with the last part of its alternative put first. */
export function swapAlternatives(mail: string): string {
  const alternative = readMail(Buffer.from(mail, 'latin1')).parts[0]!
  const [first, last] = [alternative.parts[0]!, alternative.parts.at(-1)!]
  const text = (part: MailPart) => mail.slice(part.from, part.to)
  return mail.slice(0, first.from) + text(last) + mail.slice(first.to, last.from) + text(first) + mail.slice(last.to)
}

function fold(line: string): string {
  const pieces: string[] = []
  let rest = line
  while (rest.length > 74) {
    let end = 74
    // Octets from 0x80 to 0xbf continue a character.
    while (/[\x80-\xbf]/.test(rest[end]!)) end--
    pieces.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  return [...pieces, rest].join('\r\n ')
}
