import type { AppointmentPageWords } from './appointment-page-words.ts'
import { en } from './en.ts'
import type { Language } from './language.ts'
import { lt } from './lt.ts'
import type { MessageWords } from './message-words.ts'
import { pt } from './pt.ts'
import type { TimeWords } from './time-words.ts'

/** What is said outside the page apps: pages the server writes itself, messages, calendars. Every language has every key. */
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

  times: TimeWords
  /** Of readers in a region, by its ISO code, who write days and times otherwise. */
  regionalTimes?: Readonly<Record<string, TimeWords>>
  messages: MessageWords
  calendar: CalendarWords
  appointmentPage: AppointmentPageWords
}

/** Titles of entries in calendar programs. What stands below them has the labels of messages. */
export type CalendarWords = {
  clientTitle: (service: string, unit: string) => string
  providerTitle: (service: string, client: string) => string
  cancelledTitle: (title: string) => string
}

export const wordsIn: Record<Language, Words> = { lt, en, pt }
