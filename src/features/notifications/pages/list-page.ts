import { type Html, html } from '../../../platform/http/html.ts'
import { channelNames } from '../channels/channel.ts'
import type { MailboxList, MailboxQuery } from '../list-mailbox.ts'
import { messageKinds } from '../message.ts'
import { inLanguage, instantText, mailboxPage, typed } from './mailbox-frame.ts'
import { channelNamed, kindNamed, statusBadge } from './mailbox-words.ts'

/** What this process does not do, so that nobody waits for a message in vain. */
export type Silence = 'NOT_WRITTEN' | 'NOT_SENT' | null

/** Everything that was sent, newest first. */
export function listPage({ items, nextCursor, count }: MailboxList, query: MailboxQuery, silence: Silence): string {
  const isFiltered = Object.values(query).some((value) => value !== undefined)
  return mailboxPage({
    title: 'Mailbox',
    part: 'mailbox',
    content: html`<h1>Mailbox</h1>
<p class="lead">Without a mail server (<code>SMTP_URL</code>) every message of every channel ends here, and nobody else gets it.</p>
${silence !== null && html`<p class="trouble">${silences[silence]}</p>`}
${(count > 0 || isFiltered) && filters(query)}
<p class="count"><strong>${count === 0 ? 'No messages' : count === 1 ? '1 message' : `${count} messages`}</strong>${
      query.appointmentId !== undefined && html` about one appointment`
    } <a href="${addressOf(query)}">Look again</a>${isFiltered && html` <a href="/dev/mailbox">Show all</a>`}</p>
${count === 0 && !isFiltered && nothingYet}
<ol class="messages">${items.map(item)}</ol>
${nextCursor !== null && html`<p><a href="${addressOf(query, nextCursor)}">Older messages</a></p>`}`,
  })
}

const silences: Record<NonNullable<Silence>, string> = {
  NOT_WRITTEN: 'This process writes no messages: ENABLE_NOTIFICATION_OUTBOX is off. Another one may.',
  NOT_SENT: 'Messages are written and wait: NOTIFICATIONS_ENABLED is off.',
}

const nothingYet = html`<div class="empty"><p>Nobody has been told anything yet.</p>
<p>Book something on a <a href="/book">booking page</a>, with an e-mail address of any kind: its message is here a moment later. Or look at the <a href="/dev/previews">previews</a>.</p></div>`

function item({ row, outgoing }: MailboxList['items'][number]): Html {
  const subject =
    'error' in outgoing ? 'A message that cannot be put into words' : wordsOf(row.channel, outgoing.message)
  return html`<li><article>
<h2${inLanguage(row)}><a href="/dev/mailbox/${row.id}">${typed(subject)}</a></h2>
<p class="recipient">${typed(row.facts.recipient.name)} <span class="address">&lt;${row.address}&gt;</span></p>
<p class="quiet">${statusBadge(row.status)} <span class="badge">${channelNamed(row.channel)}</span>${
    row.ics !== null && html` <span class="badge">${row.ics.method} ${row.ics.sequence}</span>`
  } ${kindNamed(row.kind)}, to the ${row.audience.toLowerCase()}, ${instantText(row.created_at)}</p>
</article></li>`
}

/** Only e-mail has a subject. */
function wordsOf(channel: string, { subject, short }: { subject: string; short: string }): string {
  return channel === 'EMAIL' ? subject : short
}

function filters({ address, channel, kind }: MailboxQuery): Html {
  return html`<form method="get" action="/dev/mailbox" role="search" aria-label="Messages">
<p><label for="to">To</label><input id="to" name="to" type="search" value="${address ?? ''}" maxlength="254" autocomplete="off" placeholder="part of an address or number"></p>
<p><label for="channel">Channel</label>${choice('channel', channelNames, channel, channelNamed)}</p>
<p><label for="kind">Occasion</label>${choice('kind', messageKinds, kind, kindNamed)}</p>
<p><button>Filter</button></p>
</form>`
}

function choice(name: string, values: readonly string[], chosen: string | undefined, named: (value: string) => string) {
  return html`<select id="${name}" name="${name}"><option value="">All</option>${values.map(
    (value) => html`<option value="${value}"${value === chosen && html` selected`}>${named(value)}</option>`,
  )}</select>`
}

function addressOf({ address, channel, kind, appointmentId }: MailboxQuery, cursor?: string): string {
  const given = { to: address, channel, kind, appointment: appointmentId, cursor }
  const query = new URLSearchParams(Object.entries(given).flatMap(([name, value]) => (value ? [[name, value]] : [])))
  return query.size > 0 ? `/dev/mailbox?${query}` : '/dev/mailbox'
}
