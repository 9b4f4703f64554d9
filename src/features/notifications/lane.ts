import type { Channel, ChannelName } from './channels/channel.ts'

/** A way out, and the messages that take it: usually those of its own channel, all of them when they are redirected. */
export type Lane = { readonly channels: readonly ChannelName[]; readonly channel: Channel }

const longestPauseSeconds = 60

/**
 * How much may go through a lane just now. When the provider is down everything waits, longer each time; then a single
 * message tries whether it is back.
 */
export class LaneState {
  readonly #most: number
  readonly #millisecondsBetween: number
  #pausedUntil = 0
  #outages = 0
  #nextStart = 0

  constructor({ concurrency, perSecond }: Pick<Channel, 'concurrency' | 'perSecond'>) {
    // Some are at hand, so that nothing that could be sent waits for the database; not where the provider's rate is slower than it.
    this.#most = perSecond === Number.POSITIVE_INFINITY ? concurrency * 5 : concurrency
    this.#millisecondsBetween = perSecond === Number.POSITIVE_INFINITY ? 0 : 1000 / perSecond
  }

  /** Messages that may be leased at once, now. */
  capacity(now: number): number {
    if (now < this.#pausedUntil) return 0
    return this.#outages > 0 ? 1 : this.#most
  }

  /** Milliseconds until a message may start, so that the provider's rate is kept; each call takes the next turn. */
  takeTurn(now: number): number {
    if (this.#millisecondsBetween === 0) return 0
    const start = Math.max(now, this.#nextStart)
    this.#nextStart = start + this.#millisecondsBetween
    return start - now
  }

  /** The provider answered, whatever it said. */
  answered(): void {
    this.#outages = 0
  }

  /** It did not, or asked for a pause. @returns seconds until it is tried again. */
  unreachable(now: number, askedSeconds: number | undefined, random: number): number {
    // Many messages under way meet the same outage: it counts once.
    if (now >= this.#pausedUntil) {
      this.#outages++
      const seconds = Math.min(longestPauseSeconds, 2 ** (this.#outages - 1)) * (0.8 + 0.4 * random)
      this.#pausedUntil = now + seconds * 1000
    }
    if (askedSeconds !== undefined) this.#pausedUntil = Math.max(this.#pausedUntil, now + askedSeconds * 1000)
    return (this.#pausedUntil - now) / 1000
  }
}
