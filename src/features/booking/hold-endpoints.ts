import { z } from 'zod'
import { defineEndpoint } from '../../platform/http/endpoint.ts'
import { idOf, instant, instantOut, line, phone } from '../../platform/http/schemas.ts'
import { forbidden, notFound } from '../../platform/problem.ts'
import { appointmentStatuses } from './appointment.ts'
import { clientBusy, engineDisabled, holdExpired, notInState, ruleRejected, slotTaken } from './problems.ts'

export const reservationToken = z
  .uuid('is not a reservation token')
  .transform((text) => text.toLowerCase())
  .meta({ description: 'The secret a hold was answered with' })
const durationMinutes = z
  .union([z.literal(30), z.literal(60), z.literal(90)], 'is 30, 60 or 90')
  .meta({ description: 'Left out: the shortest the service offers' })
const conversation = z
  .string()
  .regex(/^[A-Za-z0-9._:+@-]{4,120}$/, 'takes 4 to 120 letters, digits and . _ : + @ -')
  .meta({
    description:
      'One dialogue with one person. Its next hold replaces the one before; so choose a name nobody guesses, such as a UUID.',
  })

export const place = z.strictObject({ role: z.string(), resourceId: z.uuid() })

export const override = z
  .strictObject({ reason: line(500) })
  .meta({ description: 'Overbook on purpose; takes an ADMIN or the permission to overbook, and is audited' })

export const slotWish = {
  unitId: idOf('unit'),
  serviceId: idOf('service'),
  start: instant.meta({ description: 'Where the slot begins' }),
  durationMinutes: durationMinutes.optional(),
  resourceIds: z
    .array(idOf('resource'))
    .min(1)
    .max(20)
    .optional()
    .meta({ description: 'Only these; left out: any that is free' }),
  conversation: conversation.optional(),
}

/** A hold as its owner sees it. */
export const holdView = z
  .strictObject({
    appointmentId: z.uuid(),
    reservationToken: z.uuid(),
    status: z.enum(appointmentStatuses),
    unitId: z.uuid(),
    serviceId: z.uuid(),
    start: instantOut,
    end: instantOut,
    durationMinutes: z.int(),
    resources: z.array(place),
    expiresAt: instantOut.nullable().meta({ description: 'When the hold ends by itself' }),
    canExtend: z.boolean(),
    serverTime: instantOut.meta({ description: 'The clock the deadline is judged by' }),
  })
  .meta({ id: 'Hold' })

const byToken = { reservationToken }

export const lockSlot = defineEndpoint({
  id: 'place-hold',
  method: 'POST',
  path: '/api/v1/slots/lock',
  tag: 'holds',
  summary: 'Hold a time',
  description:
    'Takes a time for a few minutes. While you hold it nobody else can have it, on any channel. Confirm it with `POST /appointments`, or let it expire.',
  access: 'anyone',
  rate: 'hold',
  idempotent: true,
  body: z.strictObject({
    ...slotWish,
    client: z
      .strictObject({ phone: phone.optional(), clientId: idOf('client').optional() })
      .optional()
      .meta({ description: 'Whom it is for, if known: one person holds one time at a time' }),
    override: override.optional(),
  }),
  answers: {
    201: {
      description: 'Held',
      schema: holdView,
      headers: { Location: 'The appointment it becomes', ETag: 'Its version' },
    },
  },
  problems: [slotTaken, clientBusy, ruleRejected, engineDisabled, notFound, forbidden],
})

export const releaseSlot = defineEndpoint({
  id: 'release-hold',
  method: 'POST',
  path: '/api/v1/slots/release',
  tag: 'holds',
  summary: 'Give a held time back',
  description: 'Repeating it changes nothing and answers the same.',
  access: 'anyone',
  rate: 'write',
  body: z.strictObject(byToken),
  answers: { 200: { description: 'Free again', schema: holdView } },
  problems: [notInState, notFound],
})

export const extendSlot = defineEndpoint({
  id: 'extend-hold',
  method: 'POST',
  path: '/api/v1/slots/extend',
  tag: 'holds',
  summary: 'Hold a time longer',
  description: 'Gives the hold its full length again; once per hold.',
  access: 'anyone',
  rate: 'write',
  idempotent: true,
  body: z.strictObject(byToken),
  answers: { 200: { description: 'Extended', schema: holdView } },
  problems: [holdExpired, notInState, notFound],
})
