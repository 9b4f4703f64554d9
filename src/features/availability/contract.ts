import { z } from 'zod'
import { defineEndpoint } from '../../platform/http/endpoint.ts'
import { idOf, instant, instantOut, localDate } from '../../platform/http/schemas.ts'

const unitPath = z.strictObject({ unitId: idOf('unit') })

const dateOrInstant = z.union(
  [localDate, instant],
  'is neither a date (2027-03-01) nor an instant (2027-03-01T09:00:00Z)',
)

const idList = z
  .string()
  .max(800)
  .transform((text) => text.split(','))
  .pipe(z.array(idOf('resource')).min(1).max(20))
  .meta({
    description: 'Ids with commas between: only these resources. Left out: any.',
    examples: ['0198c1de-7a30-7cc4-9f5e-3d0a8b6f21c7'],
  })

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')

export const slotView = z
  .strictObject({
    start: instantOut,
    end: instantOut,
    capacityTotal: z.int().meta({ description: 'Seats there would be if nothing were booked' }),
    capacityUsed: z.int().meta({ description: 'Seats that cannot be had any more; total − used bookings still fit' }),
    resources: z
      .array(z.strictObject({ role: z.string(), resourceIds: z.array(z.uuid()) }))
      .optional()
      .meta({ description: 'With `withResources=true`: who can take each role' }),
  })
  .meta({ id: 'Slot' })

export const availabilityView = z
  .strictObject({
    unitId: z.uuid(),
    serviceId: z.uuid(),
    durationMinutes: z.int(),
    timeZone: z.string().meta({ description: 'The unit’s zone, in which dates and the grid are counted' }),
    from: instantOut,
    to: instantOut,
    slots: z.array(slotView),
  })
  .meta({ id: 'Availability' })

export const getAvailability = defineEndpoint({
  id: 'list-availability',
  method: 'GET',
  path: '/api/v1/units/:unitId/availability',
  tag: 'availability',
  summary: 'Free times of a service',
  description:
    'Every start that can be booked now, never stale: what was booked anywhere a moment ago is not offered. `first=3` answers the first three only (for a voice on the phone). With `reservationToken` your own hold counts as free.',
  access: 'anyone',
  rate: 'read',
  params: unitPath,
  query: z.strictObject({
    serviceId: idOf('service'),
    durationMinutes: z.enum(['30', '60', '90'], 'is 30, 60 or 90').transform(Number).optional(),
    from: dateOrInstant.optional().meta({ description: 'Instant, or a date in the unit’s zone; left out: now' }),
    to: dateOrInstant
      .optional()
      .meta({ description: 'Exclusive instant, or the last date; left out: seven days on. At most 62 days.' }),
    resourceIds: idList.optional(),
    first: z.coerce.number().int().min(1).max(50).optional(),
    withResources: flag.optional(),
    reservationToken: z.uuid().optional(),
  }),
  answers: {
    200: {
      description: 'Free times in order',
      schema: availabilityView,
      headers: { ETag: 'Changes when the answer does' },
    },
    304: { description: 'As you have it (If-None-Match)' },
  },
  problems: [],
})

const rule = z.enum(['duration', 'grid', 'notice', 'horizon', 'closed', 'capacity', 'taken'])

export const explainAvailability = defineEndpoint({
  id: 'explain-availability',
  method: 'GET',
  path: '/api/v1/units/:unitId/availability/explain',
  tag: 'availability',
  summary: 'Why is this time not free?',
  description: 'Says which rule or which claim stands in the way. What the claim is, only the unit’s staff learn.',
  access: 'anyone',
  rate: 'read',
  params: unitPath,
  query: z.strictObject({
    serviceId: idOf('service'),
    start: instant,
    durationMinutes: z.enum(['30', '60', '90'], 'is 30, 60 or 90').transform(Number).optional(),
    resourceIds: idList.optional(),
    reservationToken: z.uuid().optional(),
  }),
  answers: {
    200: {
      description: 'The verdict',
      schema: z
        .strictObject({
          isFree: z.boolean(),
          refused: rule.optional(),
          obstacles: z.array(
            z.strictObject({
              resourceId: z.uuid(),
              resourceName: z.string(),
              roles: z.array(z.string()),
              refused: rule,
              claim: z
                .strictObject({
                  start: instantOut,
                  end: instantOut,
                  appointmentId: z.uuid().optional(),
                  blockId: z.uuid().optional(),
                })
                .optional()
                .meta({ description: 'Buffers included; the ids only for staff' }),
            }),
          ),
        })
        .meta({ id: 'Explanation' }),
    },
  },
  problems: [],
})
