import type { Config } from '../../config.ts'
import { channelNames } from './channels/channel.ts'
import { mailbox } from './channels/mailbox.ts'
import { openChannels } from './channels/open-channels.ts'
import type { Lane } from './lane.ts'

/**
 * The ways out of this installation. Redirected, every message takes the way of e-mail; with no mail server, every message of
 * every channel ends in the development mailbox, so that whoever tries Holdfast writes to nobody.
 */
export function openLanes(config: Config): Lane[] {
  if (!config.SMTP_URL) return [{ channels: channelNames, channel: mailbox }]
  const channels = openChannels(config)
  const mail = channels.find(({ name }) => name === 'EMAIL')
  if (!config.NOTIFICATIONS_REDIRECT_TO || !mail)
    return channels.map((channel) => ({ channels: [channel.name], channel }))
  for (const channel of channels) if (channel !== mail) void channel.close()
  return [{ channels: channelNames, channel: mail }]
}
