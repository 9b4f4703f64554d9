/**
 * Wall clocks. A *wall time* is what the clock of a zone shows, written as the epoch milliseconds of the same reading in
 * UTC, so that local midnight is a multiple of a day and a wall time plus minutes is a wall time.
 */

/** A time zone name that the runtime's IANA database does not have. */
export class UnknownTimeZone extends RangeError {
  override readonly name = 'UnknownTimeZone'
  readonly zone: string

  constructor(zone: string, options?: ErrorOptions) {
    super(`unknown time zone: ${zone}`, options)
    this.zone = zone
  }
}

/** Offsets are known for these instants; outside, the nearest known offset is kept. */
export const ZONE_KNOWN_FROM = Date.UTC(1970, 0, 1)
export const ZONE_KNOWN_TO = Date.UTC(2200, 0, 1)

/**
 * The offset changes of one zone, read once from Temporal (about 1 ms), so that a conversion is a lookup and an addition
 * (a ZonedDateTime costs microseconds, and a search converts hundreds of times).
 */
export class ZoneClock {
  readonly zone: string
  readonly #changesAt: readonly number[]
  readonly #offsets: readonly number[]
  #lastUsed = 0

  constructor(zone: string) {
    let at = readZone(zone, ZONE_KNOWN_FROM)
    const changesAt = [Number.NEGATIVE_INFINITY]
    const offsets = [at.offsetNanoseconds / 1e6]
    for (;;) {
      const next = at.getTimeZoneTransition('next')
      if (!next || next.epochMilliseconds >= ZONE_KNOWN_TO) break
      changesAt.push(next.epochMilliseconds)
      offsets.push(next.offsetNanoseconds / 1e6)
      at = next
    }
    this.zone = at.timeZoneId
    this.#changesAt = changesAt
    this.#offsets = offsets
  }

  /** What the clock shows at an instant. */
  wallAt(instant: number): number {
    return instant + this.offsetAt(instant)
  }

  /** Wall time minus UTC at an instant, in milliseconds. */
  offsetAt(instant: number): number {
    return this.#offsets[this.#periodAt(instant)] as number
  }

  /** The first offset change after an instant; Infinity when there is none. */
  nextChangeAfter(instant: number): number {
    return this.#changesAt[this.#periodAt(instant) + 1] ?? Number.POSITIVE_INFINITY
  }

  /**
   * The first instant at which the clock shows `wall` or a later time. A time skipped by the clock becomes the end of
   * the gap; a time shown twice is its first showing (as RFC 5545 section 3.3.5 has it). Never decreases as `wall` grows.
   */
  firstInstantAt(wall: number): number {
    const changes = this.#changesAt
    const offsets = this.#offsets
    // No offset is further than a day from UTC, so the answer lies in this period or one soon after.
    let period = this.#periodAt(wall - 86_400_000)
    while (period + 1 < changes.length && wall >= (changes[period + 1] as number) + (offsets[period] as number)) {
      period++
    }
    return Math.max(wall - (offsets[period] as number), changes[period] as number)
  }

  #periodAt(instant: number): number {
    const changes = this.#changesAt
    let low = this.#lastUsed
    if (instant >= (changes[low] as number) && instant < (changes[low + 1] ?? Number.POSITIVE_INFINITY)) return low
    low = 0
    let high = changes.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((changes[middle] as number) <= instant) low = middle
      else high = middle - 1
    }
    this.#lastUsed = low
    return low
  }
}

/** Bounded by the IANA database: only canonical spellings of zones that exist are kept. */
const clocks = new Map<string, ZoneClock>()

/** The clock of an IANA zone (any letter case). Throws {@link UnknownTimeZone}; a bare offset such as `+02:00` is not a zone. */
export function zoneClock(zone: string): ZoneClock {
  const known = clocks.get(zone) ?? clocks.get(readZone(zone, 0).timeZoneId)
  if (known) return known
  const clock = new ZoneClock(zone)
  clocks.set(clock.zone, clock)
  return clock
}

function readZone(zone: string, instant: number): Temporal.ZonedDateTime {
  // Temporal also takes offsets, which know nothing of daylight saving time, and whole timestamps with a zone in them.
  if (!/^[A-Za-z][\w/+-]*$/.test(zone)) throw new UnknownTimeZone(zone)
  try {
    return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
  } catch (cause) {
    throw new UnknownTimeZone(zone, { cause })
  }
}
