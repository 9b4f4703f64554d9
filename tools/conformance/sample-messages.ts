import type { CalendarAttendee, CalendarEvent, CalendarParty } from '../../src/lib/ical/calendar-event.ts'
import { type Language, languages } from '../../src/lib/languages/language.ts'
import type { Mailbox } from '../../src/platform/mail/mail.ts'

/** One message of an appointment to one of its people. */
export type SampleMessage = {
  readonly name: string
  readonly kind: 'request' | 'move' | 'cancel-all' | 'cancel-one'
  readonly language: Language
  readonly to: Mailbox
  readonly method: 'REQUEST' | 'CANCEL'
  readonly event: CalendarEvent
  readonly messageId: string
  readonly threadId: string | null
  /** Epoch ms. */
  readonly writtenAt: number
}

const minute = 60_000
const words: Record<Language, { service: string; title: string; place: string; notes: string; change: string }> = {
  lt: {
    service: 'Nugaros masažas; 60 min., šiltas aliejus',
    title: 'Masažas pas Ąžuolą',
    place: 'Grožio klinika „Žąsis“, Vilniaus g. 12-3, Vilnius',
    notes: 'Atvykite 5 min. anksčiau.\nĮėjimas iš kiemo; durų kodas: 12#',
    change: 'Pakeisti laiką',
  },
  en: {
    service: 'Physiotherapy, first visit',
    title: "Physiotherapy with Sinéad O'Connor",
    place: '12 Main St, Unit 3; Dublin',
    notes: 'Bring: a towel, "old" X-rays\nBackslash \\ and \\n stay as they are.',
    change: 'Change the time',
  },
  pt: {
    service: 'Consulta de nutrição, 30 minutos',
    title: 'Consulta com João Conceição',
    place: 'Clínica São Brás, Rua da Alegria 7, Évora',
    notes: 'Traga análises; não coma antes.\n\nAté já!',
    change: 'Mudar a hora',
  },
}

/** What people are called, and what somebody is called who tries something. */
const names = [
  'Ona Onaitė',
  'João da Conceição',
  "Sinéad O'Connor",
  '',
  'Dr. Žydrūnas "Zed" Žąsinas, PhD; BSc',
  'Eve\r\nBcc: everybody@mail.example\r\nX-INJECTED: 1',
  'Eve":mailto:eve@mail.example\r\nX-INJECTED:1',
  'Eve\\nDTSTART:20300101T000000Z\\;\\,',
  '👩‍👩‍👧‍👦 Šeima 🇱🇹'.repeat(12),
  '\u200fשלום עולם\u200e \u202egnp.exe',
  '=?utf-8?B?RXZl?= <eve@mail.example>, other@mail.example',
  'z\u030c\u0301'.repeat(60),
  `Long ${'ilgas vardas '.repeat(384)}`,
  'Ž'.repeat(5_000),
  '\0\u0007\u001b[31mred\u0085\u2028\u2029\ufeff\ud800',
  "^n ^' ^^ % %0D%0A ; : , =",
]

/** Around the nights in which the clocks change, on a leap day, at the end of a year. */
const edges = ['Europe/Vilnius', 'Europe/Lisbon', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Beirut'].flatMap(
  (zone) => {
    const found: number[] = []
    let at = Temporal.ZonedDateTime.from(`2026-01-01T00:00[${zone}]`)
    while (found.length < 12) {
      at = at.getTimeZoneTransition('next')!
      found.push(...[-90, -30, 0, 30].map((minutes) => at.epochMilliseconds + minutes * minute))
    }
    return found
  },
)
const starts = [...edges, Date.UTC(2028, 1, 29, 23, 30), Date.UTC(2026, 11, 31, 23, 30), Date.UTC(2037, 11, 31, 22)]

/**
 * The messages of so many appointments, in the order they are sent in: the client is invited, the provider is invited, the client's
 * time moves, the provider is taken off, all is cancelled. The same for everybody who asks.
 */
export function sampleMessages(appointments: number): SampleMessage[] {
  return Array.from({ length: appointments }, (_, index) => messagesOf(index)).flat()
}

function messagesOf(index: number): SampleMessage[] {
  const language = languages[index % languages.length]!
  const { service, title, place, notes, change } = words[language]
  const pick = <T>(list: readonly T[], salt: number): T =>
    list[(index * 7 + salt * 5 + ((index * salt) >> 2)) % list.length]!
  const id = `019d0a3c-7c60-7000-8000-${String(index).padStart(12, '0')}`
  const startsAt = index < starts.length ? starts[index]! : pick(starts, 3) + index * 7 * 24 * 60 * minute
  const endsAt = startsAt + pick([30, 60, 90], 1) * minute
  const link = `https://clinic.example/reschedule?r=${'k9Z-_x'.repeat(4)}${index}`
  const client = {
    name: pick(names, 1),
    address: `client${index}${pick(['', '+tag', "o'neil", '.Mixed.Case'], 2)}@mail.example`,
  }
  const provider = { name: pick(names, 2), address: `provider${index}@clinic.example` }
  const organizer = (of: string): CalendarParty => ({
    name: pick(names, 4),
    address: `r-${of}${index}@rsvp.clinic.example`,
  })
  const booked = Date.UTC(2026, 0, 5, 8, 0, index % 60)

  const message = (
    kind: SampleMessage['kind'],
    who: Mailbox,
    minutes: number,
    changes: Partial<CalendarEvent>,
    partstat: CalendarAttendee['partstat'] = 'NEEDS-ACTION',
  ): SampleMessage => {
    const isClient = who === client
    const part = isClient ? 'c' : 'p'
    const writtenAt = booked + minutes * minute
    return {
      name: `${index}-${kind}-${part}`,
      kind,
      language,
      to: who,
      method: kind.startsWith('cancel') ? 'CANCEL' : 'REQUEST',
      messageId: `<${id}.${kind}.${part}@clinic.example>`,
      threadId: kind === 'request' ? null : `<${id}.request.${part}@clinic.example>`,
      writtenAt,
      event: {
        uid: `${id}@clinic.example`,
        sequence: 0,
        writtenAt,
        createdAt: booked,
        changedAt: writtenAt,
        startsAt,
        endsAt,
        summary: isClient ? title : `${service}: ${client.name}`,
        description: `${service}\n${notes}\n${client.name}\n\n${change}: ${link}`,
        location: place,
        url: isClient ? link : null,
        status: 'CONFIRMED',
        organizer: organizer(part),
        attendees: [{ ...who, partstat, asksForReply: partstat === 'NEEDS-ACTION' }],
        takesProposals: index % 2 === 0,
        ...changes,
      },
    }
  }
  const moved = { startsAt: startsAt + 45 * minute, endsAt: endsAt + 45 * minute }
  return [
    message('request', client, 0, {}),
    message('request', provider, 0, {}, 'ACCEPTED'),
    message('move', client, 3, { ...moved, sequence: 1 }, pick(['NEEDS-ACTION', 'ACCEPTED'], 3)),
    message('cancel-one', provider, 4, { ...moved, sequence: 2, status: null }, 'ACCEPTED'),
    message(
      'cancel-all',
      client,
      5,
      { ...moved, sequence: 3, status: 'CANCELLED', description: '', url: null },
      'TENTATIVE',
    ),
  ]
}
