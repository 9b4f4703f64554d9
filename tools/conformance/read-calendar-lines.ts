import { type Finding, finding } from './finding.ts'

/** A content line by the letter of RFC 5545, 3.1, its value and parameters as they stand. */
export type ContentLine = {
  /** In capitals. */
  readonly name: string
  readonly parameters: readonly { readonly name: string; readonly values: readonly string[] }[]
  readonly value: string
}

export type CalendarComponent = {
  readonly name: string
  readonly lines: readonly ContentLine[]
  readonly components: readonly CalendarComponent[]
}

/** What RFC 5545 says about the bytes: encoding, line ends, folding, controls, and the form of each line. */
export function readCalendarLines(bytes: Buffer): { root: CalendarComponent; findings: Finding[] } {
  const findings: Finding[] = []
  const find = (rule: string, says: string) => findings.push(finding(rule, says))
  if (bytes.subarray(0, 3).equals(Buffer.from('\ufeff'))) find('bom', 'it begins with a byte order mark')
  if (!isUtf8(bytes)) find('utf-8', 'it is not UTF-8')
  const octets = bytes.toString('latin1')
  if (/(?<!\r)\n|\r(?!\n)/.test(octets)) find('crlf', 'a line ends with a lone LF or CR')
  if (!octets.endsWith('\r\n')) find('last-line-end', 'the last line has no end')
  if (/\n\r?\n/.test(octets)) find('blank-line', 'there is a blank line')
  for (const line of octets.replace(/\r?\n$/, '').split(/\r?\n/)) {
    if (line.length > 75) find('line-octets', `a line of ${line.length} octets: ${line.slice(0, 40)}`)
    if (!isUtf8(Buffer.from(line, 'latin1'))) find('fold-in-character', `a line begins or ends inside a character`)
    if (/^[ \t]+$/.test(line)) find('blank-line', 'a line of nothing but spaces')
  }
  const text = bytes.toString('utf8').replace(/^\ufeff/, '')
  if (/(?![\t\r\n])\p{Cc}/u.test(text)) find('control-character', 'there is a control character')
  const unfolded = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
  return { root: nest(unfolded, find), findings }
}

/** The values of all lines of that name, as they stand. */
export function valuesIn({ lines }: CalendarComponent, name: string): string[] {
  return lines.filter((line) => line.name === name).map(({ value }) => value)
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

type Mutable = { name: string; lines: ContentLine[]; components: Mutable[] }

function nest(lines: readonly string[], find: (rule: string, says: string) => void): CalendarComponent {
  const root: Mutable = { name: '', lines: [], components: [] }
  const open = [root]
  for (const text of lines.filter((line) => line.trim() !== '')) {
    const line = readLine(text)
    const current = open.at(-1)!
    if (typeof line === 'string') find('content-line', `${line}: ${text}`)
    else if (line.name === 'BEGIN') {
      const component = { name: line.value.toUpperCase(), lines: [], components: [] }
      current.components.push(component)
      open.push(component)
    } else if (line.name === 'END') {
      if (open.length > 1 && current.name === line.value.toUpperCase()) open.pop()
      else find('nesting', `END:${line.value} ends nothing that began`)
    } else if (current === root) find('nesting', `outside of everything: ${text}`)
    else current.lines.push(line)
  }
  if (open.length > 1) find('nesting', `${open.at(-1)!.name} has no end`)
  return root
}

/** The line, or what is wrong with it. */
function readLine(text: string): ContentLine | string {
  const name = /^[A-Za-z0-9-]+/.exec(text)?.[0]
  if (!name) return 'a line without a name'
  const parameters: { name: string; values: string[] }[] = []
  let rest = text.slice(name.length)
  while (rest.startsWith(';')) {
    const match = /^;([A-Za-z0-9-]+)=/.exec(rest)
    if (!match) return 'a parameter without a name'
    rest = rest.slice(match[0].length)
    const values: string[] = []
    do {
      if (values.length > 0) rest = rest.slice(1)
      const value = /^"([^"]*)"|^[^";:,]*/.exec(rest)!
      values.push(value[1] ?? value[0])
      rest = rest.slice(value[0].length)
    } while (rest.startsWith(','))
    parameters.push({ name: match[1]!.toUpperCase(), values })
  }
  if (!rest.startsWith(':')) return 'a parameter with a stray quote, or no value'
  return { name: name.toUpperCase(), parameters, value: rest.slice(1) }
}
