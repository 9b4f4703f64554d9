import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readMail } from '../../../test/mail-server.ts'
import { DeliveryFailure } from '../delivery-failure.ts'
import { composeMail } from './compose-mail.ts'
import type { Mail } from './mail.ts'

const calendar = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Example//Example//EN',
  'METHOD:REQUEST',
  'BEGIN:VEVENT',
  'UID:1@example.com',
  'DTSTAMP:20260105T080000Z',
  'DTSTART:20260106T080000Z',
  'DTEND:20260106T090000Z',
  // Folded behind a space, and in a line as long as lines may be.
  'SUMMARY:Kirpimas su Ąžuolu 💈 ……………………… ',
  ' pas Onutę',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n')

const mail: Mail = {
  from: { name: 'Salonas „Ąžuolas“', address: 'no-reply@example.com' },
  to: { name: 'Ona Onaitė', address: 'ona@example.org' },
  replyTo: { name: 'Salonas', address: 'salonas@example.com' },
  subject: 'Jūsų vizitas sausio 6 d. 10:00',
  text: 'Sveiki!\nLauksime jūsų.\n',
  html: '<p>Sveiki!</p>\n<p>Lauksime jūsų.</p>\n',
  messageId: '<0190.1@example.com>',
  date: Date.UTC(2026, 0, 5, 8, 0, 0),
  inReplyTo: '<0190.0@example.com>',
  calendar: { method: 'REQUEST', content: calendar },
  headers: { 'X-Entity-Ref-ID': '0190' },
}

type Part = { type: string; head: string; body: string; parts: Part[] }

/** A message taken apart by hand, so that no reader's leniency hides anything. */
function partsOf(message: string): Part {
  const end = message.indexOf('\r\n\r\n')
  const [head, body] = [message.slice(0, end), message.slice(end + 4)]
  const type = headerOf(head, 'content-type')
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1]
  // The line end before a boundary belongs to the boundary.
  const inner = boundary ? `\r\n${body}`.split(`\r\n--${boundary}`).slice(1, -1) : []
  return { type, head, body, parts: inner.map((part) => partsOf(part.replace(/^\r\n/, ''))) }
}

function treeOf({ type, parts }: Part): string[] {
  const isMultipart = parts.length > 0
  return [isMultipart ? type.split(';')[0]! : type, ...parts.flatMap((part) => treeOf(part).map((line) => `  ${line}`))]
}

function headerOf(head: string, name: string): string {
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ')
  return new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1] ?? ''
}

function headersOf(raw: Buffer): { name: string; value: string }[] {
  const head = raw
    .toString('utf8')
    .split('\r\n\r\n', 1)[0]!
    .replace(/\r\n[ \t]+/g, ' ')
  return head
    .split('\r\n')
    .map((line) => ({ name: line.split(':', 1)[0]!, value: line.slice(line.indexOf(':') + 1).trim() }))
}

const names = [
  'X-Entity-Ref-ID Auto-Submitted X-Auto-Response-Suppress From To Reply-To In-Reply-To References Subject',
  'Message-ID Date MIME-Version Content-Type',
]
  .join(' ')
  .split(' ')

test('D1: an invitation has the parts, in the order, that mail programs make an entry of', async () => {
  const raw = await composeMail(mail)
  assert.deepEqual(treeOf(partsOf(raw.toString('utf8'))), [
    'multipart/mixed',
    '  multipart/alternative',
    '    text/plain; charset=utf-8',
    '    text/html; charset=utf-8',
    '    text/calendar; charset=utf-8; method=REQUEST',
    '  application/ics; name=invite.ics',
  ])
})

test('D1: both copies of the calendar entry are the entry, byte for byte', async () => {
  const [alternatives, file] = partsOf((await composeMail(mail)).toString('latin1')).parts
  const entry = alternatives?.parts.at(-1)
  assert.match(file?.head ?? '', /^Content-Disposition: attachment; filename=invite\.ics$/m)
  for (const part of [entry, file]) {
    assert.match(part?.head ?? '', /^Content-Transfer-Encoding: base64$/m)
    assert.deepEqual(Buffer.from(part?.body ?? '', 'base64'), Buffer.from(calendar))
  }
})

