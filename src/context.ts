import type { Config } from './config.ts'
import type { Actor } from './features/identity/actor.ts'
import { system } from './features/identity/actor.ts'
import { CatalogueCache } from './features/units/catalogue-cache.ts'
import type { Cause } from './platform/cause.ts'
import { Database } from './platform/db/database.ts'
import type { Transaction } from './platform/db/transaction.ts'
import { storeAnswer, takeKey } from './platform/http/idempotency.ts'
import type { Keyed } from './platform/http/server.ts'
import { type Log, openLog } from './platform/telemetry/log.ts'
import { type Metrics, openMetrics } from './platform/telemetry/metrics.ts'

export type RequestCause = Cause & { readonly actor: Actor }

/** What an operation may use: one for the whole process, derived per request so that it carries who asks and why. */
export class Ctx {
  readonly config: Config
  readonly db: Database
  readonly log: Log
  readonly metrics: Metrics
  readonly catalogues: CatalogueCache
  readonly cause: RequestCause
  readonly #keyed: Keyed | undefined
  readonly #tx: Transaction | undefined

  constructor(
    parts: Pick<Ctx, 'config' | 'db' | 'log' | 'metrics' | 'catalogues' | 'cause'>,
    within: { keyed?: Keyed | undefined; tx?: Transaction | undefined } = {},
  ) {
    this.config = parts.config
    this.db = parts.db
    this.log = parts.log
    this.metrics = parts.metrics
    this.catalogues = parts.catalogues
    this.cause = parts.cause
    this.#keyed = within.keyed
    this.#tx = within.tx
  }

  get actor(): Actor {
    return this.cause.actor
  }

  /** The same context on behalf of somebody else. */
  as(cause: RequestCause, keyed?: Keyed): Ctx {
    return new Ctx({ ...this.parts, cause }, { keyed })
  }

  /** The same context with every operation a part of `tx`: for what must happen whole, made of several operations. */
  within(tx: Transaction): Ctx {
    return new Ctx({ ...this.parts, cause: this.cause }, { tx })
  }

  private get parts() {
    const { config, db, log, metrics, catalogues } = this
    return { config, db, log, metrics, catalogues }
  }

  /**
   * One transaction, restarted on conflicts (see Database.transaction). When the request carries an Idempotency-Key, the
   * key is taken first and the answer stored last, in this same transaction; so an operation opens exactly one.
   */
  transaction<T>(body: (tx: Transaction) => Promise<T>): Promise<T> {
    if (this.#tx) return body(this.#tx)
    const keyed = this.#keyed
    if (!keyed) return this.db.transaction(this.cause, body)
    return this.db.transaction(this.cause, async (tx) => {
      await takeKey(tx, keyed)
      const result = await body(tx)
      await storeAnswer(tx, keyed, keyed.store(result))
      return result
    })
  }
}

/** Builds the one context of a process. */
export function openContext(config: Config, databaseUrl: string, role: string): Ctx {
  const metrics = openMetrics()
  const db = new Database({
    url: databaseUrl,
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName: `holdfast-${role}`,
    onRestart: (code) => metrics.transactionRestarts.inc({ code }),
  })
  db.nudges.on('hold-expired', () => metrics.slotLockExpired.inc())
  const cause = { actor: system, channel: 'system', correlationId: role }
  const log = openLog({ level: config.LOG_LEVEL, role })
  return new Ctx({ config, db, log, metrics, catalogues: new CatalogueCache(db), cause })
}
