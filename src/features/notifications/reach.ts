import type { ClientContact } from '../clients/load-clients.ts'
import type { ChannelName } from './channels/channel.ts'
import type { Reach } from './notification.ts'

/** Where nobody said what they prefer. WhatsApp only on request: business messages there need a template of the provider's. */
const usualOrder: readonly ChannelName[] = ['EMAIL', 'TELEGRAM', 'SMS']

/** How a client can be reached, best first: what they chose, what we have an address for, what is configured. */
export function reachesOf(
  client: Pick<ClientContact, 'phone' | 'telegramChatId' | 'channels'> & { readonly email: string | null },
  isUsable: (reach: Reach) => boolean,
): Reach[] {
  const addressOn: Record<ChannelName, string | null> = {
    EMAIL: client.email,
    SMS: client.phone,
    WHATSAPP: client.phone,
    TELEGRAM: client.telegramChatId,
  }
  return ((client.channels as readonly ChannelName[] | null) ?? usualOrder)
    .map((channel) => ({ channel, address: addressOn[channel] }))
    .filter((reach): reach is Reach => reach.address !== null && isUsable(reach as Reach))
}

/** One message to be written: to whom first, and where else if that fails. */
export type Route = Reach & { readonly fallbacks: readonly Reach[]; readonly carriesInvitation: boolean }

/**
 * A calendar entry goes by e-mail, wherever that stands in the order of preference, because nothing else carries it; whoever
 * prefers another channel gets the words there as well. Who wants no e-mail at all gets no entry.
 */
export function routesFor(reaches: readonly Reach[], hasInvitation: boolean): Route[] {
  const [first, ...others] = reaches
  if (!first) return []
  const mail = hasInvitation ? reaches.find((reach) => reach.channel === 'EMAIL') : undefined
  if (!mail) return [{ ...first, fallbacks: others, carriesInvitation: false }]
  const besides = reaches.filter((reach) => reach !== mail)
  if (first === mail) return [{ ...mail, fallbacks: besides, carriesInvitation: true }]
  return [
    { ...mail, fallbacks: [], carriesInvitation: true },
    { ...first, fallbacks: besides.slice(1), carriesInvitation: false },
  ]
}
