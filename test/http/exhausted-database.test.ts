/** A database that is there but has run out of something, SQLSTATE class 53: told as a matter of time, and nothing half done. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { type Ctx, openContext } from '../../src/context.ts'
import { openServer } from '../../src/serve.ts'
import { assertUnavailable, type Caller, contentsOf, openCaller } from '../system/caller.ts'
import { callOn, openWorld, type World } from '../world.ts'

let world: World
let caller: Caller

before(async () => {
  world = await openWorld()
  caller = await openCaller(world)
})
after(() => world.close())

/** Every write to `table` fails with `sqlState`, as it does when PostgreSQL itself runs out; until the answer is called. */
async function runOut(table: string, sqlState: string): Promise<() => Promise<unknown>> {
  await world.query(`
    create function run_out() returns trigger language plpgsql as
      $$ begin raise exception 'there is no more' using errcode = '${sqlState}'; end $$;
    create trigger runs_out before insert or update on ${table} execute function run_out()`)
  return () => world.query('drop function run_out() cascade')
}

describe('a database that has run out', () => {
  const shortages = [
    ['of disk space', '53100'],
    ['of memory', '53200'],
    ['of connections', '53300'],
    ['of what its settings allow', '53400'],
  ] as const
  for (const [i, [what, sqlState]] of shortages.entries()) {
    it(`A8: ${what} keeps nothing of a booking, says when to come again, and then takes the same request`, async () => {
      const start = `2027-03-0${i + 2}T09:00:00Z`
      const client = { name: 'Ona', phone: `+3706123456${i}` }
      for (const table of ['claims', 'appointments', 'clients', 'events', 'idempotency_keys']) {
        const key = { 'idempotency-key': randomUUID() }
        const before = await contentsOf(world)
        const mend = await runOut(table, sqlState)
        assertUnavailable(await caller.book(client, { start }, key))
        assertUnavailable(await caller.book(client, { start }, key))
        await mend()
        assert.deepEqual(await contentsOf(world), before, table)
        const { status, body, headers } = await caller.book(client, { start }, key)
        assert.deepEqual([status, headers['idempotent-replayed']], [201, undefined], JSON.stringify(body))
        const cancelled = await caller.call('POST', `/api/v1/appointments/${body.id}/cancel`, {}, caller.desk)
        assert.equal(cancelled.status, 200)
      }
    })
  }

  it('says 503 to who signs in, and not that the password is wrong', async () => {
    const mend = await runOut('sign_in_attempts', '53100')
    const credentials = { email: 'ona@holdfast.localhost', password: 'four words nobody guesses' }
    assertUnavailable(await world.call('POST', '/api/auth/sign-in/email', credentials))
    await mend()
    assert.equal((await world.call('POST', '/api/auth/sign-in/email', credentials)).status, 401)
  })
})

describe('a database that takes no more connections', () => {
  const guest = `holdfast_test_guest_${process.pid}`
  let isSuperuser: boolean
  let ctx: Ctx
  let server: FastifyInstance

  before(async () => {
    const [me] = await world.query<{ yes: boolean }>(
      'select rolsuper as yes from pg_roles where rolname = current_user',
    )
    isSuperuser = me?.yes ?? false
    const url = new URL(world.url)
    if (isSuperuser) {
      // Limits do not bind a superuser, so somebody else asks.
      await world.query(
        `create role ${guest} login password 'guest'; grant all on all tables in schema public to ${guest}`,
      )
      Object.assign(url, { username: guest, password: 'guest' })
    }
    ctx = openContext(world.config, url.href, 'crowded')
    server = await openServer(ctx)
  })
  after(async () => {
    await server.close()
    await ctx.db.close()
    if (isSuperuser) await world.query(`drop owned by ${guest}; drop role ${guest}`)
  })

  /** 0: none; -1: as many as there are. */
  const allow = (connections: number) =>
    world.query(
      `alter ${isSuperuser ? `role ${guest}` : `database ${new URL(world.url).pathname.slice(1)}`} connection limit ${connections}`,
    )

  it('A8: is 503 on every address that needs it, and serves again as soon as it takes them', async () => {
    const { unitId, serviceId } = caller.clinic
    const wish = { unitId, serviceId, start: '2027-03-09T09:00:00Z' }
    const ask = () =>
      Promise.all([
        callOn(server, 'POST', '/api/v1/slots/lock', wish),
        callOn(server, 'GET', `/api/v1/units/${unitId}/availability?serviceId=${serviceId}`),
        callOn(server, 'GET', `/api/v1/units/${unitId}`),
        callOn(server, 'GET', '/api/v1/me', undefined, caller.desk),
        callOn(server, 'GET', '/readyz'),
      ])
    const before = await contentsOf(world)
    await allow(0)
    for (const answer of await ask()) assertUnavailable(answer)
    const page = await callOn(server, 'GET', '/book')
    assert.deepEqual([page.status, Number(page.headers['retry-after']) >= 1], [503, true])
    assert.equal((await callOn(server, 'GET', '/healthz')).status, 200)
    await allow(-1)
    assert.deepEqual(await contentsOf(world), before)
    assert.deepEqual(
      (await ask()).map(({ status }) => status),
      [201, 200, 200, 200, 200],
    )
  })
})
