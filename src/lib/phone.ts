import { parsePhoneNumberFromString } from 'libphonenumber-js'

/** The number in E.164 (`+37061234567`), or undefined when it is none. Spaces, dashes and brackets are forgiven. */
export function toE164(text: string): string | undefined {
  const parsed = parsePhoneNumberFromString(text.trim())
  return parsed?.isValid() ? parsed.number : undefined
}
