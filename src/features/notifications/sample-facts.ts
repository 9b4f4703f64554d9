import type { Language } from '../../lib/languages/language.ts'
import { demoUnits } from '../units/demo.ts'
import type { AppointmentFacts, Audience, MessageFacts, MessageKind, MessageLinks } from './message.ts'
import { occasions } from './telling.ts'

/** A message to look at: in previews, and in tests. */
export type SampleMessage = {
  readonly kind: MessageKind
  readonly audience: Audience
  readonly language: Language
  /** Which telling of the kind it is, where there are several. */
  readonly variant: string | null
  readonly facts: MessageFacts
  readonly links: MessageLinks
  /** Epoch ms. */
  readonly writtenAt: number
}

type Place = {
  unit: string
  service: string
  phone: string
  client: string
  clientPhone: string
  notes: string
  /** Somebody who reads from far away. */
  elsewhere: string
}

/** One plausible place per language, of those the demo has. The telephone numbers are nobody's. */
const places: Record<Language, Place> = {
  lt: {
    unit: 'senamiescio-odontologija',
    service: 'patikra',
    phone: '+370 5 200 0142',
    client: 'Jonas Petraitis',
    clientPhone: '+370 600 00187',
    notes: 'Jautrus dantis apačioje kairėje.',
    elsewhere: 'America/New_York',
  },
  en: {
    unit: 'hudson-appliance-repair',
    service: 'repair',
    phone: '+1 212 555 0142',
    client: 'Alice Morgan',
    clientPhone: '+1 212 555 0187',
    notes: 'The dishwasher leaks at the door. Please ring twice.',
    elsewhere: 'Europe/London',
  },
  pt: {
    unit: 'consultorios-do-chiado',
    service: 'fisioterapia',
    phone: '+351 21 000 0142',
    client: 'João Almeida',
    clientPhone: '+351 910 000 187',
    notes: 'Dores no ombro direito há duas semanas.',
    elsewhere: 'Atlantic/Azores',
  },
}

/** A Tuesday morning; the clocks of all three places show working hours. */
const startsAt = '2027-03-09T14:30:00Z'
const previousStartsAt = '2027-03-08T15:00:00Z'
const dayBefore = Date.parse('2027-03-08T14:30:00Z')
const weekBefore = Date.parse('2027-03-02T14:30:00Z')

type Variant = { name: string | null; change?: Partial<AppointmentFacts>; isElsewhere?: boolean; writtenAt?: number }

const variants: Partial<Record<MessageKind, Variant[]>> = {
  'appointment-booked': [{ name: null }, { name: 'elsewhere', isElsewhere: true }],
  'appointment-moved': [
    { name: 'by-unit', change: { previousStartsAt, changedBy: 'UNIT' } },
    { name: 'by-client', change: { previousStartsAt, changedBy: 'CLIENT' } },
    { name: 'same-time', change: { changedBy: 'UNIT' } },
  ],
  'appointment-approved': [{ name: 'day' }, { name: 'request', writtenAt: weekBefore }],
  'appointment-cancelled': [
    { name: 'by-unit', change: { cancelReason: 'CANCELLED_BY_UNIT', changedBy: 'UNIT' } },
    { name: 'by-client', change: { cancelReason: 'CANCELLED_BY_CLIENT', changedBy: 'CLIENT' } },
    { name: 'request-expired', change: { cancelReason: 'APPROVAL_EXPIRED', changedBy: 'UNIT' } },
    { name: 'rescheduled', change: { cancelReason: 'RESCHEDULED', changedBy: 'UNIT' } },
    { name: 'unknown-reason', change: { changedBy: 'UNIT' } },
  ],
}

/** Every kind, told to everybody who is told of it, in one language. */
export function sampleMessages(language: Language): SampleMessage[] {
  return occasions.flatMap(({ kind, audience }) =>
    (variants[kind] ?? [{ name: null }]).map((variant) => sample(kind, audience, language, variant)),
  )
}

function sample(kind: MessageKind, audience: Audience, language: Language, variant: Variant): SampleMessage {
  const place = places[language]
  const { unit, resources, services } = demoUnits.find((demo) => demo.unit.slug === place.unit)!
  const service = services.find(({ slug }) => slug === place.service)!
  const known = (kindOf: 'PERSON' | 'ROOM') => {
    const names = Object.values(service.roles).flat()
    return resources.filter((resource) => resource.kind === kindOf && names.includes(resource.name)).slice(0, 1)
  }
  const people = known('PERSON').map(({ name }) => name)
  const isCode = kind === 'one-time-code'
  const appointment: AppointmentFacts = {
    id: '019cd1c2-7b00-7000-8000-000000000042',
    service: service.name,
    startsAt,
    durationMinutes: service.durations[0]!,
    previousStartsAt: null,
    clientName: place.client,
    clientPhone: place.clientPhone,
    people,
    rooms: known('ROOM').map(({ name }) => name),
    notes: place.notes,
    cancelReason: null,
    changedBy: 'CLIENT',
    ...variant.change,
  }
  return {
    kind,
    audience,
    language,
    variant: variant.name,
    facts: {
      kind,
      audience,
      recipient: {
        name: audience === 'CLIENT' ? place.client : people[0]!,
        language,
        timeZone: variant.isElsewhere ? place.elsewhere : unit.timeZone,
      },
      unit: {
        name: unit.name,
        slug: unit.slug,
        timeZone: unit.timeZone,
        phone: place.phone,
        email: unit.email ?? null,
        address: unit.address ?? null,
      },
      appointment: isCode ? null : appointment,
      code: isCode ? { digits: '482913', validMinutes: 10 } : null,
    },
    links: isCode ? codeLinks(unit.slug) : sampleLinks(unit.slug),
    writtenAt: variant.writtenAt ?? dayBefore,
  }
}

const site = 'https://booking.example'

function sampleLinks(slug: string): MessageLinks {
  return {
    appointment: `${site}/reschedule?r=Zm9yIGxvb2tpbmcgYXQgb25seQ`,
    calendarFile: `${site}/calendar/Zm9yIGxvb2tpbmcgYXQgb25seQ.ics`,
    googleCalendar:
      'https://calendar.google.com/calendar/render?action=TEMPLATE&dates=20270309T143000Z%2F20270309T150000Z',
    booking: `${site}/book/${slug}`,
  }
}

function codeLinks(slug: string): MessageLinks {
  return { appointment: null, calendarFile: null, googleCalendar: null, booking: `${site}/book/${slug}` }
}
