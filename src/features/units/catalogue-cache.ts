import type { UnitId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import type { Catalogue } from './catalogue.ts'
import { loadCatalogue } from './load-catalogue.ts'

/** Units kept in memory at most; the longest untouched goes first. */
const unitsKept = 500

/**
 * The catalogues this process has read. What is remembered may be old: whoever decides by one compares its `version` with
 * the one read in the same statement as the rest, and when they differ calls `forgetBefore` and starts over.
 */
export class CatalogueCache {
  readonly #db: Queryable
  readonly #kept = new Map<UnitId, Promise<Catalogue | undefined>>()

  constructor(db: Queryable) {
    this.#db = db
  }

  /**
   * The remembered catalogue, or a fresh one. Inside a transaction give it as `db`: waiting for a second connection there
   * could wait for ever when all are taken. @throws Problem `not-found`.
   */
  async of(unitId: UnitId, db: Queryable = this.#db): Promise<Catalogue> {
    const catalogue = await (this.#kept.get(unitId) ?? this.#load(unitId, db))
    if (!catalogue) throw notFoundProblem('unit')
    return catalogue
  }

  /** Forgets what is older than `version`; true when it was, and `of` must be asked again. */
  async forgetBefore(unitId: UnitId, version: number): Promise<boolean> {
    const remembered = await this.#kept.get(unitId)
    if (remembered && remembered.version >= version) return false
    this.#kept.delete(unitId)
    return true
  }

  #load(unitId: UnitId, db: Queryable): Promise<Catalogue | undefined> {
    const loading = loadCatalogue(db, unitId)
    this.#kept.delete(unitId)
    this.#kept.set(unitId, loading)
    const forget = () => {
      if (this.#kept.get(unitId) === loading) this.#kept.delete(unitId)
    }
    // Neither a failure nor a stranger's made-up id stays in memory.
    loading.then((catalogue) => catalogue ?? forget(), forget)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > unitsKept && oldest) this.#kept.delete(oldest)
    return loading
  }
}
