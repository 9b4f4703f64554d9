import { z } from 'zod'
import { instantOut } from '../../platform/http/schemas.ts'
import { problemKind } from '../../platform/problem.ts'

export const messageOvertaken = problemKind('message-overtaken', 409, 'Something later was said since', {
  meaning:
    'The message is out of date: a later revision of its invitation was written for the same attendee, or the reminder is of ' +
    'a start at which nobody is to be reminded any more. Sent now, it would tell them what is not so.',
  advice: 'Send the latest message of the appointment instead: the list of notifications takes its `appointmentId`.',
})

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
