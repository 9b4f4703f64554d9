import { countLineUps } from './line-ups.ts'
import type { PreparedSearch } from './slot-search.ts'

/**
 * How many line-ups are open, and free, at each start of a grid: kept as differences from one start to the next, per kind
 * of resource, so that a month of a hundred calendars is a few thousand additions however long their free times are.
 */
export class StartCounts {
  /** 1 where a start differs from the one before it, and behind the last; the others need no look. */
  readonly changesAt: Uint8Array
  openLineUps = 0
  freeLineUps = 0

  readonly #roleCount: number
  /** The kinds of resource there are: which roles they can take, as bits. */
  readonly #kinds: readonly number[]
  readonly #openChanges: readonly Int32Array[]
  readonly #freeChanges: readonly Int32Array[]
  readonly #open: Int32Array
  readonly #free: Int32Array

  constructor({ search, eligible }: PreparedSearch, size: number) {
    this.changesAt = new Uint8Array(size + 1).fill(1, size)
    this.#roleCount = search.roles.length
    this.#kinds = [...new Set(eligible.map((one) => one.roles))]
    this.#openChanges = this.#kinds.map(() => new Int32Array(size + 1))
    this.#freeChanges = this.#kinds.map(() => new Int32Array(size + 1))
    this.#open = new Int32Array(this.#kinds.length)
    this.#free = new Int32Array(this.#kinds.length)
  }

  openChanges(roles: number): Int32Array {
    return this.#openChanges[this.#kinds.indexOf(roles)] as Int32Array
  }

  freeChanges(roles: number): Int32Array {
    return this.#freeChanges[this.#kinds.indexOf(roles)] as Int32Array
  }

  /** Goes on to the next start that differs; every such start must be visited, in order. */
  moveTo(index: number): void {
    for (let kind = 0; kind < this.#kinds.length; kind++) {
      this.#open[kind] = (this.#open[kind] as number) + ((this.#openChanges[kind] as Int32Array)[index] as number)
      this.#free[kind] = (this.#free[kind] as number) + ((this.#freeChanges[kind] as Int32Array)[index] as number)
    }
    this.openLineUps = countLineUps(this.#roleCount, this.#kinds, this.#open)
    this.freeLineUps = countLineUps(this.#roleCount, this.#kinds, this.#free)
  }
}
