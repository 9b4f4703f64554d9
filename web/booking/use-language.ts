import { useEffect, useState } from 'react'
import { type Language, languages } from './languages/speak.ts'

const aYear = 365 * 24 * 3600

/** The language the server chose for this visitor, until they choose another; a cookie tells the server next time. */
export function useLanguage(): [Language, (language: Language) => void] {
  const [language, setLanguage] = useState<Language>(
    () => languages.find((known) => known === document.documentElement.lang) ?? 'en',
  )
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choose = (chosen: Language) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing from some browsers and from plain HTTP
    document.cookie = `holdfast_language=${chosen}; Path=/; Max-Age=${aYear}; SameSite=Lax`
    forgetAskedLanguage()
    setLanguage(chosen)
  }
  return [language, choose]
}

/** `?lang=` in the address would outrank the choice at the next load. */
function forgetAskedLanguage(): void {
  const url = new URL(location.href)
  if (!url.searchParams.has('lang')) return
  url.searchParams.delete('lang')
  history.replaceState(history.state, '', url)
}
