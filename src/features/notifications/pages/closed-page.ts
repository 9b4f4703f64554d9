import type { Config } from '../../../config.ts'
import { type Html, html } from '../../../platform/http/html.ts'
import type { MailboxState } from '../mailbox.ts'
import { mailboxPage } from './mailbox-frame.ts'

/** Says that the mailbox is off, and why. The password of the mail server is left out. */
export function closedPage(
  state: Exclude<MailboxState, 'OPEN'>,
  config: Pick<Config, 'SMTP_URL' | 'NOTIFICATIONS_REDIRECT_TO'>,
): string {
  const reason = state === 'PRODUCTION' ? inProduction : mailGoesOut(config)
  return mailboxPage({
    title: 'The mailbox is off',
    part: 'mailbox',
    content: html`<h1>The mailbox is off</h1>${reason}`,
  })
}

const inProduction = html`<p class="lead">With <code>NODE_ENV=production</code> messages go to the people they are meant for, and this page shows none.</p>
<p>Staff see what was sent, and what became of it, under <a href="/docs#list-notifications">notifications</a> of the API.</p>`

function mailGoesOut({ SMTP_URL, NOTIFICATIONS_REDIRECT_TO }: Parameters<typeof closedPage>[1]): Html {
  return html`<p class="lead"><code>SMTP_URL</code> is set: messages leave by ${SMTP_URL !== undefined && html`<code>${new URL(SMTP_URL).host}</code>`}${
    NOTIFICATIONS_REDIRECT_TO !== undefined && html`, all of them to <code>${NOTIFICATIONS_REDIRECT_TO}</code>`
  }.</p>
<p>Unset it and start again to keep them here. The <a href="/dev/previews">previews</a> work all the same.</p>`
}
