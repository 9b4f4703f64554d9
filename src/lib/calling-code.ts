import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js'
import examples from 'libphonenumber-js/mobile/examples'

/** How phone numbers are written where a place is. */
export type CallingCode = {
  /** `+370`: what a number typed without a country code gets. */
  callingCode: string
  /** A number of that country as people write it abroad: `+370 612 34567`. */
  example: string
}

/** By the place's own phone number, else by the country its time zone is in; undefined for a zone that is nowhere (UTC). */
export function callingCodeOf(place: { phone: string | null; timeZone: string }): CallingCode | undefined {
  const own = place.phone ? parsePhoneNumberFromString(place.phone)?.country : undefined
  const country = own ?? countryOfZone(place.timeZone)
  if (!country) return undefined
  const callingCode = `+${getCountryCallingCode(country)}`
  return { callingCode, example: getExampleNumber(country, examples)?.formatInternational() ?? callingCode }
}

let countries: Map<string, CountryCode> | undefined

function countryOfZone(zone: string): CountryCode | undefined {
  // Asking every country takes 40 ms: once, and only when somebody wants to know.
  countries ??= new Map(getCountries().flatMap((country) => zonesIn(country).map((each) => [nameInIcu(each), country])))
  return countries.get(nameInIcu(zone))
}

function zonesIn(country: CountryCode): readonly string[] {
  return new Intl.Locale(`und-${country}`).getTimeZones?.() ?? []
}

/** Zones have been renamed (Asia/Calcutta is Asia/Kolkata): both names lead to the same one. */
function nameInIcu(zone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
}
