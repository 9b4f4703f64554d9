/** The languages Holdfast speaks to people who book. A further one is one file here and one per page app. */
export const languages = ['lt', 'en', 'pt'] as const
export type Language = (typeof languages)[number]

/** Each by its own name, as a reader of that language looks for it. */
export const languageNames: Record<Language, string> = { lt: 'Lietuvių', en: 'English', pt: 'Português' }

export function isLanguage(text: unknown): text is Language {
  return languages.includes(text as Language)
}

export type LanguageWishes = {
  /** Named in the address. */
  asked?: unknown
  /** Chosen on an earlier visit. */
  kept?: unknown
  /** The browser's `Accept-Language`. */
  accepted?: string | undefined
  /** Of the place that is visited. */
  fallback: Language
}

/** The first that is known of: the address, an earlier choice, the browser's languages in its order, the fallback. */
export function chooseLanguage({ asked, kept, accepted = '', fallback }: LanguageWishes): Language {
  if (isLanguage(asked)) return asked
  if (isLanguage(kept)) return kept
  return acceptedLanguages(accepted).find(isLanguage) ?? fallback
}

/** `pt-BR, en;q=0.5` → `['pt', 'en']`: best first, without what is refused by q=0. */
function acceptedLanguages(header: string): string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
      const weight = parameters.find((parameter) => parameter.startsWith('q='))
      return { language: tag.split('-')[0] ?? '', weight: weight ? Number(weight.slice(2)) : 1 }
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ language }) => language)
}
