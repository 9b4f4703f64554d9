import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Cause } from '../cause.ts'
import type { Queryable } from './database.ts'
import type { DB } from './schema.generated.ts'
import { queryOf, type Row, type Statement } from './statement.ts'

/** Thrown by a transaction body that lost a race it can win by reading again; the body is run again from the start. */
export class Restart extends Error {
  constructor(why: string) {
    super(`Restart: ${why}`)
    this.name = 'Restart'
  }
}

/** The SQLSTATE (or `restart`) that makes running the body again worthwhile, else undefined. */
export function isRestartable(error: unknown): string | undefined {
  if (error instanceof Restart) return 'restart'
  const code = (error as { code?: unknown } | null)?.code
  return code === '40001' || code === '40P01' || code === lostRace ? code : undefined
}

/** Raised by the SQL function `require_rows` when a rival was first; the transaction starts over and sees the rival. */
export const lostRace = 'HF001'

/** What is told of after a commit, by name. */
export type Nudge = 'events' | 'hold-expired' | 'notifications'

/** An open transaction on one connection. */
export class Transaction implements Queryable {
  /** Why this is happening; recorded with every fact. */
  readonly cause: Cause
  readonly #client: pg.PoolClient
  readonly #nudges: Nudge[] = []
  readonly #sent: Promise<unknown>[] = []
  #kysely: Kysely<DB> | undefined

  constructor(client: pg.PoolClient, cause: Cause) {
    this.#client = client
    this.cause = cause
  }

  async run<R extends Row, P extends readonly unknown[]>(statement: Statement<R, P>, ...values: P): Promise<R[]> {
    const result = await this.#client.query(queryOf(statement, values))
    return result.rows as R[]
  }

  /**
   * Sends a statement whose rows nobody needs, without waiting: the last writes of an operation and the COMMIT behind them
   * travel together and cost one round trip. What it cannot do fails the whole transaction, with its own error.
   */
  send<R extends Row, P extends readonly unknown[]>(statement: Statement<R, P>, ...values: P): void {
    const sent = this.run(statement, ...values)
    // Looked at by `settled`; until then it must not count as unhandled.
    sent.catch(() => {})
    this.#sent.push(sent)
  }

  /** Waits for everything sent; rejects with the first failure. */
  async settled(): Promise<void> {
    await Promise.all(this.#sent)
  }

  /** Kysely on this transaction's connection, for statements built at run time. */
  get kysely(): Kysely<DB> {
    const client = this.#client
    const borrowed = { query: client.query.bind(client), release: () => {} } as unknown as pg.PoolClient
    const pool = { connect: async () => borrowed, end: async () => {} }
    this.#kysely ??= new Kysely<DB>({ dialect: new PostgresDialect({ pool: pool as unknown as pg.Pool }) })
    return this.#kysely
  }

  /** Wakes whoever waits for `nudge` once this is committed; never when it is rolled back or run again. */
  afterCommit(nudge: Nudge): void {
    this.#nudges.push(nudge)
  }

  /** What to wake, read by the database after the commit. */
  get nudges(): readonly Nudge[] {
    return this.#nudges
  }
}
