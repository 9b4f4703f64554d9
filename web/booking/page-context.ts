import { createContext, use } from 'react'
import type { Language } from './languages/speak.ts'
import type { Texts } from './languages/texts.ts'
import type { BookedUnit } from './unit.ts'

/** What every part of the page may need to know. */
export type PageContext = {
  unit: BookedUnit
  language: Language
  chooseLanguage: (language: Language) => void
  t: Texts
  /** How dates and times are written: a BCP 47 tag of that language. */
  locale: string
  /** The zone times are shown in. */
  zone: string
  chooseZone: (zone: string) => void
  /** That zone's clocks differ from the unit's, so both times are shown. */
  isElsewhere: boolean
  /** Says something to those who listen to the page, without moving their focus. */
  announce: (text: string) => void
}

export const PageContext = createContext<PageContext | null>(null)

export function usePage(): PageContext {
  const page = use(PageContext)
  if (!page) throw new Error('There is no page around this part')
  return page
}