test('a mail without a calendar entry has two alternatives and nothing around them', async () => {
  const raw = await composeMail({ ...mail, calendar: null })
  assert.deepEqual(treeOf(partsOf(raw.toString('utf8'))), [
    'multipart/alternative',
    '  text/plain; charset=utf-8',
    '  text/html; charset=utf-8',
  ])
})

test('every mail says that a machine wrote it, and which mail it follows', async () => {
  const headers = headersOf(await composeMail(mail))
  assert.deepEqual(
    headers.map(({ name }) => name),
    names,
  )
  const headerNamed = (name: string) => headers.find((header) => header.name === name)?.value
  assert.equal(headerNamed('Auto-Submitted'), 'auto-generated')
  assert.equal(headerNamed('X-Auto-Response-Suppress'), 'All')
  assert.equal(headerNamed('Message-ID'), '<0190.1@example.com>')
  assert.equal(headerNamed('In-Reply-To'), '<0190.0@example.com>')
  assert.equal(headerNamed('References'), '<0190.0@example.com>')
  assert.equal(headerNamed('Date'), 'Mon, 05 Jan 2026 08:00:00 +0000')
  assert.equal(headerNamed('X-Entity-Ref-ID'), '0190')
})

test('the same mail gives the same bytes, at any time', async () => {
  const first = await composeMail(mail)
  assert.deepEqual(await composeMail(structuredClone(mail)), first)
  assert.notDeepEqual(await composeMail({ ...mail, text: 'Something else' }), first)
})

test('what is read from a mail is what was written', async () => {
  const read = await readMail(await composeMail(mail))
  assert.deepEqual(read.from, { name: 'Salonas „Ąžuolas“', address: 'no-reply@example.com' })
  assert.deepEqual(read.to, [{ name: 'Ona Onaitė', address: 'ona@example.org' }])
  assert.deepEqual(read.replyTo, [{ name: 'Salonas', address: 'salonas@example.com' }])
  assert.equal(read.subject, 'Jūsų vizitas sausio 6 d. 10:00')
  assert.equal(read.text?.trim(), 'Sveiki!\nLauksime jūsų.')
  assert.equal(read.html?.replaceAll('\r\n', '\n').trim(), '<p>Sveiki!</p>\n<p>Lauksime jūsų.</p>')
})

/** Text of all kinds, among it what breaks out of headers that are put together carelessly. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '\r\n',
          '\r',
          '\n',
          '\r\n\r\n',
          '\0',
          '\t',
          '"',
          '\\',
          '<',
          '>',
          ',',
          ';',
          ':',
          '@',
          '(',
          ')',
          '=?',
          '?=',
          '_',
        ],
        ...[
          'Bcc: eve@example.net',
          '=?utf-8?Q?=0D=0ABcc:_eve@example.net?=',
          '=?utf-8?B?QmNjOg==?=',
          '--',
          'boundary',
          ' ',
        ],
        ...[
          '\u202e',
          '\u2066',
          '\u200f',
          '\u2028',
          '\ufeff',
          '💈',
          '👩‍👩‍👧',
          'שלום',
          'Ąžuolas',
          '\ud800',
          'x'.repeat(120),
        ],
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
  fc.constantFrom('x'.repeat(5000), '💈'.repeat(5000), 'ąž '.repeat(1700), '"'.repeat(5000), ''),
)

/** What a reader is to see of a name: one line, no tricks, cut. */
function asRead(text: string): string {
  const line = text
    .toWellFormed()
    .replaceAll('=?', '= ?')
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
    .trim()
    .replace(/ +/g, ' ')
  const characters = [...line]
  return characters.length > 200 ? `${characters.slice(0, 199).join('')}…` : line
}

