import { z } from 'zod'
import { defineEndpoint } from '../../platform/http/endpoint.ts'
import { idOf, instantOut, line, pageOf, pageQuery } from '../../platform/http/schemas.ts'
import { type ChannelName, channelNames } from './channels/channel.ts'
import { messageKinds } from './message.ts'
import { readAddress } from './opt-out.ts'
import { messageOvertaken, remindersBehind } from './problems.ts'

const statuses = ['QUEUED', 'SENT', 'DEAD', 'EXPIRED'] as const

const notificationFields = {
  id: z.uuid(),
  unitId: z.uuid(),
  kind: z.enum(messageKinds),
  audience: z.enum(['CLIENT', 'PROVIDER']),
  channel: z.enum(channelNames),
  address: z.string().meta({ description: 'E-mail address, number or chat it goes to' }),
  recipient: z.string(),
  appointmentId: z.uuid().nullable(),
  clientId: z.uuid().nullable(),
  resourceId: z.uuid().nullable(),
  eventId: z.uuid().nullable().meta({ description: 'The event it tells of' }),
  status: z.enum(statuses).meta({
    description:
      'DEAD: refused, or given up after many attempts. EXPIRED: of no use to anybody before it could be sent.',
  }),
  attempts: z.int(),
  nextAttemptAt: instantOut.nullable(),
  sentAt: instantOut.nullable(),
  sentVia: z.string().nullable(),
  sentTo: z.string().nullable().meta({ description: 'Where it really went, when messages are redirected' }),
  answer: z.string().nullable().meta({ description: 'What the provider said last' }),
  invitation: z
    .strictObject({ uid: z.string(), method: z.enum(['REQUEST', 'CANCEL']), sequence: z.int(), attendee: z.string() })
    .nullable(),
  createdAt: instantOut,
}

export const notificationView = z.strictObject(notificationFields).meta({ id: 'Notification' })

export const shownNotificationView = z
  .strictObject({
    ...notificationFields,
    message: z
      .strictObject({
        subject: z.string(),
        text: z.string(),
        html: z.string(),
        short: z.string().meta({ description: 'As SMS and messengers show it' }),
        calendar: z.string().nullable(),
      })
      .nullable()
      .meta({ description: 'Null when it cannot be put into words; `trouble` says why' }),
    trouble: z.string().nullable(),
    history: z.array(
      z.strictObject({
        attempt: z.int(),
        startedAt: instantOut,
        finishedAt: instantOut.nullable(),
        outcome: z.enum(['SENT', 'DELAYED', 'REFUSED', 'UNREACHABLE', 'UNKNOWN']).meta({
          description: 'UNKNOWN: the worker ended before anybody learnt what came of it',
        }),
        answer: z.string(),
      }),
    ),
  })
  .meta({ id: 'ShownNotification' })

const access = { roles: ['ADMIN', 'STAFF'], scope: 'notifications:read' } as const

export const listNotificationsEndpoint = defineEndpoint({
  id: 'list-notifications',
  method: 'GET',
  path: '/api/v1/units/:unitId/notifications',
  tag: 'notifications',
  summary: 'What people were told, and what waits to be told',
  description: 'Newest first. `status=DEAD` lists what was given up.',
  access,
  rate: 'read',
  params: z.strictObject({ unitId: idOf('unit') }),
  query: z.strictObject({
    status: z.enum(statuses).optional(),
    channel: z.enum(channelNames).optional(),
    kind: z.enum(messageKinds).optional(),
    appointmentId: idOf('appointment').optional(),
    clientId: idOf('client').optional(),
    address: line(254).optional().meta({ description: 'A part of the address' }),
    ...pageQuery,
  }),
  answers: { 200: { description: 'A page', schema: pageOf(notificationView) } },
  problems: [],
})

export const showNotificationEndpoint = defineEndpoint({
  id: 'show-notification',
  method: 'GET',
  path: '/api/v1/notifications/:id',
  tag: 'notifications',
  summary: 'One message: its words, its calendar entry, every attempt',
  access,
  rate: 'read',
  params: z.strictObject({ id: idOf('notification') }),
  answers: { 200: { description: 'The message', schema: shownNotificationView } },
  problems: [],
})

