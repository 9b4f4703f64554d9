import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { languages } from '../../lib/languages/language.ts'
import { cancelReasons } from '../booking/appointment.ts'
import type { AppointmentFacts, Audience, MessageFacts, MessageKind, MessageLinks, RenderedMessage } from './message.ts'
import { renderMessage } from './render-message.ts'
import { type SampleMessage, sampleMessages } from './sample-facts.ts'
import { occasions } from './telling.ts'

const samples = languages.flatMap(sampleMessages)

type Change = {
  unit?: Partial<MessageFacts['unit']>
  recipient?: Partial<MessageFacts['recipient']>
  appointment?: Partial<AppointmentFacts>
  links?: Partial<MessageLinks>
}

function sampleOf(kind: MessageKind, audience: Audience = 'CLIENT', language = 'en'): SampleMessage {
  const found = samples.find((each) => each.kind === kind && each.audience === audience && each.language === language)
  assert.ok(found)
  return found
}

function render({ facts, links, writtenAt }: SampleMessage, change: Change = {}): RenderedMessage {
  const changed = {
    ...facts,
    unit: { ...facts.unit, ...change.unit },
    recipient: { ...facts.recipient, ...change.recipient },
    appointment: facts.appointment && { ...facts.appointment, ...change.appointment },
  }
  return renderMessage(changed, { ...links, ...change.links }, writtenAt)
}

const nameOf = ({ kind, audience, language, variant }: SampleMessage) => `${kind} ${variant} ${audience} ${language}`

/** What holds for every message, whatever stands in it. */
function assertSound({ subject, text, html, short }: RenderedMessage, name: string): void {
  assert.doesNotMatch(subject, /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|^\s|\s$/u, name)
  assert.ok(subject.length > 0 && subject.length <= 200, `${name}: subject of ${subject.length}`)
  assert.ok(Buffer.byteLength(html) <= 30_000, `${name}: HTML of ${Buffer.byteLength(html)}`)
  assert.ok(short.length > 0 && short.length <= 480, `${name}: short form of ${short.length}`)
  assert.doesNotMatch(short, /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u, name)
  assert.doesNotMatch(text, /[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]|\n{3}|[ \t]\n/u, name)
  assert.doesNotMatch(html, /[^\P{Cc}\n]|[\u2066-\u2069]|<%|%>/u, name)
  assert.equal(html.match(/<bdi>/g)?.length, html.match(/<\/bdi>/g)?.length, name)
}

