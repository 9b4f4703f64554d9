import type { Calendar, CalendarEvent } from './calendar-event.ts'

const minute = 60_000
const booked = Date.UTC(2026, 2, 20, 9, 15, 7)

/** An appointment that begins as the clocks of Europe go forward; client and provider are its attendees. */
export const appointment: CalendarEvent = {
  uid: '019d0a3c-7c60-7000-8000-5f1c2d3e4a5b@clinic.example',
  sequence: 0,
  writtenAt: booked,
  createdAt: booked,
  changedAt: booked,
  startsAt: Date.UTC(2026, 2, 29, 1),
  endsAt: Date.UTC(2026, 2, 29, 2),
  summary: 'Masažas: Ąžuolas Žąsinas',
  description:
    'Nugaros masažas, 60 min.\nKambarys: Rytų; 2 aukštas\n\nPakeisti laiką: https://clinic.example/reschedule?r=5kQ2mV9xT0aZ7cJ4',
  location: 'Grožio klinika, Vilniaus g. 12-3, Vilnius',
  url: 'https://clinic.example/reschedule?r=5kQ2mV9xT0aZ7cJ4',
  status: 'CONFIRMED',
  organizer: { address: 'r-mfrggzdfmztwq2lk@rsvp.clinic.example', name: 'Grožio klinika' },
  attendees: [
    { address: 'azuolas@mail.example', name: 'Ąžuolas Žąsinas', partstat: 'NEEDS-ACTION', asksForReply: true },
  ],
  takesProposals: true,
}

const moved: CalendarEvent = {
  ...appointment,
  sequence: 1,
  writtenAt: booked + 30 * minute,
  changedAt: booked + 30 * minute,
  startsAt: appointment.startsAt + 90 * minute,
  endsAt: appointment.endsAt + 90 * minute,
}

const cancelled: CalendarEvent = {
  ...moved,
  sequence: 2,
  writtenAt: booked + 45 * minute,
  changedAt: booked + 45 * minute,
  description: '',
  url: null,
  status: 'CANCELLED',
}

/** What people type, and what somebody types to break out of a line. */
export const hostileText = {
  name: 'Jo "Žaibas", O\'Brien; ^n\r\nATTENDEE:mailto:evil@example.com\u0000\u0007\u202e👩‍👩‍👧‍👦 \u200fשלום\u200f \ud800',
  lines: 'a\\nb, c; d: "e"\rf\u2028g\u0085h\ti\ufeff\nEND:VEVENT',
  address: 'o\'neil+"x y"%&?=\r\n/#ž@example.com',
  url: 'https://clinic.example/r?t=a b&ž="<\r\nX-INJECTED:1',
}

/** By the name of their golden file. */
export const calendarSamples: Record<string, Calendar> = {
  request: { method: 'REQUEST', events: [appointment] },
  move: { method: 'REQUEST', events: [moved] },
  'cancel-all': { method: 'CANCEL', events: [cancelled] },
  'cancel-one-attendee': { method: 'CANCEL', events: [{ ...cancelled, status: null }] },
  feed: {
    method: null,
    name: 'Grožio klinika; mano laikai, visi',
    refreshMinutes: 60,
    events: [
      { ...cancelled, organizer: null, attendees: [] },
      { ...appointment, uid: '019d0a3c-7c60-7000-8000-5f1c2d3e4a5c@clinic.example', organizer: null, attendees: [] },
    ],
  },
  hostile: {
    method: 'REQUEST',
    events: [
      {
        ...appointment,
        uid: `${appointment.uid}\r\nX-INJECTED:1`,
        summary: hostileText.name,
        description: hostileText.lines,
        location: hostileText.lines,
        url: hostileText.url,
        organizer: { address: hostileText.address, name: hostileText.name },
        attendees: [
          { ...appointment.attendees[0]!, name: hostileText.name },
          { address: hostileText.address, name: 'x'.repeat(200), partstat: 'ACCEPTED', asksForReply: false },
          { address: 'silent@example.com', name: '\r\n\t', partstat: 'DELEGATED', asksForReply: true },
        ],
        takesProposals: false,
      },
    ],
  },
}
