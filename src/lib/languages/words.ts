import { en } from './en.ts'
import type { Language } from './language.ts'
import { lt } from './lt.ts'
import { pt } from './pt.ts'

/** What is said outside the page apps: pages the server writes itself. Every language has every key. */
export type Words = {
  /** Heading of the list of units. */
  unitsTitle: string
  unitsIntro: string
  /** Nothing can be booked here yet. */
  noUnits: string
  moreUnits: string
  /** A booking address that leads nowhere. */
  unknownUnitTitle: string
  unknownUnitText: string
  seeUnits: string
  /** The server has trouble just now. */
  troubleTitle: string
  troubleText: string
  tryAgain: string
  /** Names the choice of language. */
  language: string
  /** Title of a unit's booking page in lists of results and tabs. */
  bookAt: (unit: string) => string
  bookAtDescription: (unit: string) => string
}

export const wordsIn: Record<Language, Words> = { lt, en, pt }
