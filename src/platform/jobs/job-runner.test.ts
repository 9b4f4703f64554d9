import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openWorld, type World } from '../../../test/world.ts'
import { runJobs } from './job-runner.ts'

let world: World
before(async () => {
  world = await openWorld()
})
after(() => world.close())

const runner = (jobs: Parameters<typeof runJobs>[0]['jobs']) => {
  const { db, log, metrics } = world.ctx
  return runJobs({ pool: db.pool, log, metrics, jobs })
}

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
      `select run_at > now() + interval '50 minutes' as is_later from graphile_worker.jobs where task_identifier = 'count-runs'`,
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
})
