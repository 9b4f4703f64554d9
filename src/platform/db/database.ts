import { EventEmitter } from 'node:events'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Cause } from '../cause.ts'
import type { DB } from './schema.generated.ts'
import { queryOf, type Row, type Statement } from './statement.ts'
import { isRestartable, type Nudge, Transaction } from './transaction.ts'
import { typeParsers } from './types.ts'

/** How often a transaction body is run before its conflict with others is given up. */
const attemptsPerTransaction = 6

/**
 * A waiting booking answers 503 rather than hang; a lost client frees its locks. Statements are planned once per connection:
 * left to itself PostgreSQL plans those with arrays and ranges anew each time, which takes five times as long as running them.
 */
const settings =
  '-c lock_timeout=10s -c statement_timeout=30s -c idle_in_transaction_session_timeout=30s -c timezone=UTC -c plan_cache_mode=force_generic_plan'

export type DatabaseOptions = {
  url: string
  /** Connections kept at most. */
  poolSize?: number
  applicationName?: string
  /** Told when a body is run again, with the SQLSTATE that made it so. */
  onRestart?: (code: string) => void
}

/** Anything statements can be run on: the pool (each statement its own transaction) or an open transaction. */
export interface Queryable {
  run<R extends Row, P extends readonly unknown[]>(statement: Statement<R, P>, ...values: P): Promise<R[]>
  readonly kysely: Kysely<DB>
}

/** The one door to PostgreSQL. */
export class Database implements Queryable {
  readonly pool: pg.Pool
  readonly kysely: Kysely<DB>
  /** Emits a `Nudge` after the commit of a transaction that asked for it. Only this process hears it; others poll. */
  readonly nudges = new EventEmitter<Record<Nudge, []>>()
  readonly #onRestart: ((code: string) => void) | undefined

  constructor(options: DatabaseOptions) {
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: options.poolSize ?? 10,
      application_name: options.applicationName ?? 'holdfast',
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 60_000,
      // Statements are sent without waiting for the answer to the one before: BEGIN and COMMIT cost no round trip.
      pipeline: true,
      types: typeParsers,
      options: settings,
    } as pg.PoolConfig)
    // A connection lost while idle is replaced at the next checkout; without a listener it would end the process.
    this.pool.on('error', () => {})
    // The same for one that is lost while in use: the statement under way is rejected, which is news enough.
    this.pool.on('connect', (client) => client.on('error', () => {}))
    this.kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool: this.pool }) })
    this.#onRestart = options.onRestart
  }

  async run<R extends Row, P extends readonly unknown[]>(statement: Statement<R, P>, ...values: P): Promise<R[]> {
    const result = await this.pool.query(queryOf(statement, values))
    return result.rows as R[]
  }

  /**
   * Runs `body` in one transaction. The body must keep nothing outside itself: it is run again, from the start, after a
   * serialisation failure, a deadlock or a `Restart` it threw, at most six times.
   */
  async transaction<T>(cause: Cause, body: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(cause, body)
      } catch (error) {
        const code = isRestartable(error)
        if (!code || attempt >= attemptsPerTransaction) throw error
        this.#onRestart?.(code)
        // Deadlock victims come back spread out, or they meet again.
        if (code === '40P01') await new Promise((resume) => setTimeout(resume, Math.random() * 20 * attempt))
      }
    }
  }

  async #once<T>(cause: Cause, body: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await this.pool.connect()
    const tx = new Transaction(client, cause)
    let broken: Error | undefined
    try {
      // Not waited for, here and at the commit: statements travel and are answered in order.
      client.query('begin').catch(() => {})
      const result = await body(tx)
      const committed = client.query('commit')
      committed.catch(() => {})
      await tx.settled()
      // PostgreSQL answers a COMMIT of a failed transaction with ROLLBACK; nothing of it happened.
      if ((await committed).command !== 'COMMIT') throw new Error('The transaction had failed and was rolled back')
      for (const nudge of tx.nudges) this.nudges.emit(nudge)
      return result
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => {
        broken = failure
      })
      // A statement that was sent and failed makes all after it fail; it is the one to tell of.
      await tx.settled()
      throw error
    } finally {
      client.release(broken)
    }
  }

  async close(): Promise<void> {
    await this.pool.end()
  }
}
