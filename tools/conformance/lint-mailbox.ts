import { type Finding, finding } from './finding.ts'
import { lintInvitation, lintMail } from './lint-invitation.ts'
import { readCalendarLines, valuesIn } from './read-calendar-lines.ts'
import { addressesOf, headersOf, leavesOf, readMail } from './read-mail.ts'

/** `mail` counts from 0. */
export type MailboxFinding = Finding & { readonly mail: number }

/** What the last mail about one entry told one recipient. */
type Told = { sequence: number; writtenAt: string; organizer: string; firstId: string; keys: Set<string> }

/**
 * Each mail, and what can only be seen of many: that no Message-ID comes twice, that nobody is told a revision twice or an older
 * one later, that ORGANIZER stays and the thread holds. Mails in the order they were delivered in.
 */
export function lintMailbox(raws: readonly Buffer[]): MailboxFinding[] {
  const findings: MailboxFinding[] = []
  const ids = new Set<string>()
  const told = new Map<string, Told>()
  raws.forEach((raw, index) => {
    const find = (rule: string, says: string) => findings.push({ mail: index, ...finding(rule, says) })
    const mail = readMail(raw)
    const parts = leavesOf(mail)
    const calendar = parts.find(({ type }) => type === 'text/calendar')
    const isInvitation = calendar || parts.some(({ type }) => type === 'application/ics')
    for (const { rule, says } of isInvitation ? lintInvitation(raw) : lintMail(raw)) find(rule, says)
    const id = headersOf(mail, 'Message-ID')[0] ?? ''
    if (ids.has(id)) find('message-id-twice', id)
    ids.add(id)
    const root = calendar && readCalendarLines(calendar.content).root.components[0]
    const event = root?.components.find(({ name }) => name === 'VEVENT')
    if (!root || !event) return

    const valueIn = (name: string) => valuesIn(name === 'METHOD' ? root : event, name)[0] ?? ''
    const [recipient = ''] = addressesOf(headersOf(mail, 'To'))
    const subject = `${valueIn('UID')} ${recipient.toLowerCase()}`
    const key = `${valueIn('SEQUENCE')} ${valueIn('METHOD')}`
    const now = {
      sequence: Number(valueIn('SEQUENCE')),
      writtenAt: valueIn('DTSTAMP'),
      organizer: valueIn('ORGANIZER'),
    }
    const before = told.get(subject)
    if (before) {
      if (before.keys.has(key)) find('told-twice', `${subject}: ${key}`)
      if (now.sequence < before.sequence) find('sequence-back', `${subject}: ${before.sequence} → ${now.sequence}`)
      if (now.writtenAt <= before.writtenAt) find('dtstamp-back', `${subject}: ${before.writtenAt} → ${now.writtenAt}`)
      if (now.organizer !== before.organizer) find('organizer-changed', `${before.organizer} → ${now.organizer}`)
      const references = headersOf(mail, 'References').join(' ')
      if (!references.includes(before.firstId)) find('thread', `References ${references}, not ${before.firstId}`)
    }
    const keys = (before?.keys ?? new Set()).add(key)
    told.set(subject, { ...now, firstId: before?.firstId ?? id, keys })
  })
  return findings
}