export const retryNotificationEndpoint = defineEndpoint({
  id: 'retry-notification',
  method: 'POST',
  path: '/api/v1/notifications/:id/retry',
  tag: 'notifications',
  summary: 'Send a message now, or once more',
  description:
    'The same message under the same `Message-ID`: what was given up is tried again, what waits is sent now, what was sent is ' +
    'sent again. A calendar that has this revision takes no notice of it. What something later has overtaken is refused.',
  access: { roles: ['ADMIN', 'STAFF'], scope: 'notifications:write' },
  rate: 'write',
  idempotent: true,
  params: z.strictObject({ id: idOf('notification') }),
  answers: { 200: { description: 'Queued', schema: notificationView } },
  problems: [messageOvertaken],
})

export const optOutView = z
  .strictObject({
    channel: z.enum(channelNames),
    address: z.string(),
    source: z.enum(['RECIPIENT', 'PROVIDER', 'STAFF']).meta({
      description: 'Who said so: they themselves (STOP), the provider that refused to deliver, or staff',
    }),
    createdAt: instantOut,
  })
  .meta({ id: 'OptOut' })

const optOutFields = {
  channel: z.enum(channelNames),
  address: line(254).meta({
    description:
      'E-mail address, phone number with its country code, or chat id. Spaces and dashes in a number are forgiven',
    examples: ['ana@example.com'],
  }),
}

/** Brings the address to the form it has on its channel. */
function readOptOut<T extends { channel: ChannelName; address: string }>(typed: T, context: z.RefinementCtx): T {
  const read = readAddress(typed.channel, typed.address)
  if ('address' in read) return { ...typed, address: read.address }
  context.addIssue({ code: 'custom', path: ['address'], message: read.error })
  return z.NEVER
}

export const listOptOutsEndpoint = defineEndpoint({
  id: 'list-opt-outs',
  method: 'GET',
  path: '/api/v1/units/:unitId/opt-outs',
  tag: 'notifications',
  summary: 'Addresses that are not written to',
  access,
  rate: 'read',
  params: z.strictObject({ unitId: idOf('unit') }),
  query: z.strictObject(pageQuery),
  answers: { 200: { description: 'A page', schema: pageOf(optOutView) } },
  problems: [],
})

export const addOptOutEndpoint = defineEndpoint({
  id: 'add-opt-out',
  method: 'POST',
  path: '/api/v1/units/:unitId/opt-outs',
  tag: 'notifications',
  summary: 'Write to an address no more',
  description: 'Messages take the next channel of the same person, where there is one. Again, the same answer.',
  access: { roles: ['ADMIN', 'STAFF'], scope: 'notifications:write' },
  rate: 'write',
  idempotent: true,
  params: z.strictObject({ unitId: idOf('unit') }),
  body: z.strictObject(optOutFields).transform(readOptOut),
  answers: { 200: { description: 'Closed', schema: optOutView } },
  problems: [],
})

export const removeOptOutEndpoint = defineEndpoint({
  id: 'remove-opt-out',
  method: 'DELETE',
  path: '/api/v1/units/:unitId/opt-outs/:channel/:address',
  tag: 'notifications',
  summary: 'Write to an address again',
  access: { roles: ['ADMIN', 'STAFF'], scope: 'notifications:write' },
  rate: 'write',
  params: z.strictObject({ unitId: idOf('unit'), ...optOutFields }).transform(readOptOut),
  answers: { 200: { description: 'Open again', schema: optOutView } },
  problems: [],
})

export const showRemindersHealthEndpoint = defineEndpoint({
  id: 'show-reminders-health',
  method: 'GET',
  path: '/workers/reminders/health',
  tag: 'operations',
  summary: 'Reminders go out when they are due',
  description: 'For whatever watches over workers; any process answers for all. Counts are of every unit.',
  access: 'anyone',
  rate: 'read',
  answers: {
    200: {
      description: 'None has been due for long',
      schema: z
        .strictObject({
          status: z.literal('ok'),
          lastRunAt: instantOut.nullable().meta({ description: 'When the job last ended; null: never' }),
          dueUnsent: z.int().meta({ description: 'Due, with no message in the outbox' }),
          oldestDueSeconds: z.int().meta({ description: '0 when none is due' }),
          waiting: z.int().meta({ description: 'Not due yet' }),
        })
        .meta({ id: 'RemindersHealth' }),
    },
  },
  problems: [remindersBehind],
})
