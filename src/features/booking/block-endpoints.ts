import { z } from 'zod'
import { defineEndpoint } from '../../platform/http/endpoint.ts'
import { idOf, instant, instantOut, pageOf, pageQuery, text } from '../../platform/http/schemas.ts'
import { blockKinds } from './block.ts'
import { timeInUse } from './problems.ts'

const staff = ['ADMIN', 'STAFF', 'PROVIDER'] as const

export const blockView = z
  .strictObject({
    id: z.uuid(),
    unitId: z.uuid(),
    resourceId: z.uuid(),
    start: instantOut,
    end: instantOut,
    kind: z.enum(blockKinds),
    reason: z.string(),
    isActive: z.boolean(),
    rowVersion: z.int(),
  })
  .meta({ id: 'Block' })

export const createBlock = defineEndpoint({
  id: 'place-block',
  method: 'POST',
  path: '/api/v1/units/:unitId/blocks',
  tag: 'blocks',
  summary: 'Take a resource’s time away from booking',
  description: 'Leave, closure, maintenance. Refused with the appointments that stand in that time.',
  access: { roles: staff, scope: 'schedule:write' },
  rate: 'write',
  idempotent: true,
  params: z.strictObject({ unitId: idOf('unit') }),
  body: z.strictObject({
    resourceId: idOf('resource'),
    startsAt: instant,
    endsAt: instant,
    kind: z.enum(blockKinds).default('OTHER'),
    reason: text(500).default(''),
  }),
  answers: { 201: { description: 'Blocked', schema: blockView } },
  problems: [timeInUse],
})

export const listBlocksEndpoint = defineEndpoint({
  id: 'list-blocks',
  method: 'GET',
  path: '/api/v1/units/:unitId/blocks',
  tag: 'blocks',
  summary: 'Blocks of a unit in a range',
  access: { roles: staff, scope: 'appointments:read' },
  rate: 'read',
  params: z.strictObject({ unitId: idOf('unit') }),
  query: z.strictObject({
    from: instant.optional(),
    to: instant.optional(),
    resourceId: idOf('resource').optional(),
    ...pageQuery,
  }),
  answers: { 200: { description: 'A page', schema: pageOf(blockView) } },
  problems: [],
})

export const deleteBlock = defineEndpoint({
  id: 'remove-block',
  method: 'DELETE',
  path: '/api/v1/blocks/:blockId',
  tag: 'blocks',
  summary: 'Give blocked time back',
  access: { roles: staff, scope: 'schedule:write' },
  rate: 'write',
  ifMatch: 'staff',
  params: z.strictObject({ blockId: idOf('block') }),
  answers: { 200: { description: 'Free again', schema: blockView } },
  problems: [],
})
