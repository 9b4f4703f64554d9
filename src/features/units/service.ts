import { z } from 'zod'
import type { ResourceId, ServiceId, UnitId } from '../../lib/ids.ts'
import { idOf, line, slug, text } from '../../platform/http/schemas.ts'
import { fieldProblem } from '../../platform/problem.ts'

/** What can be booked, and the rules of booking it. */
export type Service = {
  id: ServiceId
  unitId: UnitId
  slug: string
  name: string
  description: string
  /** D1: of 30, 60 and 90, ascending. */
  durations: number[]
  slotStepMinutes: number
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
  noticeToBookMinutes: number
  noticeToMoveMinutes: number
  noticeToCancelMinutes: number
  horizonDays: number
  capacity: number
  holdSeconds: number
  needsApproval: boolean
  approvalWithinMinutes: number
  isOffered: boolean
  roles: ServiceRole[]
  rowVersion: number
}

/** One thing a service needs, and the resources that can be it, sorted by id. */
export type ServiceRole = { role: string; resourceIds: ResourceId[] }

/** How many roles availability can combine (MAX_ROLES of slot-search). */
const mostRoles = 8

const isSet = (values: readonly unknown[]) => new Set(values).size === values.length
const minutes = (least: number, most: number) => z.int().min(least).max(most)
const notice = minutes(0, 129_600)

const roleName = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'takes small letters, digits and single dashes, beginning with a letter')
const resourceIds = z.array(idOf('resource')).max(500)

const serviceFields = {
  slug: slug.meta({ description: 'Its part of an address; one service of a unit has it' }),
  name: line(200),
  description: text(5000),
  durations: z
    .array(z.literal([30, 60, 90], 'is not 30, 60 or 90'))
    .min(1)
    .max(3)
    .refine(isSet, 'lists a duration twice')
    .meta({ description: 'Lengths a client may choose, in minutes' }),
  slotStepMinutes: minutes(5, 1440).meta({ description: 'Starts lie on minutes of the local day divisible by this' }),
  bufferBeforeMinutes: minutes(0, 480).meta({ description: 'Time the resources are kept free before the start' }),
  bufferAfterMinutes: minutes(0, 480).meta({ description: 'Time the resources are kept free after the end' }),
  noticeToBookMinutes: notice.meta({ description: 'How long before the start a client may still book' }),
  noticeToMoveMinutes: notice.meta({ description: 'How long before the start a client may still move it' }),
  noticeToCancelMinutes: notice.meta({ description: 'How long before the start a client may still cancel it' }),
  horizonDays: z.int().min(1).max(730).meta({ description: 'How far ahead it can be booked' }),
  capacity: z.int().min(1).max(1000).meta({ description: 'Seats of one session: 1 for a visit, 12 for a class' }),
  holdSeconds: z.int().min(5).max(3600).meta({ description: 'How long a time stays held for who chose it' }),
  needsApproval: z.boolean().meta({ description: 'Whether staff must approve before it is confirmed' }),
  approvalWithinMinutes: minutes(1, 43_200).meta({ description: 'After which an unapproved request declines itself' }),
  isOffered: z.boolean().meta({ description: 'Whether the public sees it and may book it' }),
  roles: z
    .array(z.strictObject({ role: roleName, resourceIds: resourceIds.refine(isSet, 'lists a resource twice') }))
    .min(1)
    .max(mostRoles)
    .refine((roles) => isSet(roles.map(({ role }) => role)), 'lists a role twice')
    .meta({
      description:
        'What it needs at the same time, such as one `provider` and one `room`; each with its eligible resources',
    }),
}

export const newService = z.strictObject({
  ...serviceFields,
  description: serviceFields.description.default(''),
  slotStepMinutes: serviceFields.slotStepMinutes.default(15),
  bufferBeforeMinutes: serviceFields.bufferBeforeMinutes.default(0),
  bufferAfterMinutes: serviceFields.bufferAfterMinutes.default(0),
  noticeToBookMinutes: serviceFields.noticeToBookMinutes.default(0),
  noticeToMoveMinutes: serviceFields.noticeToMoveMinutes.default(0),
  noticeToCancelMinutes: serviceFields.noticeToCancelMinutes.default(0),
  horizonDays: serviceFields.horizonDays.default(60),
  capacity: serviceFields.capacity.default(1),
  holdSeconds: serviceFields.holdSeconds.default(300),
  needsApproval: serviceFields.needsApproval.default(false),
  approvalWithinMinutes: serviceFields.approvalWithinMinutes.default(1440),
  isOffered: serviceFields.isOffered.default(true),
})
export type NewService = z.output<typeof newService>

export const serviceChange = z.strictObject(serviceFields).partial()
export type ServiceChange = z.output<typeof serviceChange>

export const serviceOut = z
  .strictObject({
    ...serviceFields,
    id: z.uuid(),
    unitId: z.uuid(),
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    durations: z.array(z.int()),
    roles: z.array(z.strictObject({ role: z.string(), resourceIds: z.array(z.uuid()) })),
    rowVersion: z.int(),
  })
  .meta({ id: 'Service' })

/** Durations and resources in the order they are read back in, so that a repeated change is seen to change nothing. */
export function inOrder<T extends ServiceChange>(change: T): T {
  const ordered = { ...change }
  if (change.durations) ordered.durations = change.durations.toSorted((a, b) => a - b)
  if (change.roles) {
    ordered.roles = change.roles.map(({ role, resourceIds }) => ({ role, resourceIds: resourceIds.toSorted() }))
  }
  return ordered
}

/** @throws Problem `malformed` naming the first resource that is not one of `known`, where the caller wrote it. */
export function refuseForeignResources(roles: readonly ServiceRole[], known: ReadonlySet<ResourceId>): void {
  for (const [r, { resourceIds }] of roles.entries()) {
    for (const [i, id] of resourceIds.entries()) {
      if (!known.has(id)) throw fieldProblem(`roles.${r}.resourceIds.${i}`, 'is not a resource of this unit.')
    }
  }
}