test('D1: whatever a name or subject holds, the headers are the same, of ASCII, in lines of lawful length', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, async (name, other, subject) => {
      const raw = await composeMail({
        ...mail,
        from: { ...mail.from, name: other },
        to: { ...mail.to, name },
        subject,
        headers: { 'X-Entity-Ref-ID': `0190 ${other}` },
      })
      const text = raw.toString('latin1')
      assert.match(text, /^[\t\r\n\x20-\x7e]*$/)
      assert.doesNotMatch(text, /(?<!\r)\n|\r(?!\n)/)
      for (const line of text.split('\r\n')) assert.ok(line.length <= 998)
      assert.deepEqual(
        headersOf(raw).map((header) => header.name),
        asRead(subject) === '' ? names.filter((header) => header !== 'Subject') : names,
      )
      const read = await readMail(raw)
      assert.equal(read.to?.length, 1)
      assert.equal(read.to?.[0]?.address, 'ona@example.org')
      assert.equal(read.from?.address, 'no-reply@example.com')
      assert.equal(seen(read.to?.[0]?.name), seen(asRead(name)))
      assert.equal(seen(read.subject), seen(asRead(subject)))
      assert.equal(read.attachments.length, 2)
    }),
    { numRuns: 400 },
  )
})

/** Blanks aside: readers differ in what becomes of them at folds. */
function seen(text: string | undefined): string {
  return (text ?? '').replace(/\s+/g, '')
}

test('whatever the text holds, it arrives, and so does the calendar entry', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (text, html) => {
      const raw = await composeMail({ ...mail, text: `Text: ${text}`, html: `<p>${html}</p>` })
      assert.match(raw.toString('latin1'), /^[\t\r\n\x20-\x7e]*$/)
      for (const line of raw.toString('latin1').split('\r\n')) assert.ok(line.length <= 998)
      const read = await readMail(raw)
      const lines = (body: string | undefined) => (body ?? '').replaceAll('\r\n', '\n').trimEnd()
      const meant = (body: string) =>
        body
          .toWellFormed()
          .replace(/\r\n|\r/g, '\n')
          .replace(/[^\P{Cc}\t\n]/gu, '')
          .trimEnd()
      assert.equal(lines(read.text), meant(`Text: ${text}`))
      assert.equal(lines(read.html), meant(`<p>${html}</p>`))
      const [alternatives, file] = partsOf(raw.toString('latin1')).parts
      assert.equal(alternatives?.parts.length, 3)
      assert.deepEqual(Buffer.from(file?.body ?? '', 'base64'), Buffer.from(calendar))
    }),
    { numRuns: 300 },
  )
})

test('a domain that is not ASCII is written as DNS has it; a mailbox that is not stays as it is', async () => {
  const idn = await composeMail({ ...mail, to: { name: 'Jõgeva', address: 'info@jõgeva.example' } })
  assert.match(idn.toString('latin1'), /^[\t\r\n\x20-\x7e]*$/)
  assert.match(idn.toString('latin1'), /<info@xn--jgeva-dua\.example>/)
  const mailboxName = await composeMail({ ...mail, to: { name: 'Jõgeva', address: 'jõgeva@jõgeva.example' } })
  assert.match(mailboxName.toString('utf8'), /<jõgeva@jõgeva\.example>/)
})

test('an address that is none, or more than one, is refused', async () => {
  const wrong = [
    '',
    'ona',
    'ona@',
    '@example.org',
    'ona@example.org, eve@example.net',
    'ona@example.org\r\nBcc: eve@example.net',
  ]
  for (const address of [
    ...wrong,
    'Ona <ona@example.org>',
    'o na@example.org',
    '"ona"@example.org',
    'a@b@c.example',
    'ona@example.org;',
  ]) {
    await assert.rejects(composeMail({ ...mail, to: { name: '', address } }), (error) => {
      assert.ok(error instanceof DeliveryFailure)
      assert.equal(error.verdict, 'refused')
      assert.doesNotMatch(error.message, /[\r\n]/)
      return true
    })
  }
})

test('a header that follows from the mail cannot be given a second time', async () => {
  for (const name of ['From', 'bcc', 'Content-Type', 'Auto-Submitted', 'X Y', 'X:', '']) {
    await assert.rejects(composeMail({ ...mail, headers: { [name]: 'x' } }), TypeError)
  }
  await assert.rejects(composeMail({ ...mail, messageId: '<a b@example.com>' }), TypeError)
  await assert.rejects(composeMail({ ...mail, calendar: { method: 'REQUEST; x=y', content: calendar } }), TypeError)
})
