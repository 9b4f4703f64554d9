import { en } from './en.ts'
import { lt } from './lt.ts'
import { pt } from './pt.ts'
import type { Texts } from './texts.ts'

export const languages = ['lt', 'en', 'pt'] as const
export type Language = (typeof languages)[number]

/** Each by its own name, as a reader of that language looks for it. */
export const languageNames: Record<Language, string> = { lt: 'Lietuvių', en: 'English', pt: 'Português' }

export const textsIn: Record<Language, Texts> = { lt, en, pt }

const usualLocale: Record<Language, string> = { lt: 'lt-LT', en: 'en', pt: 'pt-PT' }

/** How dates and times are written: as the visitor's own browser does where it speaks the language, so 14:00 in London and 2:00 PM in New York. */
export function localeFor(language: Language, browserLanguages: readonly string[]): string {
  const own = browserLanguages.find((tag) => tag.toLowerCase().split('-')[0] === language && tag.includes('-'))
  return own ?? usualLocale[language]
}
