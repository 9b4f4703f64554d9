import ICAL from 'ical.js'

/** An entry as a calendar program reads it. */
export type ReadEntry = {
  uid: string
  sequence: number
  /** ISO instants. */
  start: string
  end: string
  stamp: string
  summary: string
  description: string
  location: string
  status: string
  url: string | null
  /** Every property there is, in capitals. */
  properties: string[]
}

export type ReadCalendar = { method: string | null; name: string | null; refresh: string | null; entries: ReadEntry[] }

/** Reads what a calendar program is given with ical.js. @throws for what it cannot read. */
export function readCalendar(text: string): ReadCalendar {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const textOf = (of: ICAL.Component, name: string) => {
    const value = of.getFirstPropertyValue(name)
    return value === null ? null : String(value)
  }
  return {
    method: textOf(calendar, 'method'),
    name: textOf(calendar, 'x-wr-calname'),
    refresh: textOf(calendar, 'refresh-interval'),
    entries: calendar.getAllSubcomponents('vevent').map((entry) => {
      const instantOf = (name: string) => (entry.getFirstPropertyValue(name) as ICAL.Time).toJSDate().toISOString()
      return {
        uid: textOf(entry, 'uid') ?? '',
        sequence: Number(textOf(entry, 'sequence')),
        start: instantOf('dtstart'),
        end: instantOf('dtend'),
        stamp: instantOf('dtstamp'),
        summary: textOf(entry, 'summary') ?? '',
        description: textOf(entry, 'description') ?? '',
        location: textOf(entry, 'location') ?? '',
        status: textOf(entry, 'status') ?? '',
        url: textOf(entry, 'url'),
        properties: entry.getAllProperties().map((property) => property.name.toUpperCase()),
      }
    }),
  }
}
