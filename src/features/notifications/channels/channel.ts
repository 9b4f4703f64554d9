import type { RenderedMessage } from '../message.ts'

/** The ways to reach somebody. A further one is one file here and one line in the list of channels. */
export const channelNames = ['EMAIL', 'SMS', 'WHATSAPP', 'TELEGRAM'] as const
export type ChannelName = (typeof channelNames)[number]

/** One message ready to go out. */
export type Outgoing = {
  /** Of the outbox row: the same for every attempt, so that a provider, or a reader's program, knows a repetition. */
  readonly id: string
  /** E-mail address, E.164 number or Telegram chat id. */
  readonly to: { readonly name: string; readonly address: string }
  readonly from: { readonly name: string; readonly address: string | null }
  /** Answers of people go here. */
  readonly replyTo: { readonly name: string; readonly address: string } | null
  readonly message: RenderedMessage
  /** The calendar entry that travels with an e-mail. */
  readonly invitation: { readonly method: 'REQUEST' | 'CANCEL'; readonly content: string } | null
  /** `Message-ID`s with their angle brackets: this one, and the first of its thread when that is another. */
  readonly messageId: string
  readonly threadId: string | null
  /** Epoch ms; the message's date, the same for every attempt. */
  readonly writtenAt: number
}

/** What the provider said when it took the message. */
export type Delivered = {
  /** Its own name for the message, where it has one. */
  readonly providerId: string | null
  readonly answer: string
}

/** One way to reach somebody, towards one provider. */
export type Channel = {
  readonly name: ChannelName
  /** Messages under way at once, and per second, that the provider allows us. */
  readonly concurrency: number
  readonly perSecond: number
  /** @throws DeliveryFailure for whatever was not taken; anything else thrown counts as `delayed`. */
  readonly send: (outgoing: Outgoing) => Promise<Delivered>
  /**
   * Whether the provider already took this message: asked when an attempt ended without anybody learning how. Undefined
   * where the provider cannot tell.
   */
  readonly findSent: ((outgoing: Outgoing, since: Temporal.Instant) => Promise<Delivered | undefined>) | undefined
  readonly close: () => Promise<void>
}
