import { oneLine } from '../../../lib/one-line.ts'
import { smsLength } from '../../../lib/sms-length.ts'
import { type Html, html } from '../../../platform/http/html.ts'
import type { Outgoing } from '../channels/channel.ts'
import { calendarEntry } from './calendar-entry.ts'
import { factList } from './fact-list.ts'
import { inLanguage, instantText, mailboxPage, typed } from './mailbox-frame.ts'
import { channelNamed, kindNamed, statusBadge } from './mailbox-words.ts'
import type { ShownMessage, Source } from './shown-message.ts'
import { textWithLinks } from './text-with-links.ts'

/** The source has them whole. */
const longestName = 300

type Section = { id: string; title: string; content: Html }

/** One message with all it consists of. */
export function messagePage(shown: ShownMessage, source: Source): string {
  const { row, outgoing, sent } = shown
  const title = titleOf(shown, source)
  const sections = 'error' in outgoing ? [] : sectionsOf(shown, outgoing, source)
  if (sent) sections.push({ id: 'attempts', title: 'Attempts', content: attempts(sent.attempts) })
  return mailboxPage({
    title,
    part: sent ? 'mailbox' : 'previews',
    content: html`<p class="back">${
      sent ? html`<a href="/dev/mailbox">All messages</a>` : html`<a href="/dev/previews">All templates</a>`
    }</p>
<h1${!('error' in outgoing) && source !== null && inLanguage(row)}>${typed(title)}</h1>
<p class="badges">${sent !== null && statusBadge(sent.row.status)} <span class="badge">${channelNamed(row.channel)}</span> ${kindNamed(shown.kind)}, to the ${shown.audience.toLowerCase()}</p>
${'error' in outgoing && html`<p class="trouble" role="alert">The template failed: ${outgoing.error}</p>`}
${'error' in outgoing ? factList([['To', oneLine(row.address, longestName)]]) : headers(shown, outgoing, source !== null)}
${sections.length > 1 && html`<nav class="parts" aria-label="Parts of this message"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>`}
${sections.map(({ id, title, content }) => html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${content}</section>`)}`,
  })
}

/** Only a mail has a subject. */
function titleOf({ row, outgoing }: ShownMessage, source: Source): string {
  if ('error' in outgoing) return 'A message that cannot be put into words'
  return source === null
    ? `${channelNamed(row.channel)} to ${oneLine(outgoing.to.name, 100)}`
    : outgoing.message.subject
}

function headers({ row, sent }: ShownMessage, outgoing: Outgoing, isMail: boolean): Html {
  const { to, from, replyTo, messageId, threadId } = outgoing
  const about = sent?.row
  return factList([
    ['From', isMail ? mailbox(from) : typed(oneLine(from.name, longestName))],
    ['To', mailbox(to)],
    [
      'Meant for',
      to.address !== row.address && html`<span class="address">${oneLine(row.address, longestName)}</span>`,
    ],
    ['Replies to', isMail && replyTo !== null && mailbox(replyTo)],
    ['Date', instantText(row.dated_at)],
    ['Sent', !!about?.sent_at && instantText(about.sent_at)],
    ['Next attempt', about?.status === 'QUEUED' && instantText(about.next_attempt_at)],
    ['Message-ID', isMail && html`<code>${messageId}</code>`],
    ['In reply to', isMail && threadId !== null && html`<code>${threadId}</code>`],
    [
      'Appointment',
      !!about?.appointment_id &&
        html`<a href="/dev/mailbox?appointment=${about.appointment_id}">all messages about it</a> <code>${about.appointment_id}</code>`,
    ],
    ['Caused by', about && html`<code>${about.correlation_id}</code>`],
  ])
}

function mailbox({ name, address }: { name: string; address: string | null }): Html {
  return html`${name !== '' && html`${typed(oneLine(name, longestName))} `}${address !== null && html`<span class="address">&lt;${oneLine(address, longestName)}&gt;</span>`}`
}

/** What was sent; of a sample, what every channel would send. */
function sectionsOf({ path, row, sent }: ShownMessage, outgoing: Outgoing, source: Source): Section[] {
  const { message, invitation } = outgoing
  const title = sent ? channelNamed(row.channel) : 'SMS and messengers'
  const onTelephone = { id: 'short', title, content: short(message.short, inLanguage(row)) }
  if (source === null) return [onTelephone]
  const entry = invitation && {
    id: 'calendar',
    title: 'Calendar entry',
    content: html`${calendarEntry(invitation.content, row.facts)}
<details><summary>invite.ics</summary>${verbatim(invitation.content, 'The calendar entry as it is sent')}</details>
<p><a href="${path}/invite.ics" download>Download invite.ics</a></p>`,
  }
  return [
    { id: 'html', title: 'HTML', content: frame(path) },
    { id: 'text', title: 'Text', content: written(message.text, 'The message as plain text', inLanguage(row)) },
    ...(entry ? [entry] : []),
    ...(sent ? [] : [onTelephone]),
    { id: 'source', title: 'Source', content: sourceText(path, source) },
  ]
}

function sourceText(path: string, source: NonNullable<Source>): Html {
  if ('error' in source) return html`<p class="trouble">No mail can be made of it: ${source.error}</p>`
  return html`${verbatim(source.text, 'The mail as a server is given it')}
<p><a href="${path}/raw" download>Download as .eml</a></p>`
}

/** Its links open in tabs of their own; nothing else leaves the sandbox. */
function frame(path: string): Html {
  return html`<iframe class="letter" title="The message as HTML" src="${path}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
<p><a href="${path}/html" target="_blank" rel="noreferrer">Open it alone</a></p>`
}

function short(text: string, lang: Html): Html {
  const { characters, parts, alphabet } = smsLength(text)
  return html`<p class="bubble" dir="auto"${lang}>${textWithLinks(text)}</p>
<p class="quiet">${counted(characters, 'character')}; as an SMS ${counted(parts, 'part')} of ${alphabet}</p>`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Words, wrapped. */
function written(text: string, label: string, lang: Html): Html {
  return html`<pre class="written" dir="auto"${lang} tabindex="0" role="region" aria-label="${label}">${textWithLinks(text)}</pre>`
}

/** Line by line as it is. */
function verbatim(text: string, label: string): Html {
  return html`<pre class="verbatim" tabindex="0" role="region" aria-label="${label}">${text}</pre>`
}

function attempts(list: NonNullable<ShownMessage['sent']>['attempts']): Html {
  if (list.length === 0) return html`<p>None yet.</p>`
  return html`<ol class="attempts">${list.map(
    ({ attempt, outcome, started_at, finished_at, answer }) =>
      html`<li value="${attempt}"><strong>${outcome.toLowerCase()}</strong> ${instantText(
        started_at,
      )}${finished_at !== null && html` <span class="quiet">in ${finished_at.epochMilliseconds - started_at.epochMilliseconds} ms</span>`}<br>${typed(oneLine(answer, 1000))}</li>`,
  )}</ol>`
}
