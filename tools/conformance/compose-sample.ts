import { buildCalendar } from '../../src/lib/ical/build-calendar.ts'
import { composeMail } from '../../src/platform/mail/compose-mail.ts'
import type { SampleMessage } from './sample-messages.ts'

const subjects = { request: 'Invitation', move: 'New time', 'cancel-all': 'Cancelled', 'cancel-one': 'No longer yours' }

/** The message as the product puts it onto the wire: its calendar, its mail. */
export function composeSample(message: SampleMessage): Promise<Buffer> {
  const { kind, to, method, event, messageId, threadId, writtenAt } = message
  const organizer = event.organizer!
  return composeMail({
    from: { name: organizer.name, address: 'no-reply@clinic.example' },
    to,
    replyTo: organizer,
    subject: `${subjects[kind]}: ${event.summary}`,
    text: `${event.summary}\n${event.description}\n`,
    html: '<p>See the calendar.</p>\n',
    messageId,
    date: writtenAt,
    inReplyTo: threadId,
    calendar: { method, content: buildCalendar({ method, events: [event] }) },
    headers: {},
  })
}
