import { z } from 'zod'
import type { ResourceId, ServiceId, UnitId } from '../../lib/ids.ts'
import { email, line, phone, timeZone } from '../../platform/http/schemas.ts'
import { fieldProblem } from '../../platform/problem.ts'
import { type Actor, requireRole } from '../identity/actor.ts'

/** A person or a room that performs services. */
export type Resource = {
  id: ResourceId
  unitId: UnitId
  kind: 'PERSON' | 'ROOM'
  name: string
  timeZone: string
  email: string | null
  phone: string | null
  userId: string | null
  isActive: boolean
  /** What it is eligible for. */
  roles: { serviceId: ServiceId; role: string }[]
  rowVersion: number
}

/** What the public sees of a resource. */
export type ResourceView = Pick<Resource, 'id' | 'kind' | 'name' | 'roles'> & Partial<Omit<Resource, 'unitId'>>

const kind = z.enum(['PERSON', 'ROOM'])

const resourceFields = {
  name: line(200),
  timeZone: timeZone.meta({ description: 'IANA zone in which its working hours are meant' }),
  email: email.nullable(),
  phone: phone.nullable(),
  userId: line(200).nullable().meta({ description: 'The user who is this person and, as PROVIDER, sets its hours' }),
  isActive: z.boolean().meta({ description: 'Whether it can be booked; what is booked stays' }),
}

export const newResource = z.strictObject({
  ...resourceFields,
  kind,
  timeZone: resourceFields.timeZone.optional().meta({ description: 'Left out: the zone of the unit' }),
  email: resourceFields.email.default(null),
  phone: resourceFields.phone.default(null),
  userId: resourceFields.userId.default(null),
  isActive: resourceFields.isActive.default(true),
})
export type NewResource = z.output<typeof newResource>

export const resourceChange = z.strictObject(resourceFields).partial()
export type ResourceChange = z.output<typeof resourceChange>

const roles = z
  .array(z.strictObject({ serviceId: z.uuid(), role: z.string() }))
  .meta({ description: 'What it is eligible for' })

/** With everything, as those see it who work in the unit. */
export const resourceOut = z
  .strictObject({
    id: z.uuid(),
    unitId: z.uuid(),
    kind,
    name: z.string(),
    timeZone: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable().meta({ description: 'E.164' }),
    userId: z.string().nullable(),
    isActive: z.boolean(),
    roles,
    rowVersion: z.int(),
  })
  .meta({ id: 'Resource' })

const { email: staffEmail, phone: staffPhone, userId, isActive, timeZone: zone, rowVersion } = resourceOut.shape

/** As anybody sees it; the fields that may be missing are for those who work in the unit. */
export const resourceViewOut = z
  .strictObject({
    id: z.uuid(),
    kind,
    name: z.string(),
    roles,
    timeZone: zone.optional(),
    email: staffEmail.optional(),
    phone: staffPhone.optional(),
    userId: userId.optional(),
    isActive: isActive.optional(),
    rowVersion: rowVersion.optional(),
  })
  .meta({ id: 'ResourceView' })

/** What to show of a resource to somebody who works in the unit (`inside`) and to anybody else. */
export function viewResource({ unitId: _, ...resource }: Resource, inside: boolean): ResourceView {
  const { id, kind, name, roles } = resource
  return inside ? resource : { id, kind, name, roles }
}

/** @throws Problem `malformed` for a room that would be somebody's login. */
export function refuseRoomWithUser({ kind, userId }: Pick<Resource, 'kind' | 'userId'>): void {
  if (kind === 'ROOM' && userId !== null)
    throw fieldProblem('userId', 'A room is nobody’s user; only a person has one.')
}

/**
 * Lets through who may see and change a resource's hours: ADMIN and STAFF, and a PROVIDER for what is their own.
 * @throws Problem `not-found`, `forbidden`.
 */
export function requireHoursRole(actor: Actor, { unitId, userId }: Pick<Resource, 'unitId' | 'userId'>): void {
  const isOwn = actor.kind === 'user' && actor.id === userId
  requireRole(actor, unitId, isOwn ? ['ADMIN', 'STAFF', 'PROVIDER'] : ['ADMIN', 'STAFF'], 'resource')
}
