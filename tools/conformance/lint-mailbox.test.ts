import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { buildCalendar } from '../../src/lib/ical/build-calendar.ts'
import { calendarSamples } from '../../src/lib/ical/calendar-samples.fixture.ts'
import { changeHeader, changeLine, rewriteCalendars } from './break-mail.ts'
import { composeSample } from './compose-sample.ts'
import { lintCalendar } from './lint-calendar.ts'
import { lintMailbox } from './lint-mailbox.ts'
import { type Mutant, mutants } from './mutants.ts'
import { sampleMessages } from './sample-messages.ts'

type Broken = Pick<Mutant, 'of' | 'break'>

const thread = sampleMessages(1).filter(({ to }) => to.address.startsWith('client'))
const mails = await Promise.all(thread.map(composeSample))

function rulesBrokenBy({ of, break: change }: Broken): string[] {
  const index = thread.findIndex(({ kind }) => kind === of)
  const [first, good] = [mails[0]!.toString('latin1'), mails[index]!.toString('latin1')]
  const mail = change(good, first)
  assert.notEqual(mail, good, 'nothing was broken')
  const findings = lintMailbox(mails.with(index, Buffer.from(mail, 'latin1')))
  return findings.filter((finding) => finding.mail === index).map(({ rule }) => rule)
}

const calendar = (change: (text: string) => string, of: Mutant['of'] = 'request'): Broken => ({
  of,
  break: (mail) => rewriteCalendars(mail, change),
})
const line = (name: string, change: (line: string) => string, of?: Mutant['of']) =>
  calendar((text) => changeLine(text, name, change), of)
const added = (text: string, of?: Mutant['of']) => line('UID', (uid) => `${uid}\r\n${text}`, of)
const attendee = (from: string | RegExp, to: string) => line('ATTENDEE', (text) => text.replace(from, to))
const mail = (change: (mail: string, first: string) => string, of: Mutant['of'] = 'request'): Broken => ({
  of,
  break: change,
})
const header = (name: string, change: (value: string) => string | undefined, of?: Mutant['of']) =>
  mail((text) => changeHeader(text, name, change), of)
const inCalendarPart = (headers: string) => mail((text) => text.replace('Content-Type: text/calendar', `${headers}$&`))

