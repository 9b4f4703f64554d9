import type { FastifyReply } from 'fastify'
import { type Html, type HtmlValue, html } from '../../../platform/http/html.ts'
import type { Composable } from '../compose-outgoing.ts'

/**
 * No script at all: these pages show what anybody typed, and run nothing. The one frame is the HTML of a message, from an
 * address of its own.
 */
const pagePolicy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'self'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'"

/** Somebody's messages: kept nowhere, and readable by no other site. */
export const privateHeaders = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
}

export type MailboxPage = {
  title: string
  /** Which part of the navigation it belongs to. */
  part: 'mailbox' | 'previews'
  content: HtmlValue
}

/** The frame of the pages for developers. They are in English only: who reads them reads the code as well. */
export function mailboxPage({ title, part, content }: MailboxPage): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Holdfast</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/dev/mailbox.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<p class="product">Holdfast <span>for developers</span></p>
<nav aria-label="For developers"><ul>${[
    entry('/dev/mailbox', 'Mailbox', part === 'mailbox'),
    entry('/dev/previews', 'Previews', part === 'previews'),
    entry('/docs', 'API', false),
    entry('/book', 'Booking', false),
  ]}</ul></nav>
</header>
<main id="content" tabindex="-1">${content}</main>
</body>
</html>
`.text
}

function entry(href: string, name: string, isHere: boolean): Html {
  return html`<li><a href="${href}"${isHere && html` aria-current="true"`}>${name}</a></li>`
}

export function sendMailboxPage(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply
    .code(status)
    .headers({ ...privateHeaders, 'content-security-policy': pagePolicy })
    .type('text/html; charset=utf-8')
    .send(page)
}

/** What somebody typed: in its own writing direction, whatever stands around it. */
export function typed(text: string): Html {
  return html`<bdi>${text}</bdi>`
}

/** The attribute for what speaks to the recipient, in a page that speaks to developers. */
export function inLanguage({ facts }: Pick<Composable, 'facts'>): Html {
  return html` lang="${facts.recipient.language}"`
}

/** `2027-03-01 07:00:02 UTC`: developers compare it with logs. */
export function instantText(at: Temporal.Instant | number): Html {
  const iso = new Date(typeof at === 'number' ? at : at.epochMilliseconds).toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`
}
