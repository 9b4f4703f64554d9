import type { EntryText } from './describe-entry.ts'

/** Google's page with a new entry filled in (D11). It is a copy: moves and cancellations reach it only by invitation. */
export function googleCalendarUrl(entry: EntryText): string {
  const url = new URL('https://calendar.google.com/calendar/render')
  url.searchParams.set('action', 'TEMPLATE')
  url.searchParams.set('text', entry.summary)
  url.searchParams.set('dates', `${compact(entry.startsAt)}/${compact(entry.endsAt)}`)
  if (entry.description) url.searchParams.set('details', entry.description)
  if (entry.location) url.searchParams.set('location', entry.location)
  return url.href
}

/** `20261123T080000Z` */
function compact(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '')
}
