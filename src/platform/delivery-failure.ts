/**
 * What a failed sending means for the message. `refused`: never again, the address or the message is at fault.
 * `delayed`: later, this message met a passing trouble. `unreachable`: the provider itself is down or asks for a pause, and
 * every message that goes through it waits.
 */
export type DeliveryVerdict = 'refused' | 'delayed' | 'unreachable'

/** Thrown by everything that sends: what the other side said, and what it means. */
export class DeliveryFailure extends Error {
  readonly verdict: DeliveryVerdict
  /** Seconds the other side asks us to wait, when it says. */
  readonly retryAfterSeconds: number | undefined
  /** The recipient asked the provider for silence (STOP): not to be written to again on this channel. */
  readonly isOptOut: boolean
  /** The message may have been taken: the other side had it, and nobody heard what it said. */
  readonly isUncertain: boolean

  constructor(
    verdict: DeliveryVerdict,
    answer: string,
    about: { retryAfterSeconds?: number | undefined; isOptOut?: boolean; isUncertain?: boolean; cause?: unknown } = {},
  ) {
    super(answer, { cause: about.cause })
    this.name = 'DeliveryFailure'
    this.verdict = verdict
    this.retryAfterSeconds = about.retryAfterSeconds
    this.isOptOut = about.isOptOut ?? false
    this.isUncertain = about.isUncertain ?? false
  }
}
