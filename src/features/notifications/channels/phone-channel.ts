import type { TwilioMessages, TwilioReceipt } from '../../../platform/telephony/twilio-messages.ts'
import type { Channel, ChannelName, Delivered, Outgoing } from './channel.ts'

type PhoneChannel = {
  readonly name: ChannelName
  readonly perSecond: number
  /** Both numbers as Twilio wants them for this channel. */
  readonly between: (to: string) => { readonly from: string; readonly to: string }
}

/** A channel of Twilio's that takes the short words of a message. */
export function openPhoneChannel(twilio: TwilioMessages, { name, perSecond, between }: PhoneChannel): Channel {
  const textOf = ({ to, message }: Outgoing) => ({ ...between(to.address), body: message.short })
  return {
    name,
    // An answer takes a fraction of a second: enough under way to keep the rate, never more than the library's sockets.
    concurrency: Math.min(20, Math.max(2, Math.ceil(perSecond))),
    perSecond,
    send: async (outgoing) => delivered(await twilio.send(textOf(outgoing))),
    findSent: async (outgoing, since) => {
      const found = await twilio.findSent(textOf(outgoing), since)
      return found && delivered(found)
    },
    close: twilio.close,
  }
}

function delivered({ sid, status }: TwilioReceipt): Delivered {
  return { providerId: sid, answer: status }
}