test('E3: every message to everybody who is told renders in every language, without residue', () => {
  for (const { kind, audience } of occasions) {
    for (const language of languages) sampleOf(kind, audience, language)
  }
  for (const sample of samples) {
    const message = render(sample)
    assertSound(message, nameOf(sample))
    for (const part of Object.values(message)) {
      assert.doesNotMatch(part, /undefined|\bnull\b|NaN|\[object|Invalid|<%|\$\{/, nameOf(sample))
    }
    const [page] = /<html[^>]*>/.exec(message.html) ?? []
    assert.equal(page, `<html lang="${sample.language}" dir="ltr">`)
    assert.match(message.html, /<meta name="color-scheme" content="light dark">/)
    assert.doesNotMatch(message.html, /<img|<script|<link|url\(|src=|http:/)
    assert.deepEqual(message.html.match(/<h1/g)?.length, 1)
  }
})

test('E3: each kind of message has a subject of its own', () => {
  for (const language of languages) {
    for (const audience of ['CLIENT', 'PROVIDER'] as const) {
      const kinds = occasions.filter((occasion) => occasion.audience === audience).map(({ kind }) => kind)
      const subjects = kinds.map((kind) => render(sampleOf(kind, audience, language)).subject.split(':')[0])
      assert.equal(new Set(subjects).size, kinds.length, subjects.join(' | '))
    }
  }
})

test('E3: every reason to cancel is told in words of its own, and one without words as cancelled', () => {
  for (const language of languages) {
    const sample = sampleOf('appointment-cancelled', 'CLIENT', language)
    const headings = (audience: Audience) =>
      [...cancelReasons, 'SOME_NEW_REASON', null].map((cancelReason) => {
        const { text } = render({ ...sample, facts: { ...sample.facts, audience } }, { appointment: { cancelReason } })
        return text.split('\n\n').slice(1, 3).join(' ')
      })
    // The three ways a hold ends are one to whoever loses the time; a reason without words and none are one as well.
    assert.equal(new Set(headings('CLIENT')).size, cancelReasons.length - 2 + 1)
    // A provider hears nothing of holds: five reasons, and that it is gone.
    assert.equal(new Set(headings('PROVIDER')).size, cancelReasons.length - 3 + 1)
  }
})

test('E3: a move shows the new time and the time before; without another time it tells of a change', () => {
  const sample = sampleOf('appointment-moved')
  const moved = render(sample, { appointment: { previousStartsAt: '2027-03-08T15:00:00Z' } })
  assert.match(moved.text, /New time: Tuesday, March 9, 2027, 9:30–10:30 AM\nBefore: Monday, March 8 at 10:00 AM\n/)
  assert.match(moved.html, /<s>Monday, March 8 at 10:00 AM<\/s>/)
  assert.match(moved.short, /\(before: Monday, March 8 at 10:00 AM\)/)
  const changed = render(sample, { appointment: { previousStartsAt: null } })
  assert.match(changed.text, /When: Tuesday, March 9, 2027/)
  assert.doesNotMatch(changed.text, /New time|Before/)
})

test('E3: who is taken off an appointment that moves loses the time it had', () => {
  const { text } = render(sampleOf('appointment-cancelled', 'PROVIDER'), {
    appointment: { cancelReason: null, previousStartsAt: '2027-03-08T15:00:00Z' },
  })
  assert.match(text, /no longer in your calendar[\s\S]*When: Monday, March 8, 2027, 10:00–11:00 AM/)
})

test('A7: the approval and the reminder of the day before say tomorrow, a message without a date does not', () => {
  for (const [language, tomorrow] of [
    ['lt', /ryt(oj|dienos)/],
    ['en', /tomorrow/i],
    ['pt', /amanhã/],
  ] as const) {
    for (const kind of ['appointment-approved', 'appointment-reminder'] as const) {
      const { facts, links, writtenAt } = sampleOf(kind, 'CLIENT', language)
      const { subject, text, short } = renderMessage(facts, links, writtenAt)
      for (const part of [subject, text, short]) assert.match(part, tomorrow)
      for (const part of Object.values(renderMessage(facts, links))) assert.doesNotMatch(part, tomorrow)
    }
  }
})

test('D12: a reader elsewhere reads both times, the own one first', () => {
  const { text, subject } = render(sampleOf('appointment-booked'), { recipient: { timeZone: 'Europe/London' } })
  assert.match(text, /When: Tuesday 9 March 2027, 14:30–15:30 London time\n {2}= 09:30–10:30 New York time\n/)
  assert.match(subject, /at 14:30 London time$/)
})

test('E3: notes and the telephone of the client are for the provider, a name that is not the reader’s for the client', () => {
  const change = {
    appointment: { notes: 'Difficult, charge double', clientPhone: '+1 212 555 0187', clientName: 'Tim Morgan' },
  }
  const [client, provider] = (['CLIENT', 'PROVIDER'] as const).map((audience) =>
    render(sampleOf('appointment-booked', audience), change),
  )
  for (const part of Object.values(client!)) assert.doesNotMatch(part, /Difficult|0187/)
  assert.match(client!.text, /For: Tim Morgan/)
  assert.match(provider!.text, /Notes: Difficult, charge double/)
  assert.match(provider!.html, /<a href="tel:\+12125550187"/)
  assert.doesNotMatch(render(sampleOf('appointment-booked')).text, /For:/)
})

test('E3: a one-time code stands alone, without a link to anywhere', () => {
  for (const language of languages) {
    const { subject, text, html, short } = render(sampleOf('one-time-code', 'CLIENT', language))
    for (const part of [subject, text, html, short]) assert.match(part, /482913/)
    for (const part of [text, html, short]) assert.doesNotMatch(part, /https?:/)
  }
})

test('E3: what stands no more is struck out and offers no calendar; what is only asked for offers none either', () => {
  const cancelled = render(sampleOf('appointment-cancelled'))
  assert.match(cancelled.html, /<s>9:30–10:30 AM<\/s>/)
  assert.doesNotMatch(cancelled.html, /calendar/)
  assert.match(cancelled.html, /\/book\/hudson-appliance-repair"/)
  const requested = render(sampleOf('appointment-requested'))
  assert.doesNotMatch(requested.html, /<s>|calendar/)
  assert.match(
    render(sampleOf('appointment-booked')).html,
    /calendar\.google\.com\/calendar\/render\?action=TEMPLATE&amp;/,
  )
})

test('E3: a link that is none of ours, or too long, is left out and the rest stays', () => {
  for (const appointment of [
    'javascript:alert(1)',
    'javascript://x.example/%0aalert(1)',
    'https://x.example/ onclick=alert(1)',
    '//evil.example',
    'https://x.example/"><b>',
    `https://x.example/${'a'.repeat(600)}`,
    'https://x.example/\r\nBcc:y',
  ]) {
    const message = render(sampleOf('appointment-booked'), { links: { appointment, calendarFile: appointment } })
    assertSound(message, appointment)
    for (const part of Object.values(message)) assert.doesNotMatch(part, /javascript|evil|onclick|Change or cancel|Bcc/)
    assert.match(message.html, /9:30–10:30 AM/)
  }
})

test('E3: without any link or contact a message still says everything', () => {
  for (const sample of samples) {
    const links = { appointment: null, calendarFile: null, googleCalendar: null }
    const bare = { phone: null, email: null, address: null }
    assertSound(
      render(sample, { links, unit: bare, appointment: { clientPhone: null, people: [], rooms: [], notes: '' } }),
      nameOf(sample),
    )
  }
})

test('E3: an SMS keeps to plain characters where its language does, and its link whole', () => {
  const short = (language: string, change: Change = {}) =>
    render(sampleOf('appointment-booked', 'CLIENT', language), change).short
  const link = 'https://booking.example/reschedule?r=Zm9yIGxvb2tpbmcgYXQgb25seQ'
  assert.match(short('en', { unit: { name: 'Joe’s – “Repairs”' } }), /^Joe's - "Repairs": /)
  assert.match(short('en', { unit: { name: 'x'.repeat(100) } }), /^x{39}\.\.\.: /)
  assert.match(short('lt', { unit: { name: 'x'.repeat(100) } }), /^x{39}…: /)
  for (const language of languages) assert.ok(short(language).endsWith(` ${link}`))
  const long = `https://booking.example/${'a'.repeat(270)}`
  const cut = render(sampleOf('incident'), { links: { appointment: long } }).short
  assert.ok(cut.endsWith(long) && cut.length <= 480 && cut.includes('…'), cut)
  assert.doesNotMatch(short('en', { links: { appointment: `${long}${'a'.repeat(100)}` } }), /https/)
})

test('E3: what somebody typed never becomes markup, a header or a second line', () => {
  const nasty = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    `' onmouseover='alert(1)`,
    'Ona\r\nBcc: everybody@x.example\r\n\r\nHello',
    '<%= it.constructor %> {{7*7}} #{7*7}',
    '&lt;b&gt; &amp; </bdi></title></style>',
    '\u202eevil\u2066\u2069\u2068 \u0000\u0007\u001b[31m',
    'مرحبا ‏שלום 👩🏽‍⚕️🇱🇹',
    '𝕏'.repeat(5_000),
    `a${'\u0301'.repeat(5_000)}`,
    ' \u200b ',
  ]
  for (const text of nasty) {
    for (const sample of samples) {
      const message = render(sample, typedBy(text))
      assertSound(message, `${nameOf(sample)} ${text.slice(0, 20)}`)
      assert.doesNotMatch(message.html, /<script|<img|onerror=alert\(1\)>|' onmouseover|<\/bdi><\/title>/)
      assert.doesNotMatch(message.text, /^Bcc/m)
    }
  }
  const { html } = render(sampleOf('appointment-booked'), { appointment: { service: '<b>&"\'' } })
  assert.match(html, /<bdi>&lt;b&gt;&amp;&quot;&#39;<\/bdi>, 60 min/)
})

/** Everything in the facts that somebody typed. */
function typedBy(text: string): Change {
  return {
    unit: { name: text, phone: text, email: text, address: text, slug: text },
    recipient: { name: `.${text}` },
    appointment: {
      service: text,
      clientName: text,
      clientPhone: text,
      people: [text, text],
      rooms: Array(20).fill(text),
      notes: text,
    },
  }
}

test('E3: any text in, the same markup out, one line of subject and every limit kept', () => {
  const tags = (html: string) => (html.match(/<[/!a-z][a-z0-9]*/gi) ?? []).join(' ')
  const nothing = (text: string) =>
    !/[^\s\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]/u.test(text)
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 200, size: 'max' }),
        fc.string({ unit: 'grapheme', maxLength: 2_000, size: 'max' }),
        fc.string({
          unit: fc.constantFrom('<', '>', '"', "'", '&', '\\', '`', '%', '=', '\r', '\n', 'a', '\u2068', '\u2069'),
        }),
      ),
      (sample, text) => {
        const typed = typedBy(text)
        // No link comes of a text, so that the markup is the one of a harmless word.
        const change = { ...typed, unit: { ...typed.unit, phone: `x${text}`, email: `x${text}` } }
        change.appointment = { ...typed.appointment, clientPhone: `x${text}` }
        const message = render(sample, change)
        assertSound(message, text)
        const harmless = typedBy(nothing(text) ? '' : 'word')
        const plain = { ...harmless, unit: { ...harmless.unit, phone: 'xy', email: 'xy' } }
        plain.appointment = { ...harmless.appointment, clientPhone: 'xy' }
        assert.equal(tags(message.html), tags(render(sample, plain).html))
      },
    ),
    { numRuns: 600 },
  )
})

test('E3: facts without what their kind tells of are refused', () => {
  const { facts, links } = sampleOf('appointment-booked')
  assert.throws(() => renderMessage({ ...facts, appointment: null }, links), TypeError)
  assert.throws(() => renderMessage({ ...facts, kind: 'one-time-code' }, links), TypeError)
})
