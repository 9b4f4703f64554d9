import assert from 'node:assert/strict'
import { after, before, describe, it, mock } from 'node:test'
import { openWorld, type World } from '../../../test/world.ts'
import { runJobs } from './job-runner.ts'

let world: World
before(async () => {
  world = await openWorld()
})
after(() => world.close())

const runner = (jobs: Parameters<typeof runJobs>[0]['jobs']) => {
  const { db, log, metrics } = world.ctx
  return runJobs({ db, log, metrics, jobs })
}

/** Resolves when `give` is called. */
function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}

const keepRun = (job: string, ranAt: string) =>
  world.query('insert into job_runs (job, ran_at) values ($1, $2)', [job, ranAt])
const waitingRows = (job: string) =>
  world.query('select id from graphile_worker.jobs where task_identifier = $1 and locked_by is null', [job])

describe('background jobs', () => {
  it('H1: a job runs at once and puts itself back for its next turn, one row also when another process starts', async () => {
    let runs = 0
    let hasRun = () => {}
    const ran = new Promise<void>((resolve) => {
      hasRun = resolve
    })
    const job = {
      name: 'count-runs',
      everySeconds: 3600,
      run: async () => {
        runs++
        hasRun()
        return { runs }
      },
    }
    const first = await runner([job])
    await ran
    await first.stop()
    const second = await runner([job])
    await second.stop()
    assert.equal(runs, 1)
    const rows = await world.query<{ is_later: boolean }>(
      // The row that ran is taken away soon after the runner has stopped.
      `select run_at > now() + interval '50 minutes' as is_later from graphile_worker.jobs
        where task_identifier = 'count-runs' and locked_by is null`,
    )
    assert.deepEqual(rows, [{ is_later: true }])
  })

  it('H1: a job that fails is counted and runs again at its next turn', async () => {
    let runs = 0
    let hasRunTwice = () => {}
    const ranTwice = new Promise<void>((resolve) => {
      hasRunTwice = resolve
    })
    const failing = await runner([
      {
        name: 'fail-once',
        everySeconds: 0,
        run: async () => {
          runs++
          if (runs === 1) throw new Error('this time not')
          hasRunTwice()
          return {}
        },
      },
    ])
    await ranTwice
    await failing.stop()
    const figures = await world.ctx.metrics.registry.metrics()
    assert.match(figures, /job_runs_total\{job="fail-once",outcome="failed"\} 1/)
  })

  it('E5: a job with a schedule runs once at its turn, though several processes ask for it', async () => {
    const minute = 60_000
    // A turn that the database's clock has reached, while this process believes to be just before it.
    const turn = Math.floor(Date.now() / minute) * minute
    await keepRun('take-turn', 'infinity')
    const [ran, asked] = [signal(), signal()]
    let runs = 0
    const job = {
      name: 'take-turn',
      cron: '* * * * *',
      run: async () => {
        runs++
        ran.give()
        return {}
      },
    }
    const { pool } = world.ctx.db
    const query = pool.query.bind(pool) as (...question: unknown[]) => Promise<unknown>
    let asking = 0
    const watched = mock.method(pool, 'query', async (...question: unknown[]) => {
      const answer = await query(...question)
      if (/last_execution.*add_job/s.test((question[0] as { text?: string }).text ?? '') && ++asking === 2) asked.give()
      return answer
    })
    mock.timers.enable({ apis: ['Date'], now: turn - 50 })
    try {
      const runners = await Promise.all([runner([job]), runner([job])])
      mock.timers.setTime(turn + 50)
      await Promise.all([ran.given, asked.given])
      await Promise.all(runners.map(({ stop }) => stop()))
    } finally {
      mock.timers.reset()
      watched.mock.restore()
    }
    assert.equal(runs, 1)
    assert.deepEqual(await waitingRows('take-turn'), [])
  })

  it('E5: a turn that came while nobody was there is taken at the start, once however many came', async () => {
    await keepRun('make-up', '2000-06-01T00:00:00Z')
    let runs = 0
    const ran = signal()
    const job = {
      name: 'make-up',
      cron: '0 0 1 1 *',
      run: async () => {
        runs++
        ran.give()
        return { made: 1 }
      },
    }
    const late = await runner([job])
    await ran.given
    await late.stop()
    await (await runner([job])).stop()
    assert.equal(runs, 1)
    const [kept] = await world.query(
      `select figures, failure, ran_at > now() - interval '1 minute' as is_new from job_runs where job = 'make-up'`,
    )
    assert.deepEqual(kept, { figures: { made: 1 }, failure: null, is_new: true })
  })

  it('H1: what went wrong in the last run is kept', async () => {
    const ran = signal()
    const failing = await runner([
      {
        name: 'fail',
        everySeconds: 3600,
        run: async () => {
          ran.give()
          throw new Error('not today')
        },
      },
    ])
    await ran.given
    await failing.stop()
    assert.deepEqual(await world.query(`select failure from job_runs where job = 'fail'`), [
      { failure: 'Error: not today' },
    ])
  })
})
