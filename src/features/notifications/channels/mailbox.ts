import type { Channel } from './channel.ts'

/**
 * E4: the way out of an installation that has no mail server. It writes to nobody and keeps nothing: the outbox row is the
 * message, and the pages of the development mailbox put it into words again. It stands for every channel at once, under the
 * name of the one that carries most.
 */
export const mailbox: Channel = {
  name: 'EMAIL',
  concurrency: 100,
  perSecond: Number.POSITIVE_INFINITY,
  send: async () => ({ providerId: null, answer: 'Kept in the development mailbox.' }),
  findSent: undefined,
  close: async () => {},
}
