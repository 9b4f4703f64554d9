import { type Finding, finding } from './finding.ts'
import { lintCalendar } from './lint-calendar.ts'
import { type CalendarComponent, readCalendarLines, valuesIn } from './read-calendar-lines.ts'
import { addressesOf, headersOf, leavesOf, type MailPart, readMail } from './read-mail.ts'

type Find = (rule: string, says: string) => void

/** What is wrong with any mail of ours, with or without an invitation. `raw` is the message as it goes to the mail server. */
export function lintMail(raw: Buffer): Finding[] {
  const findings: Finding[] = []
  const find: Find = (rule, says) => findings.push(finding(rule, says))
  const mail = readMail(raw)
  const text = raw.toString('latin1')
  if (/(?<!\r)\n|\r(?!\n)/.test(text)) find('mail-crlf', 'a line of the mail ends with a lone LF or CR')
  if (text.split(/\r?\n/).some((line) => line.length > 998)) find('mail-line-octets', 'a line of more than 998 octets')
  if (mail.headers.some(({ name, value }) => /[^\t\x20-\x7e]/.test(name + value))) {
    find('ascii-headers', 'a header is not ASCII')
  }
  if (/[^\0-\x7f]/.test(text)) find('seven-bits', 'there are octets above 127')
  for (const name of ['From', 'To', 'Date', 'Message-ID', 'Subject', 'MIME-Version', 'Auto-Submitted']) {
    const count = headersOf(mail, name).length
    if (count !== 1) find('header-once', `${name} stands ${count} times`)
  }
  const recipients = addressesOf(['To', 'Cc', 'Bcc'].flatMap((name) => headersOf(mail, name)))
  if (recipients.length !== 1) find('one-recipient', `it goes to ${recipients.join(', ') || 'nobody'}`)
  for (const name of ['Message-ID', 'In-Reply-To', 'References']) {
    const [id] = headersOf(mail, name)
    if (id !== undefined && !/^<[^<>\s@]+@[^<>\s@]+>$/.test(id)) find('message-id', `${name}: ${id}`)
  }
  const automatic = headersOf(mail, 'Auto-Submitted')[0]
  if (automatic !== 'auto-generated') find('auto-submitted', `Auto-Submitted: ${automatic}`)
  if (headersOf(mail, 'X-Auto-Response-Suppress')[0] !== 'All')
    find('auto-response', 'X-Auto-Response-Suppress is not All')
  return findings
}

/** What is wrong with a mail that carries a REQUEST or CANCEL: as a mail, in its tree of parts, and in the calendar itself. */
export function lintInvitation(raw: Buffer): Finding[] {
  const findings = lintMail(raw)
  const find: Find = (rule, says) => findings.push(finding(rule, says))
  const mail = readMail(raw)
  const calendars = leavesOf(mail).filter(({ type }) => type === 'text/calendar')
  const files = leavesOf(mail).filter(({ type }) => type === 'application/ics')
  lintTree(mail, find)
  const [inline] = calendars
  if (calendars.length !== 1 || !inline) {
    find('one-calendar-part', `${calendars.length} parts of type text/calendar`)
    return findings
  }
  for (const file of files) {
    if (!file.content.equals(inline.content))
      find('parts-differ', 'the attached calendar is another than the inline one')
  }
  const charset = inline.parameters.get('charset')
  if (charset?.toLowerCase() !== 'utf-8') find('charset', `charset=${charset}`)
  if (headersOf(inline, 'Content-Disposition').some((value) => /^attachment/i.test(value))) {
    find('calendar-inline', 'text/calendar as an attachment')
  }
  findings.push(...lintCalendar(inline.content))
  lintAgreement(mail, inline, find)
  return findings
}

/** The shape that every program makes an invitation of. Within an alternative the last part is the one preferred. */
function lintTree(mail: MailPart, find: Find): void {
  const [alternative, file, ...more] = mail.parts
  const isMixed = mail.type === 'multipart/mixed' && alternative?.type === 'multipart/alternative' && more.length === 0
  if (!isMixed || file?.type !== 'application/ics') {
    find('tree', `${mail.type}(${mail.parts.map(({ type }) => type).join(', ')})`)
  }
  const inner = (alternative?.parts ?? []).map(({ type }) => type)
  if (inner.at(-1) !== 'text/calendar') find('calendar-last', `alternative(${inner.join(', ')})`)
  else if (inner.join() !== 'text/plain,text/html,text/calendar') find('tree', `alternative(${inner.join(', ')})`)
  const disposition = file && headersOf(file, 'Content-Disposition')[0]
  if (file && !/^attachment;.*filename="?[\w-]+\.ics"?/i.test(disposition ?? '')) {
    find('file-name', `Content-Disposition: ${disposition}`)
  }
}

/** Mail and calendar say the same: the METHOD, who it is for, where replies go. */
function lintAgreement(mail: MailPart, inline: MailPart, find: Find): void {
  const calendar = readCalendarLines(inline.content).root.components[0]
  const event = calendar?.components.find(({ name }) => name === 'VEVENT')
  const method = calendar && valuesIn(calendar, 'METHOD')[0]
  const said = inline.parameters.get('method')
  if (method === undefined || said !== method) find('method-parameter', `method=${said} with METHOD:${method}`)
  if (!event) return
  const recipients = addressesOf(headersOf(mail, 'To'))
  const attendees = mailboxesOf(event, 'ATTENDEE')
  if (recipients.some((recipient) => !attendees.includes(recipient.toLowerCase()))) {
    find('recipient-invited', `${recipients.join(', ')} is not among ${attendees.join(', ')}`)
  }
  const isOfOne = method === 'CANCEL' && valuesIn(event, 'STATUS').length === 0
  if (isOfOne && attendees.length !== 1) find('cancel-of-one', `a CANCEL of one names ${attendees.length}`)
  const replies = addressesOf([...headersOf(mail, 'Reply-To'), ...headersOf(mail, 'From')]).map((one) =>
    one.toLowerCase(),
  )
  const [organizer] = mailboxesOf(event, 'ORGANIZER')
  if (organizer !== undefined && !replies.includes(organizer)) {
    find('organizer-reachable', `replies go to ${replies.join(', ')}, the organizer is ${organizer}`)
  }
}

function mailboxesOf(event: CalendarComponent, name: string): string[] {
  return valuesIn(event, name).map((value) => {
    const address = value.replace(/^mailto:/i, '').toLowerCase()
    return /%(?![0-9a-f]{2})/.test(address) ? address : decodeURIComponent(address)
  })
}
