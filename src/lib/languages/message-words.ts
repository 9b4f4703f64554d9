import type { Nearness } from './time-words.ts'

/** What the tellings of one appointment may speak of. */
export type Told = {
  readonly unit: string
  readonly nearness: Nearness
}

type Saying = string | ((told: Told) => string)

/** One occasion told to one kind of reader. The time, the service and the people stand below it in a list. */
export type Telling = {
  /** Begins the subject line. */
  subject: string
  heading: Saying
  /** One to three sentences; null where the heading says it all. */
  lead: Saying | null
}

/** Everything that can be told of an appointment. */
export type TellingName =
  | 'booked'
  | 'requested'
  | 'movedByClient'
  | 'movedByUnit'
  | 'changed'
  | 'cancelledByClient'
  | 'cancelledByUnit'
  | 'cancelled'
  | 'requestExpired'
  | 'declined'
  | 'replanned'
  | 'approved'
  | 'reminder'
  | 'incident'
  | 'holdExpired'

export type MessageWords = {
  client: Readonly<Record<TellingName, Telling>>
  /** A provider never hears of holds. */
  provider: Readonly<Record<Exclude<TellingName, 'holdExpired'>, Telling>>
  /** Subject line: what happened, to what or whom, when. */
  subject: (happened: string, what: string, when: string) => string
  code: {
    subject: (digits: string) => string
    heading: string
    lead: (minutes: number) => string
    /** For those who asked for none. */
    unasked: string
    short: (unit: string, digits: string, minutes: number) => string
  }
  labels: {
    when: string
    newTime: string
    previousTime: string
    service: string
    /** The people who perform the service. */
    with: string
    where: string
    /** Whom it is for, when that is not the reader. */
    forWhom: string
    client: string
    phone: string
    notes: string
    /** Before the unit's telephone number and address. */
    questions: string
  }
  /** Of a move, in a sentence: when it was before. */
  before: (start: string) => string
  /** `Dental check-up, 30 min`. */
  lasting: (service: string, minutes: number) => string
  actions: {
    change: string
    chooseTime: string
    open: string
    answer: string
    addToCalendar: string
    addToGoogle: string
  }
}

export function say(saying: Saying, told: Told): string {
  return typeof saying === 'string' ? saying : saying(told)
}
