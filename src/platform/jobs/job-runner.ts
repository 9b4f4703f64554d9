import { Logger, makeWorkerUtils, parseCronItems, type Runner, run } from 'graphile-worker'
import type { Database } from '../db/database.ts'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { lastTurn, readCron } from './cron.ts'
import { findJobRun, saveJobRun } from './job-runs.sql.ts'

/** A background job: idempotent, bounded, takes no input, returns a status that can be shown. */
export type Job = {
  readonly name: string
  readonly run: () => Promise<Record<string, unknown>>
} & (
  | {
      /** Seconds from the end of one run to the start of the next. */
      readonly everySeconds: number
    }
  | {
      /** When it comes round: minute, hour, day, month and weekday in UTC. */
      readonly cron: string
    }
)

type ScheduledJob = Extract<Job, { cron: string }>

export type JobRunner = { readonly stop: () => Promise<void> }

type Parts = { readonly db: Database; readonly log: Log; readonly metrics: Metrics }

/**
 * Runs jobs on graphile-worker, each once for all processes together. A job with an interval is one row that puts itself back
 * when it is done; one with a schedule gets its row at each turn from whichever process is first. After a crash a job goes on
 * within a minute or so, and of the turns that came while nobody was there one is taken at the next start.
 */
export async function runJobs(
  options: Parts & {
    readonly jobs: readonly Job[]
    /** How often the rows of all jobs are looked after. */
    readonly watchSeconds?: number
  },
): Promise<JobRunner> {
  const { db, log, jobs, watchSeconds = 60 } = options
  const logger = loggerTo(log)
  const scheduled = jobs.filter((job): job is ScheduledJob => 'cron' in job)
  const taskList = Object.fromEntries(
    jobs.map((job) => [
      job.name,
      async () => {
        const isDone = await runOne(options, job)
        if ('everySeconds' in job) await putBack(job, new Date(Date.now() + job.everySeconds * 1000))
        if (!isDone) log.warn({ job: job.name }, 'job will run again at its next turn')
      },
    ]),
  )
  const utils = await makeWorkerUtils({ pgPool: db.pool, logger })
  await utils.migrate()
  // The same key keeps it one row however many processes start; a run under way gets a successor, not a twin.
  const putBack = (job: Job, runAt: Date) =>
    utils.addJob(job.name, {}, { jobKey: job.name, jobKeyMode: 'replace', runAt, maxAttempts: 5 })
  const ensureAll = async () => {
    for (const job of jobs) {
      if ('cron' in job && !(await hasMissedTurn(db, job))) continue
      await utils.addJob(job.name, {}, { jobKey: job.name, jobKeyMode: 'preserve_run_at', maxAttempts: 5 })
    }
  }
  await ensureAll()
  // A worker that was killed leaves its row locked for hours. Asked for again, a locked row gets a free one beside it; one that
  // merely runs is then run once more than needed, which jobs bear.
  const watch = setInterval(() => {
    ensureAll().catch((error: unknown) => log.warn({ err: error }, 'jobs could not be looked after'))
  }, watchSeconds * 1000)

  const runner: Runner = await run({
    pgPool: db.pool,
    logger,
    taskList,
    parsedCronItems: parseCronItems(
      scheduled.map(({ name, cron }) => ({
        task: name,
        match: cron,
        options: { jobKey: name, jobKeyMode: 'replace', maxAttempts: 5 },
      })),
    ),
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

function loggerTo(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error({ source: 'jobs' }, message)
    else if (level === 'warning') log.warn({ source: 'jobs' }, message)
    else log.debug({ source: 'jobs' }, message)
  })
}

/** Whether a turn came that nobody took: no process was there, or the one that took it was killed. */
async function hasMissedTurn(db: Database, { name, cron }: ScheduledJob): Promise<boolean> {
  const [last] = await db.run(findJobRun, name)
  if (!last) return false
  const turn = lastTurn(readCron(cron), last.now)
  return turn !== null && (last.ranAt ?? 0) < turn
}

/** Runs a job and keeps what came of it; false when it failed. */
async function runOne({ db, log, metrics }: Parts, job: Job): Promise<boolean> {
  let figures: Record<string, unknown> = {}
  let failure: string | null = null
  try {
    figures = await job.run()
    metrics.jobRuns.inc({ job: job.name, outcome: 'done' })
    log.debug({ job: job.name, ...figures }, 'job done')
  } catch (error) {
    failure = String(error).slice(0, 500)
    metrics.jobRuns.inc({ job: job.name, outcome: 'failed' })
    log.error({ err: error, job: job.name }, 'job failed')
  }
  await db
    .run(saveJobRun, job.name, JSON.stringify(figures), failure)
    .catch((error: unknown) => log.warn({ err: error, job: job.name }, 'what came of a job could not be kept'))
  return failure === null
}
