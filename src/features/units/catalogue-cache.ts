import type { UnitId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { readCatalogueVersion } from './catalogue.sql.ts'
import type { Catalogue } from './catalogue.ts'
import { loadCatalogue } from './load-catalogue.ts'

/** Units kept in memory at most; the longest untouched goes first. */
const unitsKept = 500

/**
 * The catalogues this process has read. None is handed out before the database has said, just now, that its version still
 * stands: a refusal or a permission must not follow from how things were.
 */
export class CatalogueCache {
  readonly #db: Queryable
  readonly #kept = new Map<UnitId, Catalogue>()

  constructor(db: Queryable) {
    this.#db = db
  }

  /**
   * The catalogue as it is. Inside a transaction give it as `db`: waiting for a second connection there could wait for ever
   * when all are taken. Costs one small look while nothing changes. @throws Problem `not-found`.
   */
  async of(unitId: UnitId, db: Queryable = this.#db): Promise<Catalogue> {
    const [current] = await db.run(readCatalogueVersion, unitId)
    if (!current) throw notFoundProblem('unit')
    const kept = this.#kept.get(unitId)
    if (kept?.version === current.version) return kept
    const loaded = await loadCatalogue(db, unitId)
    if (!loaded) throw notFoundProblem('unit')
    this.#keep(unitId, loaded)
    return loaded
  }

  #keep(unitId: UnitId, catalogue: Catalogue): void {
    this.#kept.delete(unitId)
    this.#kept.set(unitId, catalogue)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > unitsKept && oldest) this.#kept.delete(oldest)
  }
}
