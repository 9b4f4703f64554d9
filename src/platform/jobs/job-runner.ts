import { Logger, makeWorkerUtils, type Runner, run } from 'graphile-worker'
import type { Pool } from 'pg'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'

/** A background job: idempotent, bounded, takes no input, returns a status that can be shown. */
export type Job = {
  readonly name: string
  /** Seconds from the end of one run to the start of the next. */
  readonly everySeconds: number
  readonly run: () => Promise<Record<string, unknown>>
}

/** How often the rows of all jobs are looked after. */
const watchSeconds = 60

export type JobRunner = { readonly stop: () => Promise<void> }

/**
 * Runs jobs on graphile-worker. Each job is one row that puts itself back when it is done, so that any number of processes
 * run each job about once per interval between them, and after a crash a job goes on within a minute or so.
 */
export async function runJobs(options: {
  pool: Pool
  log: Log
  metrics: Metrics
  jobs: readonly Job[]
}): Promise<JobRunner> {
  const { pool, log, metrics, jobs } = options
  const logger = new Logger(() => (level, message) => {
    if (level === 'error') log.error({ source: 'jobs' }, message)
    else if (level === 'warning') log.warn({ source: 'jobs' }, message)
    else log.debug({ source: 'jobs' }, message)
  })
  const taskList = Object.fromEntries(
    jobs.map((job) => [
      job.name,
      async () => {
        const outcome = await runOne(job, log, metrics)
        await putBack(job, new Date(Date.now() + job.everySeconds * 1000))
        if (outcome instanceof Error) log.warn({ job: job.name }, 'job will run again at its next turn')
      },
    ]),
  )
  const utils = await makeWorkerUtils({ pgPool: pool, logger })
  await utils.migrate()
  // The same key keeps it one row however many processes start; a run under way gets a successor, not a twin.
  const putBack = (job: Job, runAt: Date) =>
    utils.addJob(job.name, {}, { jobKey: job.name, jobKeyMode: 'replace', runAt, maxAttempts: 5 })
  const ensureAll = async () => {
    for (const { name } of jobs) {
      await utils.addJob(name, {}, { jobKey: name, jobKeyMode: 'preserve_run_at', maxAttempts: 5 })
    }
  }
  await ensureAll()
  // A worker that was killed leaves its row locked for hours. Asked for again, a locked row gets a free one beside it; one that
  // merely runs is then run once more than needed, which jobs bear.
  const watch = setInterval(() => {
    ensureAll().catch((error: unknown) => log.warn({ err: error }, 'jobs could not be looked after'))
  }, watchSeconds * 1000)

  const runner: Runner = await run({
    pgPool: pool,
    logger,
    taskList,
    concurrency: 2,
    pollInterval: 2000,
    noHandleSignals: true,
  })
  runner.promise.catch((error) => log.error({ err: error }, 'the job runner ended'))
  return {
    stop: async () => {
      clearInterval(watch)
      await runner.stop().catch(() => {})
      await utils.release()
    },
  }
}

async function runOne(job: Job, log: Log, metrics: Metrics): Promise<Error | undefined> {
  try {
    const status = await job.run()
    metrics.jobRuns.inc({ job: job.name, outcome: 'done' })
    log.debug({ job: job.name, ...status }, 'job done')
    return undefined
  } catch (error) {
    metrics.jobRuns.inc({ job: job.name, outcome: 'failed' })
    log.error({ err: error, job: job.name }, 'job failed')
    return error instanceof Error ? error : new Error(String(error))
  }
}
