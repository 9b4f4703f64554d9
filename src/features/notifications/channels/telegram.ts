import type { TelegramMessages } from '../../../platform/telephony/telegram-messages.ts'
import type { Channel } from './channel.ts'

/** Telegram, through one bot, which may write thirty messages a second to different people. */
export function openTelegram(telegram: TelegramMessages): Channel {
  return {
    name: 'TELEGRAM',
    concurrency: 10,
    perSecond: 25,
    send: async ({ to, message }) => {
      const { messageId } = await telegram.send({ chatId: to.address, text: message.short })
      return { providerId: String(messageId), answer: 'Taken by Telegram.' }
    },
    findSent: undefined,
    close: telegram.close,
  }
}
