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
  /** Epoch ms of the database's clock at which it changes by itself. */
  readonly validUntil: number
}

/** Answers kept at most; a busy unit's week is about 20 KB. */
const answersKept = 1000

/** Answers given before, by question. Knows nothing of truth: see {@link isStillTrue}. */
export class AnswerCache {
  readonly #kept = new Map<string, CachedAnswer>()

  keyOf(query: AvailabilityQuery, isDesk: boolean): string {
    const { unitId, serviceId, durationMinutes, from, to, resourceIds, first, withResources } = query
    return `${unitId}|${serviceId}|${durationMinutes}|${from}|${to}|${resourceIds}|${first}|${withResources}|${isDesk}`
  }

  get(key: string): CachedAnswer | undefined {
    return this.#kept.get(key)
  }

  set(key: string, answer: CachedAnswer): void {
    this.#kept.delete(key)
    this.#kept.set(key, answer)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > answersKept && oldest !== undefined) this.#kept.delete(oldest)
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
