import type { ResourceId, UnitId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import type { AvailabilityQuery } from './availability-query.ts'
import { probeOccupancy } from './occupancy.sql.ts'

/** An answer with everything that says how long it is true. */
export type CachedAnswer = {
  readonly body: Buffer
  readonly etag: string
  readonly unitId: UnitId
  readonly resourceIds: readonly ResourceId[]
  readonly catalogueVersion: number
  /** The database snapshot it was read at, and which run of the server its transaction ids belong to. */
  readonly snapshot: string
  readonly serverEpoch: number
  /** False when something may change it that leaves no trace in the claims: then it is not kept. */
  readonly isLasting: boolean
  /** Epoch ms of the database's clock at which it changes by itself. */
  readonly validUntil: number
}

/** Memory the answers may take; a busy unit's week is about 20 KB. */
const bytesKept = 32 * 1024 * 1024

/** Answers given before, by question. Knows nothing of truth: see {@link isStillTrue}. */
export class AnswerCache {
  readonly #kept = new Map<string, CachedAnswer>()
  #bytes = 0
  readonly #running = new Map<string, { now: Promise<CachedAnswer>; next?: Promise<CachedAnswer> }>()

  keyOf(query: AvailabilityQuery, isDesk: boolean): string {
    const { unitId, serviceId, durationMinutes, from, to, resourceIds, first, withResources } = query
    return `${unitId}|${serviceId}|${durationMinutes}|${from}|${to}|${resourceIds}|${first}|${withResources}|${isDesk}`
  }

  get(key: string): CachedAnswer | undefined {
    return this.#kept.get(key)
  }

  set(key: string, answer: CachedAnswer): void {
    this.#drop(key)
    this.#kept.set(key, answer)
    this.#bytes += weightOf(answer)
    // The oldest computation goes first.
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= bytesKept) break
      this.#drop(oldest)
    }
  }

  #drop(key: string): void {
    const answer = this.#kept.get(key)
    if (answer) this.#bytes -= weightOf(answer)
    this.#kept.delete(key)
  }

  /**
   * Does the work of answering one question once for all who ask at the same time. Whoever comes while it is being done
   * waits for the next turn, begun after they came: so nobody is told less than what was true when they asked.
   */
  share(key: string, work: () => Promise<CachedAnswer>): Promise<CachedAnswer> {
    const running = this.#running.get(key)
    if (!running) return this.#start(key, work)
    running.next ??= running.now.then(ignore, ignore).then(() => this.#start(key, work))
    return running.next
  }

  #start(key: string, work: () => Promise<CachedAnswer>): Promise<CachedAnswer> {
    const turn = { now: work() }
    this.#running.set(key, turn)
    const end = () => {
      if (this.#running.get(key) === turn) this.#running.delete(key)
    }
    turn.now.then(end, end)
    return turn.now
  }
}

/**
 * Asks the database whether an answer still holds: same catalogue, nothing changed on its resources since its snapshot, no
 * deadline passed. Costs a few index entries. After a restart of the database transaction ids are not compared.
 */
export async function isStillTrue(db: Queryable, answer: CachedAnswer): Promise<boolean> {
  const [probe] = await db.run(probeOccupancy, answer.unitId, answer.resourceIds, answer.snapshot)
  return (
    probe !== undefined &&
    probe.epoch === answer.serverEpoch &&
    probe.version === answer.catalogueVersion &&
    !probe.is_changed &&
    probe.now < answer.validUntil
  )
}

/** The body, and about a kilobyte for the key and everything around it. */
function weightOf(answer: CachedAnswer): number {
  return answer.body.length + 1024
}

function ignore(): void {}
