import type { TwilioMessages } from '../../../platform/telephony/twilio-messages.ts'
import type { Channel } from './channel.ts'
import { openPhoneChannel } from './phone-channel.ts'

/** WhatsApp by Twilio. Whoever has not written to us within 24 hours is out of its reach: WhatsApp wants a template there. */
export function openWhatsapp(
  twilio: TwilioMessages,
  { from, perSecond }: { from: string; perSecond: number },
): Channel {
  const between = (to: string) => ({ from: `whatsapp:${from}`, to: `whatsapp:${to}` })
  return openPhoneChannel(twilio, { name: 'WHATSAPP', perSecond, between })
}
