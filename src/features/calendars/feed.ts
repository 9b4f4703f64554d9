import type { LinkSubject } from './link.ts'

export const feedKinds = ['CLIENT', 'RESOURCE', 'UNIT'] as const
export type FeedKind = (typeof feedKinds)[number]

/** Whose appointments a feed shows. */
export type FeedSubject = Exclude<LinkSubject, { purpose: 'APPOINTMENT' }>

export const feedPurposes = ['CLIENT_FEED', 'RESOURCE_FEED', 'UNIT_FEED'] as const satisfies FeedSubject['purpose'][]

/** A feed with its secret. Whoever has the token reads the feed, without being asked who they are. */
export type Feed = FeedSubject & { readonly token: string; readonly generation: number }

export const feedDays = {
  /** Programs show a feed as it is now: what it leaves out is gone. A month back is as far as people look something up. */
  daysBack: 30,
  /** A year ahead: horizons beyond it are rare, and it comes into the feed day by day. */
  daysAhead: 365,
  /** Programs that were off or abroad for as long still learn that an appointment went. */
  goneDays: 30,
} as const

/** A year of a busy unit. What is further ahead comes into the feed as days pass; 5 000 entries take about 2 MB. */
export const mostEntries = 5000

/** How often programs are asked to look. Google decides for itself, and looks once or twice a day. */
export const refreshMinutes = 60

/** For as long a program, or a proxy of its own, may answer by itself. */
export const keptSeconds = 300

export function kindOf({ purpose }: FeedSubject): FeedKind {
  return purpose.replace('_FEED', '') as FeedKind
}

export function feedUrl(siteUrl: string, token: string): string {
  return `${siteUrl}/calendar/feeds/${token}.ics`
}

/** The address by which a browser hands a feed to the calendar program. */
export function subscribeUrl(url: string): string {
  return url.replace(/^https?:/, 'webcal:')
}

/** Google's page that subscribes to an address. */
export function googleSubscribeUrl(url: string): string {
  return `https://calendar.google.com/calendar/r?cid=${encodeURIComponent(subscribeUrl(url))}`
}
