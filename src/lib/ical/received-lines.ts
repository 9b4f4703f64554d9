import { type CalendarFault, UnreadableCalendar } from './unreadable-calendar.ts'

/** What a calendar from outside may hold. Honest ones stay far below; these bound the work a hostile one can cause. */
export const calendarLimits = {
  octets: 256 * 1024,
  lines: 2_000,
  lineOctets: 8 * 1024,
  components: 20,
  nesting: 3,
  attendees: 100,
  parameters: 50,
  eventDays: 31,
} as const

/** A component as it stands in the text; its content lines are unfolded and not yet understood. */
export type ReceivedComponent = {
  readonly name: string
  readonly lines: ReceivedLine[]
  readonly components: ReceivedComponent[]
}

export type ReceivedLine = { readonly name: string; readonly text: string }

/**
 * Splits a calendar into its components, in one pass that never goes back. Lines that are no content lines are passed over:
 * some programs leave mail headers or blank lines in between.
 * @throws UnreadableCalendar at the first limit that is passed
 */
export function readComponents(text: string): ReceivedComponent[] {
  const roots: ReceivedComponent[] = []
  const open: ReceivedComponent[] = []
  let components = 0
  let attendees = 0
  for (const line of unfold(text)) {
    const name = /^[\w-]+(?=[;:])/.exec(line)?.[0].toUpperCase()
    if (!name) continue
    if (name === 'BEGIN') {
      const component = { name: componentName(line), lines: [], components: [] }
      limit('components', 'too-many-components', ++components)
      ;(open.at(-1)?.components ?? roots).push(component)
      open.push(component)
      limit('nesting', 'nested-too-deep', open.length)
    } else if (name === 'END') {
      const ended = componentName(line)
      if (open.pop()?.name !== ended) throw new UnreadableCalendar('unbalanced', `END:${ended.slice(0, 40)}`)
    } else {
      if (name === 'ATTENDEE') limit('attendees', 'too-many-attendees', ++attendees)
      limit('parameters', 'too-many-parameters', countParameters(line))
      open.at(-1)?.lines.push({ name, text: line })
    }
  }
  if (open.length > 0) throw new UnreadableCalendar('unbalanced', `no END:${open.at(-1)?.name.slice(0, 40)}`)
  return roots
}

/** What stands behind the colon of the first line of that name. Only for lines whose parameters hold no colon. */
export function rawValue({ lines }: ReceivedComponent, name: string): string | undefined {
  const line = lines.find((candidate) => candidate.name === name)?.text
  return line?.slice(line.indexOf(':') + 1).trim()
}

function unfold(text: string): string[] {
  if (text.length > calendarLimits.octets) tooLarge(text.length)
  const octets = Buffer.byteLength(text)
  if (octets > calendarLimits.octets) tooLarge(octets)
  if (text.includes('\0')) throw new UnreadableCalendar('forbidden-character', 'NUL')
  if (!text.isWellFormed()) throw new UnreadableCalendar('forbidden-character', 'half of a surrogate pair')

  const lines: string[] = []
  let inLine = 0
  // A lone CR is what a name with CR LF leaves behind in a careless program: it ends nothing here.
  for (const physical of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    const clean = physical.replace(/(?!\t)\p{Cc}/gu, '')
    const isContinuation = /^[ \t]/.test(clean) && lines.length > 0
    const line = isContinuation ? clean.slice(1) : clean
    inLine = Buffer.byteLength(line) + (isContinuation ? inLine : 0)
    limit('lineOctets', 'line-too-long', inLine)
    if (isContinuation) lines[lines.length - 1] += line
    else limit('lines', 'too-many-lines', lines.push(line))
  }
  return lines
}

function tooLarge(octets: number): never {
  throw new UnreadableCalendar('too-large', `${octets} octets, ${calendarLimits.octets} allowed`)
}

function limit(
  what: Exclude<keyof typeof calendarLimits, 'octets' | 'eventDays'>,
  fault: CalendarFault,
  count: number,
): void {
  if (count > calendarLimits[what]) throw new UnreadableCalendar(fault, `more than ${calendarLimits[what]} ${what}`)
}

function componentName(line: string): string {
  return line
    .slice(line.indexOf(':') + 1)
    .trim()
    .toUpperCase()
}

/** Semicolons before the value, not those within quotes. */
function countParameters(line: string): number {
  let count = 0
  let isQuoted = false
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (character === ';') count++
    else if (character === ':') break
  }
  return count
}
