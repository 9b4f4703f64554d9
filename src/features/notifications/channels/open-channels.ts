import type { Config } from '../../../config.ts'
import { openTelegramMessages } from '../../../platform/telephony/telegram-messages.ts'
import { openTwilioMessages } from '../../../platform/telephony/twilio-messages.ts'
import type { Channel } from './channel.ts'
import { openEmail } from './email.ts'
import { openSms } from './sms.ts'
import { openTelegram } from './telegram.ts'
import { openWhatsapp } from './whatsapp.ts'

/** The channels that are configured. None connects to anything before it has something to send; each is closed by itself. */
export function openChannels(config: Config): Channel[] {
  return [...openEmailChannel(config), ...openPhoneChannels(config), ...openTelegramChannel(config)]
}

function openEmailChannel({ SMTP_URL, MAIL_FROM }: Config): Channel[] {
  return SMTP_URL ? [openEmail({ url: SMTP_URL, sender: MAIL_FROM })] : []
}

function openPhoneChannels(config: Config): Channel[] {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_API_URL: apiUrl } = config
  if (!config.ENABLE_TWILIO || !accountSid || !authToken) return []
  const twilio = openTwilioMessages({ accountSid, authToken, apiUrl })
  const { TWILIO_SMS_FROM: sms, TWILIO_WHATSAPP_FROM: whatsapp, TWILIO_PER_SECOND: perSecond } = config
  const channels = [
    ...(sms ? [openSms(twilio, { from: sms, perSecond })] : []),
    ...(whatsapp ? [openWhatsapp(twilio, { from: whatsapp, perSecond })] : []),
  ]
  let open = channels.length
  // Both use one client: what one has under way must not end because the other is done.
  const close = async () => {
    open -= 1
    if (open === 0) await twilio.close()
  }
  return channels.map((channel) => ({ ...channel, close }))
}

function openTelegramChannel({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_URL: apiUrl }: Config): Channel[] {
  return token ? [openTelegram(openTelegramMessages({ token, apiUrl }))] : []
}
