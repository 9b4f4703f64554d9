import { z } from 'zod'
import type { Id } from '../../lib/ids.ts'
import { toE164 } from '../../lib/phone.ts'
import { fieldProblem } from '../problem.ts'

/** An id in a path, query or body. */
export const idOf = <Of extends string>(what: Of) =>
  z
    .uuid(`is not the id of a ${what}`)
    .transform((text) => text.toLowerCase() as Id<Of>)
    .meta({ description: `Id of a ${what}` })

/** Times further away are slips of the pen; the calendar, the database and JavaScript disagree about some of them. */
const isThinkable = (text: string) => text >= '1970-01-02' && text < '2200'

/** An instant with offset or Z, between 1970 and 2199; arrives as Temporal.Instant. */
export const instant = z.iso
  .datetime({ offset: true, error: 'is not an instant such as 2027-03-01T09:00:00Z or 2027-03-01T11:00:00+02:00' })
  .refine(isThinkable, 'is not between the years 1970 and 2199')
  // Nobody means a time by the picosecond, and Temporal reads nine digits.
  .refine((text) => !/\.\d{10}/.test(text), 'has more than nine digits of a second')
  .transform((text) => Temporal.Instant.from(text))

/** An instant in an answer, always UTC. */
export const instantOut = z.iso.datetime({ offset: true })

export const localDate = z.iso
  .date({ error: 'is not a date such as 2027-03-01' })
  .refine(isThinkable, 'is not between the years 1970 and 2199')

/** A wall time; 24:00 is the midnight that ends the day. */
export const localTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'is not a time such as 09:30')

export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'is not a known IANA time zone such as Europe/Vilnius')
  .meta({ examples: ['Europe/Vilnius'] })

export const locale = z.enum(['lt', 'en', 'pt'])

// A control character in a name is never meant; it would break mails, calendars and logs further on.
// Nor is half a character, which the database would refuse.
const noControls = /^[^\p{Cc}\p{Cs}]*$/u
const whyNoControls = 'contains control characters or half a character'

/** One line of text somebody typed, trimmed. */
export const line = (most: number) =>
  z.string().trim().min(1, 'is empty').max(most, `is longer than ${most} characters`).regex(noControls, whyNoControls)

/** Several lines of text, possibly none. */
export const text = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `is longer than ${most} characters`)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, whyNoControls)

export const slug = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'takes small letters, digits and single dashes')

export const email = z.email('is not an e-mail address').max(254)

/** A phone number with its country code; arrives as E.164. */
export const phone = z
  .string()
  .max(40)
  .refine((typed) => noControls.test(typed), whyNoControls)
  .transform((typed, context) => {
    const number = toE164(typed)
    if (!number)
      context.addIssue({
        code: 'custom',
        message: 'is not a phone number with its country code, such as +370 612 34567',
      })
    return number ?? ''
  })
  .meta({ examples: ['+37061234567'] })

/** Query of every list: `limit` rows after `cursor`. */
export const pageQuery = {
  cursor: z.string().max(400).optional().meta({ description: '`nextCursor` of the page before' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

/** Answer of every list. `nextCursor` is null on the last page. */
export const pageOf = <S extends z.ZodType>(item: S) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() })

/** Writes the sort key of the last row as an opaque cursor. */
export function toCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** Reads a cursor back. @throws Problem `malformed` naming `cursor`. */
export function fromCursor(cursor: string | undefined, length: number): (string | number)[] | undefined {
  if (cursor === undefined) return undefined
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const isKey =
      Array.isArray(key) && key.length === length && key.every((part) => ['string', 'number'].includes(typeof part))
    if (isKey) return key
  } catch {
    // Said below.
  }
  throw fieldProblem('cursor', 'is not a cursor of this list. Start without one.')
}

/** Cuts one row too many into a page: ask the database for `limit + 1` rows. */
export function toPage<T>(
  rows: T[],
  limit: number,
  key: (row: T) => readonly (string | number)[],
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last !== undefined ? toCursor(key(last)) : null }
}

function isTimeZone(name: string): boolean {
  try {
    // Offsets such as +02:00 are zones to Temporal, but they know no summer time: not for a place of business.
    return (
      /^[A-Za-z]/.test(name) && Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId.length > 0
    )
  } catch {
    return false
  }
}
