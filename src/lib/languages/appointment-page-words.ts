/** The page behind the link in messages to a client. Facts have the labels of messages. */
export type AppointmentPageWords = {
  /** Title of the browser's tab. */
  tab: (unit: string) => string
  confirmed: Standing
  requested: Standing
  cancelled: Standing
  /** A request that was declined, or that nobody answered in time. */
  declined: Standing
  over: Standing
  /** Under which it says how to change or cancel: by getting in touch. */
  changeTitle: string
  changeText: (unit: string) => string
  /** How long before. `length` is one of `lengths`. */
  notice: (length: string) => string
  /** The same, where moving and cancelling differ. */
  noticeToMove: (length: string) => string
  noticeToCancel: (length: string) => string
  lengths: { days: (count: number) => string; hours: (count: number) => string; minutes: (count: number) => string }
  bookAnother: string
  /** Over the offer of a feed, and over its address when it was asked for. */
  feedTitle: string
  subscribeHint: (unit: string) => string
  subscribe: string
  feedText: string
  openFeed: string
  googleFeed: string
  feedAddress: string
  feedSecret: string
  backToAppointment: string
  /** A link that leads nowhere. */
  unknownTitle: string
  unknownText: string
}

/** How an appointment stands; null where the title says it all. */
type Standing = { title: string; text: string | null }
