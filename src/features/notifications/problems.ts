import { z } from 'zod'
import { instantOut } from '../../platform/http/schemas.ts'
import { problemKind } from '../../platform/problem.ts'

export const remindersBehind = problemKind('reminders-behind', 503, 'Reminders are behind', {
  meaning: 'Reminders have been due for ten minutes longer than the schedule allows, and no worker took them up.',
  advice: 'Look after the workers; the runbook on reminders says how. What is due is made up for by itself.',
  members: z.object({
    lastRunAt: instantOut.nullable().optional(),
    dueUnsent: z.int().optional(),
    oldestDueSeconds: z.int().optional(),
    waiting: z.int().optional(),
  }),
})