/** One way at least to break each rule. */
const examples: Record<string, Broken> = {
  'utf-8': line('SUMMARY', () => 'SUMMARY:\xff'),
  'last-line-end': calendar((text) => text.trimEnd()),
  'blank-line': calendar((text) => text.replace('SUMMARY', '\r\nSUMMARY')),
  'content-line': added('=what'),
  nesting: calendar((text) => text.replace('END:VEVENT\r\n', '')),
  'one-calendar': calendar((text) => text + text),
  'one-event': calendar((text) => text.replace('END:VCALENDAR', 'BEGIN:VEVENT\r\nEND:VEVENT\r\n$&')),
  version: line('VERSION', () => 'VERSION:1.0'),
  'property-once': added('SUMMARY:Twice'),
  'attendee-published': line('METHOD', () => 'METHOD:PUBLISH'),
  'uid-octets': line('UID', (uid) => uid + 'x'.repeat(255)),
  'attendee-twice': line('ATTENDEE', (text) => `${text}\r\n${text}`),
  'cancel-alarm': calendar((text) => text.replace('END:VEVENT', 'BEGIN:VALARM\r\nEND:VALARM\r\n$&'), 'cancel-all'),
  'unexpected-component': calendar((text) => text.replace('END:VEVENT', 'BEGIN:X-A\r\nEND:X-A\r\n$&')),
  sequence: line('SEQUENCE', () => 'SEQUENCE:one'),
  'outlook-sequence': added('X-MICROSOFT-CDO-APPT-SEQUENCE:7'),
  'utc-time': line('LAST-MODIFIED', () => 'LAST-MODIFIED:20260230T000000Z'),
  time: line('DTSTART', () => 'DTSTART:20260101T100000'),
  'one-end': line('DTEND', () => ''),
  url: line('URL', () => 'URL:javascript:alert(1)'),
  'calendar-address': attendee('mailto:', 'mailto:"x y"'),
  'unexpected-parameter': attendee(';PARTSTAT', ';X-A=1;PARTSTAT'),
  'parameter-value': attendee('CUTYPE=INDIVIDUAL', 'CUTYPE=PERSON'),
  'parameter-caret': attendee(/CN="/, 'CN="^x'),
  'name-backslash': attendee(/CN="/, 'CN="\\'),
  'parameter-once': attendee(';PARTSTAT', ';CN=x;PARTSTAT'),
  'organizer-parameter': line('ORGANIZER', (text) => text.replace('ORGANIZER', 'ORGANIZER;RSVP=TRUE')),
  'partstat-missing': attendee(/;PARTSTAT=[\w-]+/, ''),
  'mail-crlf': mail((text) => text.replace('\r\n\r\n', '\n\n')),
  'mail-line-octets': mail((text) => text.replace('\r\n\r\n', `\r\nX-A: ${'x'.repeat(999)}\r\n\r\n`)),
  'message-id': header('Message-ID', () => 'without brackets'),
  'auto-submitted': header('Auto-Submitted', () => 'no'),
  'auto-response': header('X-Auto-Response-Suppress', () => undefined),
  'one-calendar-part': mail((text) => text.replace('text/calendar', 'text/plain')),
  'calendar-inline': inCalendarPart('Content-Disposition: attachment\r\n'),
  tree: mail((text) => text.replace('multipart/mixed', 'multipart/related')),
  'file-name': mail((text) => text.replaceAll('invite.ics', 'invite.txt')),
  'recipient-invited': header('To', () => 'other@mail.example'),
  'cancel-of-one': calendar(
    (text) =>
      changeLine(
        changeLine(text, 'STATUS', () => ''),
        'ATTENDEE',
        (one) => `${one}\r\n${one.replace('mailto:', 'mailto:other.')}`,
      ),
    'cancel-all',
  ),
  'organizer-reachable': header('Reply-To', () => 'other@mail.example'),
  'told-twice': line('SEQUENCE', () => 'SEQUENCE:0', 'move'),
  'sequence-back': line('SEQUENCE', () => 'SEQUENCE:0', 'cancel-all'),
  'dtstamp-back': line('DTSTAMP', () => 'DTSTAMP:20200101T000000Z', 'move'),
  'organizer-changed': line('ORGANIZER', (text) => text.replace('mailto:r-', 'mailto:q-'), 'move'),
  thread: header('References', () => undefined, 'move'),
}

test('D3: the messages of a hundred appointments break no rule', async () => {
  const raws = await Promise.all(sampleMessages(100).map(composeSample))
  assert.equal(raws.length, 500)
  assert.deepEqual(lintMailbox(raws), [])
})

test('D11: a feed breaks no rule', () => {
  assert.deepEqual(lintCalendar(Buffer.from(buildCalendar(calendarSamples.feed!))), [])
})

test('D3: there are 26 broken messages of the conformance bench, and the linter alone catches each', () => {
  assert.equal(mutants.length, 26)
  for (const mutant of mutants) assert.notEqual(rulesBrokenBy(mutant).length, 0, mutant.name)
})

test('D3: each rule is broken by what breaks it', () => {
  for (const [rule, broken] of Object.entries(examples)) {
    const rules = rulesBrokenBy(broken)
    assert.ok(rules.includes(rule), `${rule} is not among ${rules.join(', ')}`)
  }
})

test('D3: no rule is without a message that breaks it', () => {
  const sources = globSync(join(import.meta.dirname, '{lint,read}-*.ts')).filter((path) => !path.endsWith('.test.ts'))
  const rules = sources.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/find\(\s*(?:name === 'VALARM'.*? \? )?'([a-z0-9-]+)'/g)].map(
      ([, rule]) => rule!,
    ),
  )
  assert.ok(rules.length > 50)
  const broken = new Set([...Object.keys(examples), ...mutants.flatMap(rulesBrokenBy)])
  assert.deepEqual(
    [...new Set(rules)].filter((rule) => !broken.has(rule)),
    [],
  )
})
