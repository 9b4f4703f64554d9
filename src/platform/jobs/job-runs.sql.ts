import { statement } from '../db/statement.ts'

export type JobRunRow = {
  /** Epoch ms; null when it never ran. */
  ranAt: number | null
  failure: string | null
  /** Epoch ms. */
  now: number
}

/** One row, whether or not the job ever ran. */
export const findJobRun = statement<JobRunRow, [job: string]>(
  'job-runs-last',
  `select date_part('epoch', r.ran_at) * 1000 as "ranAt", r.failure, date_part('epoch', clock_at()) * 1000 as now
     from (select $1::text as job) as j left join job_runs r using (job)`,
)

export const saveJobRun = statement<never, [job: string, figures: string, failure: string | null]>(
  'job-runs-save',
  `insert into job_runs (job, ran_at, figures, failure) values ($1, clock_at(), $2, $3)
   on conflict (job) do update set ran_at = excluded.ran_at, figures = excluded.figures, failure = excluded.failure`,
)
