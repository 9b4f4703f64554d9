/** The readers that judge our calendars: three of other people's on this machine, three within this process. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import ICAL from 'ical.js'
import PostalMime, { type Attachment } from 'postal-mime'

/** A mail, and the calendar that a mail program finds in it; null when it finds none. */
export type Candidate = { readonly name: string; readonly raw: Buffer; readonly calendar: Buffer | null }
/** What a validator says, by the candidate's name; those it is content with are not in it. */
export type Remarks = ReadonlyMap<string, string[]>
export type Validator = {
  readonly name: string
  check(candidates: readonly Candidate[], folder: string): Promise<Remarks>
}

/** Debian packages the outside validators come in. */
export const packages = ['gcc', 'libc6-dev', 'libical-dev', 'python3', 'python3-vobject', 'python3-icalendar']
/** Debian's own, where its packages are; another Python may stand before it in PATH. */
const python = '/usr/bin/python3'

/** What keeps the outside validators from running here; undefined when nothing does. */
export function missingValidators(): string | undefined {
  const attempts: [string, string[]][] = [
    ['gcc', ['--version']],
    [python, ['-c', 'import vobject, icalendar']],
  ]
  for (const [program, args] of attempts) {
    try {
      execFileSync(program, args, { stdio: 'pipe' })
    } catch (error) {
      return `${program} ${args.join(' ')}: ${(error as Error).message.trim().split('\n').at(-1)}`
    }
  }
  return existsSync('/usr/include/libical/ical.h') ? undefined : 'the headers of libical are not installed'
}

const ownFiles = join(import.meta.dirname, 'conformance')

export const validators: readonly Validator[] = [
  {
    name: 'libical',
    check: (candidates, folder) => checkFiles([compileLibicalCheck(folder)], candidates, folder),
  },
  {
    name: 'vobject',
    check: (candidates, folder) => checkFiles([python, join(ownFiles, 'check-vobject.py')], candidates, folder),
  },
  {
    name: 'icalendar',
    check: (candidates, folder) =>
      checkFiles([python, join(ownFiles, 'check-icalendar.py')], candidates, folder, withoutBackslashes),
  },
  { name: 'ical.js', check: async (candidates) => remarksOf(candidates, checkWithIcalJs) },
  { name: 'postal-mime', check: checkWithPostalMime },
]

/** The calendar that postal-mime, which is none of ours, finds in a mail. */
export async function candidateOf(name: string, raw: Buffer): Promise<Candidate> {
  const inline = (await attachmentsOf(raw)).find(({ mimeType }) => mimeType === 'text/calendar')
  return { name, raw, calendar: inline ? contentOf(inline) : null }
}

async function checkWithPostalMime(candidates: readonly Candidate[]): Promise<Remarks> {
  const remarks = new Map<string, string[]>()
  for (const { name, raw, calendar } of candidates) {
    const attachments = await attachmentsOf(raw)
    const [file] = attachments.filter(({ mimeType }) => mimeType === 'application/ics')
    const method = attachments.find(({ mimeType }) => mimeType === 'text/calendar')?.method
    const said = /^METHOD:(.*?)\r?$/m.exec(calendar?.toString() ?? '')?.[1]
    if (!calendar || !method) remarks.set(name, ['there is no text/calendar with a method'])
    else if (method !== said) remarks.set(name, [`method=${method} with METHOD:${said}`])
    else if (!file || !contentOf(file).equals(calendar)) remarks.set(name, ['the attached calendar differs'])
  }
  return remarks
}

async function attachmentsOf(raw: Buffer): Promise<Attachment[]> {
  return (await PostalMime.parse(raw, { forceRfc822Attachments: true, attachmentEncoding: 'arraybuffer' })).attachments
}

function contentOf({ content }: Attachment): Buffer {
  return Buffer.from(content as ArrayBuffer)
}

