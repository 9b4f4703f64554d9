import type { Language } from '../languages/language.ts'
import type { TimeWords } from '../languages/time-words.ts'

/** Cities that changed their name, which the IANA database still lists by the old one. */
const renamed: Record<string, string> = {
  Calcutta: 'Kolkata',
  Faeroe: 'Faroe',
  Godthab: 'Nuuk',
  Katmandu: 'Kathmandu',
  Kiev: 'Kyiv',
  Rangoon: 'Yangon',
  Saigon: 'Ho Chi Minh',
}

/** Bounded by the IANA database: only names of zones that exist come here. */
const names = new Map<string, string | null>()

/**
 * The clocks of a zone in words (`Vilnius time`, `Vilniaus laiku`); null for a zone that is no place, such as
 * `Etc/GMT+5`, whose only name is its offset.
 */
export function zoneName(zone: string, language: Language, words: TimeWords): string | null {
  const key = `${language} ${zone}`
  const known = names.get(key)
  if (known !== undefined) return known
  const name = /^(?!Etc\/)[^/]+\/./.test(zone) ? words.zone(cityOf(zone), genericName(zone, words.locale)) : null
  names.set(key, name)
  return name
}

/** `Europe/Vilnius` → `Vilnius`. */
function cityOf(zone: string): string {
  const city = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
  return renamed[city] ?? city
}

/** Zones changed their names over the years; these are today's. */
const NAMED_AT = Date.UTC(2026, 0, 1)

/** `Rytų Europos laikas`: what Intl calls it all year round. */
function genericName(zone: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'longGeneric' })
  return format.formatToParts(NAMED_AT).find(({ type }) => type === 'timeZoneName')?.value ?? zone
}

/** `UTC+5:30` for an offset in milliseconds. */
export function offsetName(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (minutes === 0) return 'UTC'
  return `UTC${offset < 0 ? '−' : '+'}${hours}${rest > 0 ? `:${String(rest).padStart(2, '0')}` : ''}`
}
