/** The limit the notifications are measured against: nodemailer's own pool sending the same mails, with no database behind it. */
import { readFileSync } from 'node:fs'
import { createTransport } from 'nodemailer'
import type { Mail } from '../src/platform/mail/mail.ts'

const mails = JSON.parse(readFileSync(String(process.env.MAILS), 'utf8')) as Mail[]
const transporter = createTransport({
  pool: true,
  maxConnections: 5,
  maxMessages: Number.POSITIVE_INFINITY,
  url: String(process.env.SMTP_URL),
})
process.stdout.write('ready http://127.0.0.1\n')
await Promise.all(
  mails.map(({ calendar, inReplyTo, date, headers, ...mail }) =>
    transporter.sendMail({
      ...mail,
      replyTo: mail.replyTo ?? undefined,
      inReplyTo: inReplyTo ?? undefined,
      date: new Date(date),
      headers,
      icalEvent: calendar ? { method: calendar.method, content: calendar.content } : undefined,
    }),
  ),
)
transporter.close()
