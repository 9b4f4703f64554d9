import pg from 'pg'
import { type Ctx, openContext } from '../../src/context.ts'
import { type Actor, anonymous } from '../../src/features/identity/actor.ts'
import type { World } from '../world.ts'
import { until } from './server-process.ts'

/** Another node on a world's database, on behalf of `actor`, whose statements see the clock at `instant`. */
export type OtherNode = { readonly ctx: Ctx; close: () => Promise<void> }

/** Two nodes whose clocks differ by a moment stand for one clock read a moment apart. */
export function otherNode(world: World, instant: string, actor: Actor = anonymous): OtherNode {
  const ctx = openContext(world.config, world.url, 'other')
  ctx.db.pool.on('acquire', (client: pg.PoolClient) => {
    client.query(`select set_config('holdfast.now', $1, false)`, [instant]).catch(() => {})
  })
  const cause = { actor, channel: 'api', correlationId: 'other-node' }
  return { ctx: ctx.as(cause), close: () => ctx.db.close() }
}

/** A lock the test holds, so that what runs into it stands still until `release`. */
export type Obstruction = {
  /** Waits until `count` transactions of the world wait for any lock. */
  waiting: (count: number) => Promise<void>
  release: () => Promise<void>
}

/** Takes a lock, `statement` being `lock table …` or `select … for update`, on a connection of its own. */
export async function obstruct(
  world: Pick<World, 'url'>,
  statement: string,
  values: unknown[] = [],
): Promise<Obstruction> {
  const holder = new pg.Client({ connectionString: world.url })
  const onlooker = new pg.Client({ connectionString: world.url })
  await Promise.all([holder.connect(), onlooker.connect()])
  await holder.query('begin')
  await holder.query(statement, values)
  return {
    waiting: async (count) => {
      await until(`${count} transactions to wait`, async () => {
        const { rows } = await onlooker.query(
          `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
        return rows[0].n >= count
      })
    },
    release: async () => {
      await holder.query('rollback')
      await Promise.all([holder.end(), onlooker.end()])
    },
  }
}

/** Deadlocks PostgreSQL has broken in the world's database, whoever ran into them. */
export async function deadlocksIn(ctx: Ctx): Promise<number> {
  const { values } = await ctx.metrics.transactionRestarts.get()
  return values.filter(({ labels }) => labels.code === '40P01').reduce((sum, { value }) => sum + value, 0)
}
