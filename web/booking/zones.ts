import { cityOf, writeOffset } from './write-time.ts'

export type ZoneOption = { zone: string; city: string; offset: string; words: string }

let known: string[] | undefined

/** Every zone the browser knows. */
function allZones(): string[] {
  known ??= [...new Set([...(Intl.supportedValuesOf?.('timeZone') ?? []), 'UTC'])]
  return known
}

/** Zones as a list to choose from: `first` on top, then by name. Their names are also told in `locale`. */
export function zoneOptions(first: readonly string[], locale: string, now: number): ZoneOption[] {
  return [...new Set([...first, ...allZones()])].map((zone) => {
    const [city, offset] = [cityOf(zone), writeOffset(zone, now)]
    return {
      zone,
      city,
      offset,
      words: fold(`${zone} ${city} ${offset} ${offset.replace('UTC', '')} ${zoneName(zone, locale, now)}`),
    }
  })
}

/** Those that match every word of `typed`; cities that begin with it come first. */
export function findZones(options: readonly ZoneOption[], typed: string): ZoneOption[] {
  const wanted = fold(typed).trim()
  const words = wanted.split(/\s+/)
  const matching = options.filter((option) => words.every((word) => option.words.includes(word)))
  const rank = (option: ZoneOption) => (fold(option.city).startsWith(wanted) ? 0 : 1)
  return matching.toSorted((a, b) => rank(a) - rank(b))
}

function zoneName(zone: string, locale: string, now: number): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'shortGeneric' }).formatToParts(now)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
}

/** Without accents and signs: who types "sao paulo" means São_Paulo. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[_/,()]/g, ' ')
    .replaceAll('−', '-')
    .toLowerCase()
}
