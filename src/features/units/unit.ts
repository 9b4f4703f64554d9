import { z } from 'zod'
import type { UnitId } from '../../lib/ids.ts'
import { UnknownTimeZone, zoneClock } from '../../lib/time/zone-clock.ts'
import { email, line, locale, phone, slug, text, timeZone } from '../../platform/http/schemas.ts'
import { fieldProblem } from '../../platform/problem.ts'
import { type Actor, worksIn } from '../identity/actor.ts'

/** A place of business: the tenant boundary. */
export type Unit = {
  id: UnitId
  slug: string
  name: string
  timeZone: string
  locale: 'lt' | 'en' | 'pt'
  phone: string | null
  email: string | null
  address: string | null
  rowVersion: number
}

const unitFields = {
  slug: slug.meta({ description: 'Its part of the booking page’s address: `/book/:slug`', example: 'old-town-dental' }),
  name: line(200),
  timeZone: timeZone.meta({
    description: 'IANA zone in which the unit’s dates and opening hours are meant',
    example: 'Europe/Vilnius',
  }),
  locale: locale.meta({ description: 'Language spoken to clients whose own is unknown' }),
  phone: phone.nullable(),
  email: email.nullable(),
  address: text(500).nullable(),
}

export const newUnit = z.strictObject({
  ...unitFields,
  locale: unitFields.locale.default('en'),
  phone: unitFields.phone.default(null),
  email: unitFields.email.default(null),
  address: unitFields.address.default(null),
})
export type NewUnit = z.output<typeof newUnit>

export const unitChange = z.strictObject(unitFields).partial()
export type UnitChange = z.output<typeof unitChange>

export const unitOut = z
  .strictObject({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    timeZone: z.string(),
    locale,
    phone: z.string().nullable().meta({ description: 'E.164' }),
    email: z.string().nullable(),
    address: z.string().nullable(),
    rowVersion: z.int(),
  })
  .meta({ id: 'Unit' })

/** What the catalogue of a unit does not carry; a change of nothing else cannot change availability. */
const outsideCatalogue = new Set(['phone', 'email', 'address', 'description'])

/** Whether a change must raise the catalogue's version, so that no process decides by an old copy. */
export function concernsCatalogue(change: Record<string, unknown>): boolean {
  return Object.keys(change).some((field) => !outsideCatalogue.has(field))
}

/** Whether `actor` sees what the public does not: it works there and, for an API key, has the scope. */
export function seesInside(actor: Actor, unitId: UnitId): boolean {
  return worksIn(actor, unitId) && (actor.scopes === 'all' || actor.scopes.includes('catalogue:read'))
}

/** The zone in its one spelling (`europe/vilnius` is accepted and kept as `Europe/Vilnius`). @throws Problem `malformed`. */
export function canonicalZone(zone: string): string {
  try {
    return zoneClock(zone).zone
  } catch (error) {
    if (error instanceof UnknownTimeZone) throw fieldProblem('timeZone', 'is not a known IANA time zone.')
    throw error
  }
}
