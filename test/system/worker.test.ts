/** Workers as processes of their own: what one was killed over another does, and what watches over one can ask it. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { expireHolds } from '../../src/features/booking/expire-holds.ts'
import { type Job, runJobs } from '../../src/platform/jobs/job-runner.ts'
import { allEndpoints } from '../../src/routes.ts'
import { type Clinic, openClinic } from '../clinic.ts'
import { openWorld, type World } from '../world.ts'
import { obstruct } from './held-up.ts'
import { assertInvariants } from './invariants.ts'
import { type ServerProcess, startProcess, until } from './server-process.ts'

let world: World
let clinic: Clinic
/** Ends what a test began, in the opposite order. */
const stops: (() => Promise<unknown>)[] = []

// A database each, since whoever runs a job puts it back for an hour or so.
beforeEach(async () => {
  world = await openWorld()
  clinic = await openClinic(world)
})
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
  await world.close()
})

async function startWorker(): Promise<ServerProcess> {
  const worker = await startProcess({ DATABASE_URL: world.url }, 'worker')
  stops.push(() => worker.end('SIGKILL'))
  return worker
}

/** A hold whose time is up, by the clock every process reads. */
async function overdueHold(): Promise<string> {
  const { unitId, serviceId } = clinic
  const day = Math.ceil(Date.now() / 86_400_000 + 1) * 86_400_000
  const start = new Date(day).toISOString()
  world.setClock(new Date(Date.now() - 3_600_000).toISOString())
  const { status, body } = await world.call('POST', '/api/v1/slots/lock', { unitId, serviceId, start })
  world.setClock(undefined)
  assert.equal(status, 201, JSON.stringify(body))
  return body.appointmentId
}

describe('a worker that was killed', () => {
  it('H1: leaves its job to one that was there all the time, which does it whole and once', async () => {
    const open = Promise.withResolvers<void>()
    const errand = (name: string) => ({ name, begun: Promise.withResolvers<void>() })
    const errands = [errand('first-errand'), errand('second-errand')]
    const expired: number[] = []
    const jobs: Job[] = [
      // Both its hands are full, so that it is the other worker that takes the job.
      ...errands.map(({ name, begun }) => ({
        name,
        everySeconds: 3600,
        run: async () => {
          begun.resolve()
          await open.promise
          return {}
        },
      })),
      {
        name: 'expire-holds',
        everySeconds: 3600,
        run: async () => {
          const status = await expireHolds(world.ctx)
          expired.push(status.expired)
          return status
        },
      },
    ]
    const { db, log, metrics } = world.ctx
    const survivor = await runJobs({ db, log, metrics, jobs, watchSeconds: 0.1 })
    stops.push(async () => {
      open.resolve()
      await survivor.stop()
    })
    await Promise.all(errands.map(({ begun }) => begun.promise))

    const hold = await overdueHold()
    const table = await obstruct(world, 'lock table appointments in exclusive mode')
    const victim = await startWorker()
    await table.waiting(1)
    assert.equal(await victim.end('SIGKILL'), null)
    await table.release()
    // Its server process reads to the end what it was sent before it notices, and holds its locks until then.
    await until('PostgreSQL to notice', async () => {
      const left = await world.query(
        `select from pg_stat_activity where datname = current_database() and application_name = 'holdfast-worker'`,
      )
      return left.length === 0
    })
    const [left] = await world.query<{ jobs: number }>(
      `select count(*)::int as jobs from graphile_worker.jobs where task_identifier = 'expire-holds' and locked_by is not null`,
    )
    assert.ok(left && left.jobs > 0, 'it was not killed in the middle of its job')
    assert.deepEqual(expired, [])

    open.resolve()
    await until('the job to be done', async () => expired.length > 0)
    // PostgreSQL may have carried through what the victim had sent it; whoever did it, it is done, and once.
    assert.ok(expired.every((count) => count <= 1) && expired.length === 1, JSON.stringify(expired))
    const [row] = await world.query('select status, cancel_reason from appointments where id = $1', [hold])
    assert.deepEqual(row, { status: 'CANCELLED', cancel_reason: 'HOLD_EXPIRED' })
    const types = (await world.events()).filter(({ subject }) => subject.id === hold).map(({ type }) => type)
    assert.deepEqual(types, ['slot.locked', 'slot.released'])
    await assertInvariants(world.query, clinic.unitId)
  })

  it('H1: leaves its job to one that is started afterwards', async () => {
    const table = await obstruct(world, 'lock table appointments in exclusive mode')
    const victim = await startWorker()
    await table.waiting(1)
    await victim.end('SIGKILL')
    await table.release()
    const hold = await overdueHold()
    const next = await startWorker()
    await until('the hold to be tidied away', async () => {
      const [row] = await world.query<{ status: string }>('select status from appointments where id = $1', [hold])
      return row?.status === 'CANCELLED'
    })
    assert.equal(await next.figure('slot_lock_expired_total'), 1)
    assert.equal(await next.end(), 0)
  })
})

describe('the port of a worker', () => {
  it('H1: answers what watches over it, and nothing else there is', async () => {
    const worker = await startWorker()
    const watched = ['/healthz', '/readyz', '/metrics', '/workers/reminders/health']
    const [health, readiness, figures, reminders] = await Promise.all(watched.map((path) => worker.call('GET', path)))
    assert.deepEqual([health?.status, health?.body.status], [200, 'ok'])
    assert.deepEqual([readiness?.status, readiness?.body.status], [200, 'ready'])
    assert.equal(figures?.status, 200)
    assert.deepEqual([reminders?.status, reminders?.body.dueUnsent], [200, 0])
    await until('a job to be counted', async () => (await worker.figure('job_runs_total', 'outcome="done"')) > 0)

    const others = allEndpoints.filter(({ path }) => !watched.includes(path))
    assert.ok(others.length > 30)
    const asked = [
      ...others.map(({ method, path }) => ({ method, path: path.replace(/:\w+/g, clinic.unitId) })),
      ...['/', '/book', '/book/clinic-1', '/docs', '/openapi.json', '/assets/booking/x.js'].map((path) => ({
        method: 'GET',
        path,
      })),
    ]
    for (const { method, path } of asked) {
      const { status, body } = await worker.call(method, path)
      assert.deepEqual([status, body.code], [404, 'not-found'], `${method} ${path}`)
    }
    for (const path of watched) assert.equal((await worker.call('POST', path, {})).status, 405, path)
    assert.equal(await worker.end(), 0)
  })
})
