import { changeHeader, changeLine, rewriteCalendars, swapAlternatives } from './break-mail.ts'

/** A good mail broken in one way. `of` says which mail of a thread it is made of. */
export type Mutant = {
  readonly name: string
  readonly of: 'request' | 'move' | 'cancel-all'
  /** Mails are handled as latin1: one character is one octet. `first` is the mail the thread began with. */
  readonly break: (mail: string, first: string) => string
}

const calendar =
  (change: (text: string) => string) =>
  (mail: string): string =>
    rewriteCalendars(mail, change)
const line = (name: string, change: (line: string) => string) => calendar((text) => changeLine(text, name, change))
const without = (name: string) => line(name, () => '')

/** Each must be noticed by somebody, or the bench says nothing about the good ones. */
export const mutants: readonly Mutant[] = [
  { name: 'lines end with LF alone', of: 'request', break: calendar((text) => text.replaceAll('\r\n', '\n')) },
  { name: 'lines are not folded', of: 'request', break: calendar((text) => text.replaceAll('\r\n ', '')) },
  {
    name: 'a fold inside a character',
    of: 'request',
    break: calendar((text) => text.replace('\xc4\x85', '\xc4\r\n \x85')),
  },
  { name: 'a byte order mark', of: 'request', break: calendar((text) => `\xef\xbb\xbf${text}`) },
  { name: 'a control character in SUMMARY', of: 'request', break: line('SUMMARY', (text) => `${text}\x07`) },
  {
    name: 'a name that ends its line and begins a property',
    of: 'request',
    break: line('ATTENDEE', (text) => text.replace(/CN=[^:]*/, 'CN="Eve":mailto:eve@mail.example\r\nX-INJECTED:1"')),
  },
  {
    name: 'commas and semicolons without a backslash',
    of: 'request',
    break: line('LOCATION', (text) => text.replaceAll('\\', '')),
  },
  { name: 'no UID', of: 'request', break: without('UID') },
  { name: 'a DTSTAMP that is no time', of: 'request', break: line('DTSTAMP', () => 'DTSTAMP:yesterday') },
  { name: 'no ORGANIZER', of: 'request', break: without('ORGANIZER') },
  { name: 'an end before the start', of: 'request', break: line('DTEND', () => 'DTEND:20200101T000000Z') },
  {
    name: 'a TZID without its VTIMEZONE',
    of: 'request',
    break: calendar((text) => text.replace(/DT(START|END):(\w+)Z/g, 'DT$1;TZID=Europe/Vilnius:$2')),
  },
  {
    name: 'an ATTENDEE without mailto:',
    of: 'request',
    break: line('ATTENDEE', (text) => text.replace('mailto:', '')),
  },
  {
    name: 'a PARTSTAT nobody knows',
    of: 'request',
    break: line('ATTENDEE', (text) => text.replace(/PARTSTAT=[\w-]+/, 'PARTSTAT=MAYBE')),
  },
  {
    name: 'a METHOD nobody knows',
    of: 'request',
    break: (mail) => line('METHOD', () => 'METHOD:INVITE')(mail).replace('method=REQUEST', 'method=INVITE'),
  },
  { name: 'a CANCEL that says CONFIRMED', of: 'cancel-all', break: line('STATUS', () => 'STATUS:CONFIRMED') },
  {
    name: 'a CANCEL that asks for a reply',
    of: 'cancel-all',
    break: line('ATTENDEE', (text) => text.replace(';PARTSTAT', ';RSVP=TRUE;PARTSTAT')),
  },
  {
    name: 'a property of feeds in an invitation',
    of: 'request',
    break: line('METHOD', (text) => `${text}\r\nX-WR-CALNAME:Clinic`),
  },
  {
    name: 'a method parameter that differs from METHOD',
    of: 'request',
    break: (mail) => mail.replace('method=REQUEST', 'method=PUBLISH'),
  },
  {
    name: 'text/calendar without charset',
    of: 'request',
    break: (mail) => mail.replace(/(text\/calendar); charset=utf-8/i, '$1'),
  },
  {
    name: 'an attached calendar that differs',
    of: 'move',
    break: (mail) =>
      rewriteCalendars(mail, (text) => changeLine(text, 'SEQUENCE', () => 'SEQUENCE:0'), 'application/ics'),
  },
  {
    name: 'two recipients',
    of: 'request',
    break: (mail) => changeHeader(mail, 'To', (to) => `${to}, other@mail.example`),
  },
  {
    name: 'the Message-ID of another mail',
    of: 'move',
    break: (mail, first) => changeHeader(mail, 'Message-ID', () => /^Message-ID: (.*)\r\n/m.exec(first)![1]!),
  },
  {
    name: 'a header that is not ASCII',
    of: 'request',
    break: (mail) => changeHeader(mail, 'Subject', () => 'Masa\xc5\xbeas'),
  },
  { name: 'no Auto-Submitted', of: 'request', break: (mail) => changeHeader(mail, 'Auto-Submitted', () => undefined) },
  { name: 'text/calendar first in the alternative', of: 'request', break: swapAlternatives },
]
