import type { Config } from '../../config.ts'

/** The development mailbox shows messages instead of sending them, or stays closed for one of two reasons. */
export type MailboxState = 'OPEN' | 'PRODUCTION' | 'MAIL_GOES_OUT'

/** E4: open where nothing is sent anyway, and never in production. */
export function mailboxState({ NODE_ENV, SMTP_URL }: Pick<Config, 'NODE_ENV' | 'SMTP_URL'>): MailboxState {
  if (NODE_ENV === 'production') return 'PRODUCTION'
  return SMTP_URL === undefined ? 'OPEN' : 'MAIL_GOES_OUT'
}
