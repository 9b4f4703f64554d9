import { toE164 } from '../../lib/phone.ts'
import { email } from '../../platform/http/schemas.ts'
import type { NewEvent } from '../audit/record-event.ts'
import type { ChannelName } from './channels/channel.ts'
import type { OptOut } from './opt-outs.sql.ts'

/** What an address on each channel looks like: as messages bear it, or undefined when what was typed is none. */
const forms: Record<ChannelName, { readonly is: string; readonly read: (typed: string) => string | undefined }> = {
  EMAIL: { is: 'an e-mail address', read: (typed) => email.safeParse(typed).data?.toLowerCase() },
  SMS: { is: 'a phone number with its country code, such as +370 612 34567', read: toE164 },
  WHATSAPP: { is: 'a phone number with its country code, such as +370 612 34567', read: toE164 },
  TELEGRAM: { is: 'the id of a chat, which is a whole number', read: (typed) => /^-?\d{1,20}$/.exec(typed)?.[0] },
}

/** The address as messages bear it, since an opt-out of any other spelling would silence nobody; or what is wrong with it. */
export function readAddress(channel: ChannelName, typed: string): { address: string } | { error: string } {
  const { is, read } = forms[channel]
  const address = read(typed)
  return address === undefined ? { error: `is not ${is}` } : { address }
}

/** An address is not written to any more, or is again. The log keeps of it only what one recognises it by. */
export function optOutChanged(
  type: 'opt-out.added' | 'opt-out.removed',
  { id, unitId, channel, address, source }: OptOut,
): NewEvent {
  return {
    type,
    unitId,
    subject: { type: 'opt-out', id, version: type === 'opt-out.added' ? 1 : 2 },
    before: null,
    after: null,
    data: {
      channel,
      source,
      address: channel === 'EMAIL' ? `…${address.slice(address.lastIndexOf('@'))}` : `…${address.slice(-2)}`,
    },
  }
}