function checkWithIcalJs(calendar: Buffer): void {
  const component = new ICAL.Component(ICAL.parse(calendar.toString()))
  if (component.name !== 'vcalendar') throw new Error(`it is a ${component.name}`)
  for (const event of component.getAllSubcomponents('vevent')) {
    const { uid, startDate, endDate } = new ICAL.Event(event)
    if (!uid) throw new Error('an event without a UID')
    for (const time of [startDate, endDate, event.getFirstPropertyValue('dtstamp')]) {
      if (!(time instanceof ICAL.Time) || time.zone !== ICAL.Timezone.utcTimezone)
        throw new Error(`${time} is not in UTC`)
    }
  }
}

function remarksOf(candidates: readonly Candidate[], check: (calendar: Buffer) => void): Remarks {
  const remarks = new Map<string, string[]>()
  for (const { name, calendar } of candidates) {
    try {
      check(calendar ?? Buffer.alloc(0))
    } catch (error) {
      remarks.set(name, [String(error)])
    }
  }
  return remarks
}

function compileLibicalCheck(folder: string): string {
  const program = join(folder, 'check-libical')
  execFileSync('gcc', ['-O1', '-o', program, join(ownFiles, 'check-libical.c'), '-lical'])
  return program
}

/**
 * Lets a program look at one file per candidate. It answers with lines of name, tab, remark, and with what it reads, which must
 * be what ical.js reads, as far as `comparable` keeps it.
 */
async function checkFiles(
  [program, ...args]: [string, ...string[]],
  candidates: readonly Candidate[],
  folder: string,
  comparable = (text: string) => text,
): Promise<Remarks> {
  const names = new Map<string, string>()
  candidates.forEach(({ name, calendar }, index) => {
    const path = join(folder, `${index}.ics`)
    writeFileSync(path, calendar ?? '')
    names.set(path, name)
  })
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  })
  child.stdin.end([...names.keys()].map((path) => `${path}\n`).join(''))
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`)
  const remarks = new Map<string, string[]>()
  const read = new Map<string, string[]>()
  for (const line of output.split('\n').filter(Boolean)) {
    const [path = '', said = '', hex = ''] = line.split('\t')
    const name = names.get(path)
    if (name === undefined) throw new Error(`${program} speaks of ${line}`)
    if (said.startsWith('=')) addTo(read, name, textOf(said.slice(1), Buffer.from(hex, 'hex').toString()))
    else addTo(remarks, name, said)
  }
  for (const candidate of candidates) {
    const [expected, found] = [readWithIcalJs(candidate), read.get(candidate.name) ?? []].map((values) =>
      values.map(comparable).sort(),
    ) as [string[], string[]]
    const other = found.find((value, index) => value !== expected[index]) ?? expected[found.length]
    if (!remarks.has(candidate.name) && other !== undefined) addTo(remarks, candidate.name, `reads otherwise: ${other}`)
  }
  return remarks
}

const comparedTexts = ['UID', 'SUMMARY', 'DESCRIPTION', 'LOCATION', 'ORGANIZER', 'ATTENDEE']

/** The properties of the event with the texts that people read; ical.js is the reader the others are compared with. */
function readWithIcalJs({ calendar }: Candidate): string[] {
  try {
    const event = new ICAL.Component(ICAL.parse(String(calendar))).getFirstSubcomponent('vevent')
    const properties = event?.getAllProperties() ?? []
    return properties.map((property) => textOf(property.name.toUpperCase(), String(property.getFirstValue())))
  } catch {
    return []
  }
}

function textOf(name: string, value: string): string {
  return comparedTexts.includes(name) ? `${name}:${value}` : name
}

/** icalendar 4 takes a backslash before an n for a line break, escaped or not. Where it stands is compared, not which it is. */
function withoutBackslashes(text: string): string {
  return text.replace(/\\?n|\n/g, 'n').replaceAll('\\', '')
}

function addTo(lists: Map<string, string[]>, name: string, said: string): void {
  lists.set(name, [...(lists.get(name) ?? []), said])
}
