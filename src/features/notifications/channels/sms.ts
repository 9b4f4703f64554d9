import type { TwilioMessages } from '../../../platform/telephony/twilio-messages.ts'
import type { Channel } from './channel.ts'
import { openPhoneChannel } from './phone-channel.ts'

/** SMS by Twilio. */
export function openSms(twilio: TwilioMessages, { from, perSecond }: { from: string; perSecond: number }): Channel {
  return openPhoneChannel(twilio, { name: 'SMS', perSecond, between: (to) => ({ from, to }) })
}
