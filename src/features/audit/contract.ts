import { z } from 'zod'
import { defineEndpoint } from '../../platform/http/endpoint.ts'
import { idOf, instantOut, line, pageOf, pageQuery } from '../../platform/http/schemas.ts'

export const eventView = z
  .strictObject({
    id: z.uuid(),
    type: z.string().meta({ description: 'Past tense, such as `appointment.moved` or `slot.released`' }),
    unitId: z.uuid().nullable(),
    subject: z.strictObject({ type: z.string(), id: z.string(), version: z.int() }),
    actor: z.strictObject({ kind: z.string(), id: z.string(), name: z.string().optional() }),
    channel: z.string(),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
    data: z.record(z.string(), z.unknown()),
    correlationId: z.string(),
    happenedAt: instantOut,
  })
  .meta({ id: 'Event' })

export const listEventsEndpoint = defineEndpoint({
  id: 'list-events',
  method: 'GET',
  path: '/api/v1/units/:unitId/events',
  tag: 'audit',
  summary: 'Who did what, when, and what it changed',
  description: 'Newest first. With `subjectType` and `subjectId`: the timeline of one thing, as an appointment.',
  access: { roles: ['ADMIN', 'STAFF'], scope: 'audit:read' },
  rate: 'read',
  params: z.strictObject({ unitId: idOf('unit') }),
  query: z.strictObject({
    subjectType: line(40).optional(),
    subjectId: line(100).optional(),
    ...pageQuery,
  }),
  answers: { 200: { description: 'A page', schema: pageOf(eventView) } },
  problems: [],
})
