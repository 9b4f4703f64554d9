import { z } from 'zod'
import type { ClientId, UnitId } from '../../lib/ids.ts'
import { email, line, locale, phone, text, timeZone } from '../../platform/http/schemas.ts'

/** The ways a client can be written to. */
export const messageChannels = ['EMAIL', 'SMS', 'WHATSAPP', 'TELEGRAM'] as const
export type MessageChannel = (typeof messageChannels)[number]

/** A person who books, as one unit knows them. */
export type Client = {
  id: ClientId
  unitId: UnitId
  name: string
  phone: string | null
  email: string | null
  locale: 'lt' | 'en' | 'pt' | null
  timeZone: string | null
  channels: MessageChannel[] | null
  notes: string
  rowVersion: number
}

const clientFields = {
  name: line(200),
  phone: phone.nullable().meta({ description: 'One client of a unit has it, on every channel' }),
  email: email.nullable(),
  locale: locale.nullable().meta({ description: 'Language of messages; null: the unit’s' }),
  timeZone: timeZone.nullable().meta({ description: 'Zone in which times are shown to them; null: the unit’s' }),
  channels: z
    .array(z.enum(messageChannels))
    .min(1, 'names no channel; null leaves the choice to us')
    .refine((names) => new Set(names).size === names.length, 'names a channel twice')
    .nullable()
    .meta({ description: 'How they want to be written to, best first; null: e-mail, then Telegram, then SMS' }),
  notes: text(5000).meta({ description: 'For those who work in the unit; never shown to the client' }),
}

export const newClient = z.strictObject({
  ...clientFields,
  phone: clientFields.phone.default(null),
  email: clientFields.email.default(null),
  locale: clientFields.locale.default(null),
  timeZone: clientFields.timeZone.default(null),
  channels: clientFields.channels.default(null),
  notes: clientFields.notes.default(''),
})
export type NewClient = z.output<typeof newClient>

export const clientChange = z.strictObject(clientFields).partial()
export type ClientChange = z.output<typeof clientChange>

export const clientOut = z
  .strictObject({
    id: z.uuid(),
    unitId: z.uuid(),
    name: z.string(),
    phone: z.string().nullable().meta({ description: 'E.164' }),
    email: z.string().nullable(),
    locale: locale.nullable(),
    timeZone: z.string().nullable(),
    channels: z.array(z.enum(messageChannels)).nullable(),
    notes: z.string(),
    rowVersion: z.int(),
  })
  .meta({ id: 'Client' })

/**
 * What an event may say of a client. Events are never deleted, people may ask to be: so it tells which field changed and
 * leaves enough of a phone or an address to recognise it by, and nothing of a name or a note.
 */
export function maskPersonal(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, maskField(field, value)]))
}

function maskField(field: string, value: unknown): unknown {
  if (typeof value !== 'string' || value === '') return value
  if (field === 'phone') return `…${value.slice(-2)}`
  if (field === 'email') return `…${value.slice(value.lastIndexOf('@'))}`
  return field === 'locale' || field === 'timeZone' ? value : '…'
}

/** How a search for a client is read: three or more digits and nothing but a phone's characters look for a number. */
export function readSearch(typed: string): { name: string } | { digits: string } {
  const digits = typed.replace(/\D/g, '')
  if (!/^\+?[\d\s().-]+$/.test(typed) || digits.length < 3) return { name: typed }
  // At home a number begins with a 0 (abroad 00) that its E.164 form does not have.
  const withoutZeros = digits.replace(/^0+/, '')
  return { digits: withoutZeros.length < 3 ? digits : withoutZeros }
}
