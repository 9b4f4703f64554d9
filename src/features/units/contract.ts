import { z } from 'zod'
import { defineEndpoint } from '../../platform/http/endpoint.ts'
import { idOf, pageOf, pageQuery, slug } from '../../platform/http/schemas.ts'
import { forbidden, malformed, notFound, type ProblemKind, stale, versionRequired } from '../../platform/problem.ts'
import { exceptionExists, slugTaken } from './problems.ts'
import { newResource, resourceChange, resourceOut, resourceViewOut } from './resource.ts'
import { newService, serviceChange, serviceOut } from './service.ts'
import { newUnit, unitChange, unitOut } from './unit.ts'
import {
  exceptionDate,
  exceptionOut,
  exceptionRange,
  newException,
  newWorkingHours,
  workingHoursOut,
} from './working-hours.ts'

const tag = 'catalogue'
const unitPath = z.strictObject({ unitId: idOf('unit') })
const servicePath = z.strictObject({ serviceId: idOf('service') })
const resourcePath = z.strictObject({ resourceId: idOf('resource') })
const list = z.strictObject(pageQuery)

const inside = { roles: ['ADMIN', 'STAFF', 'PROVIDER'], scope: 'catalogue:read' } as const
const administration = { roles: ['ADMIN'], scope: 'catalogue:write' } as const
const desk = { roles: ['ADMIN', 'STAFF'], scope: 'catalogue:write' } as const
const hoursWriting = { roles: ['ADMIN', 'STAFF', 'PROVIDER'], scope: 'catalogue:write' } as const

const reading: readonly ProblemKind[] = [malformed, notFound]
const reaching: readonly ProblemKind[] = [...reading, forbidden]
const changing: readonly ProblemKind[] = [...reaching, stale, versionRequired]

const etag = { etag: 'Its version; send it as If-Match with a change' }
const created = { ...etag, location: 'Where it is' }

// ---------------------------------------------------------------- units

export const showUnitBySlug = defineEndpoint({
  id: 'show-unit-by-slug',
  method: 'GET',
  path: '/api/v1/units/by-slug/:slug',
  tag,
  summary: 'Find a unit by its address',
  description: 'For pages that know a unit by the readable part of its booking address.',
  access: 'anyone',
  rate: 'read',
  params: z.strictObject({ slug }),
  answers: { 200: { description: 'The unit', schema: unitOut, headers: etag } },
  problems: reading,
})

export const showUnit = defineEndpoint({
  id: 'show-unit',
  method: 'GET',
  path: '/api/v1/units/:unitId',
  tag,
  summary: 'Show a unit',
  description: 'Name, contact, language and time zone of a place of business.',
  access: 'anyone',
  rate: 'read',
  params: unitPath,
  answers: { 200: { description: 'The unit', schema: unitOut, headers: etag } },
  problems: reading,
})

export const listUnits = defineEndpoint({
  id: 'list-units',
  method: 'GET',
  path: '/api/v1/units',
  tag,
  summary: 'List the units you work in',
  description: 'By name. Somebody with a role in the whole installation sees every unit.',
  access: inside,
  rate: 'read',
  query: list,
  answers: { 200: { description: 'A page of units', schema: pageOf(unitOut) } },
  problems: [malformed, forbidden],
})

export const createUnit = defineEndpoint({
  id: 'create-unit',
  method: 'POST',
  path: '/api/v1/units',
  tag,
  summary: 'Open a unit',
  description: 'Only an ADMIN of the whole installation can. Services, resources and their hours come next.',
  access: administration,
  rate: 'write',
  body: newUnit,
  idempotent: true,
  answers: { 201: { description: 'The new unit', schema: unitOut, headers: created } },
  problems: [malformed, forbidden, slugTaken],
})

export const updateUnit = defineEndpoint({
  id: 'update-unit',
  method: 'PATCH',
  path: '/api/v1/units/:unitId',
  tag,
  summary: 'Change a unit',
  description:
    'Fields left out stay as they are. The time zone is that of the unit’s own dates and of the slot grid; each resource has one of its own.',
  access: administration,
  rate: 'write',
  params: unitPath,
  body: unitChange,
  ifMatch: 'staff',
  answers: { 200: { description: 'The unit as it is now', schema: unitOut, headers: etag } },
  problems: [...changing, slugTaken],
})

// ---------------------------------------------------------------- services

export const listServices = defineEndpoint({
  id: 'list-services',
  method: 'GET',
  path: '/api/v1/units/:unitId/services',
  tag,
  summary: 'List what can be booked',
  description:
    'By name. The public sees services on offer and their active resources; those who work in the unit (an API key: with the scope `catalogue:read`) see all.',
  access: 'anyone',
  rate: 'read',
  params: unitPath,
  query: list,
  answers: { 200: { description: 'A page of services', schema: pageOf(serviceOut) } },
  problems: reading,
})

export const showService = defineEndpoint({
  id: 'show-service',
  method: 'GET',
  path: '/api/v1/services/:serviceId',
  tag,
  summary: 'Show a service',
  description: 'The public sees it while it is on offer.',
  access: 'anyone',
  rate: 'read',
  params: servicePath,
  answers: { 200: { description: 'The service', schema: serviceOut, headers: etag } },
  problems: reading,
})

export const createService = defineEndpoint({
  id: 'create-service',
  method: 'POST',
  path: '/api/v1/units/:unitId/services',
  tag,
  summary: 'Add a service',
  description:
    'What can be booked, for how long, under which notice, and which resources it needs at the same time. Every resource must be one of the unit.',
  access: administration,
  rate: 'write',
  params: unitPath,
  body: newService,
  idempotent: true,
  answers: { 201: { description: 'The new service', schema: serviceOut, headers: created } },
  problems: [...reaching, slugTaken],
})

export const updateService = defineEndpoint({
  id: 'update-service',
  method: 'PATCH',
  path: '/api/v1/services/:serviceId',
  tag,
  summary: 'Change a service',
  description:
    'Fields left out stay as they are; `durations` and `roles` are replaced whole. Appointments that stand keep the time, length and resources they were promised.',
  access: administration,
  rate: 'write',
  params: servicePath,
  body: serviceChange,
  ifMatch: 'staff',
  answers: { 200: { description: 'The service as it is now', schema: serviceOut, headers: etag } },
  problems: [...changing, slugTaken],
})

// ---------------------------------------------------------------- resources

export const listResources = defineEndpoint({
  id: 'list-resources',
  method: 'GET',
  path: '/api/v1/units/:unitId/resources',
  tag,
  summary: 'List people and rooms',
  description:
    'By name. The public sees who takes part in a service on offer: id, kind, name and roles. Those who work in the unit (an API key: with the scope `catalogue:read`) see everybody, with contact, user, zone and version.',
  access: 'anyone',
  rate: 'read',
  params: unitPath,
  query: list,
  answers: { 200: { description: 'A page of resources', schema: pageOf(resourceViewOut) } },
  problems: reading,
})

export const showResource = defineEndpoint({
  id: 'show-resource',
  method: 'GET',
  path: '/api/v1/resources/:resourceId',
  tag,
  summary: 'Show a person or a room',
  description: 'With contact, user and version.',
  access: inside,
  rate: 'read',
  params: resourcePath,
  answers: { 200: { description: 'The resource', schema: resourceOut, headers: etag } },
  problems: reaching,
})

export const createResource = defineEndpoint({
  id: 'create-resource',
  method: 'POST',
  path: '/api/v1/units/:unitId/resources',
  tag,
  summary: 'Add a person or a room',
  description: 'It can be booked once it has working hours and a service names it in a role.',
  access: administration,
  rate: 'write',
  params: unitPath,
  body: newResource,
  idempotent: true,
  answers: { 201: { description: 'The new resource', schema: resourceOut, headers: created } },
  problems: reaching,
})

export const updateResource = defineEndpoint({
  id: 'update-resource',
  method: 'PATCH',
  path: '/api/v1/resources/:resourceId',
  tag,
  summary: 'Change a person or a room',
  description:
    'Fields left out stay as they are. With `isActive: false` it takes no new bookings; what is booked stays.',
  access: administration,
  rate: 'write',
  params: resourcePath,
  body: resourceChange,
  ifMatch: 'staff',
  answers: { 200: { description: 'The resource as it is now', schema: resourceOut, headers: etag } },
  problems: changing,
})

// ---------------------------------------------------------------- hours

const appointmentsOutside = z
  .array(
    z.strictObject({
      id: z.uuid(),
      serviceId: z.uuid(),
      resourceIds: z.array(z.uuid()),
      status: z.enum(['HELD', 'PENDING_APPROVAL', 'CONFIRMED']),
      startsAt: z.iso.datetime(),
      endsAt: z.iso.datetime(),
    }),
  )
  .meta({
    description: 'Future appointments that now lie outside the hours: they stand until somebody moves or cancels them',
  })

export const showWorkingHours = defineEndpoint({
  id: 'show-working-hours',
  method: 'GET',
  path: '/api/v1/resources/:resourceId/working-hours',
  tag,
  summary: 'Show the weekly hours of a resource',
  description: 'A PROVIDER sees their own. The version is that of the resource.',
  access: inside,
  rate: 'read',
  params: resourcePath,
  answers: { 200: { description: 'The hours of the week', schema: workingHoursOut, headers: etag } },
  problems: reaching,
})

export const setWorkingHours = defineEndpoint({
  id: 'set-working-hours',
  method: 'PUT',
  path: '/api/v1/resources/:resourceId/working-hours',
  tag,
  summary: 'Set the weekly hours of a resource',
  description:
    'Replaces the whole week at once, in the resource’s local wall time. Windows of one weekday may touch but not overlap on any date. A PROVIDER sets their own.',
  access: hoursWriting,
  rate: 'write',
  params: resourcePath,
  body: newWorkingHours,
  ifMatch: 'staff',
  answers: {
    200: {
      description: 'The hours as they are now',
      schema: workingHoursOut.extend({ appointmentsOutside }),
      headers: etag,
    },
  },
  problems: changing,
})

const exceptions = z.strictObject({ items: z.array(exceptionOut) })
const exceptionAdded = exceptionOut.extend({ appointmentsOutside })
const exceptionRemoved = z.strictObject({ appointmentsOutside })

export const listResourceExceptions = defineEndpoint({
  id: 'list-resource-exceptions',
  method: 'GET',
  path: '/api/v1/resources/:resourceId/exceptions',
  tag,
  summary: 'List the dates on which a resource keeps other hours',
  description: 'From `from` to `to`, both included, at most two years. A PROVIDER sees their own.',
  access: inside,
  rate: 'read',
  params: resourcePath,
  query: exceptionRange,
  answers: { 200: { description: 'The exceptions by date', schema: exceptions } },
  problems: reaching,
})

export const addResourceException = defineEndpoint({
  id: 'add-resource-exception',
  method: 'POST',
  path: '/api/v1/resources/:resourceId/exceptions',
  tag,
  summary: 'Give a resource other hours on a date',
  description:
    'Its weekly hours do not count on that date: without windows it is closed. A PROVIDER changes their own.',
  access: hoursWriting,
  rate: 'write',
  params: resourcePath,
  body: newException,
  idempotent: true,
  answers: { 201: { description: 'The exception', schema: exceptionAdded } },
  problems: [...reaching, exceptionExists],
})

export const removeResourceException = defineEndpoint({
  id: 'remove-resource-exception',
  method: 'DELETE',
  path: '/api/v1/resources/:resourceId/exceptions/:on',
  tag,
  summary: 'Give a resource its ordinary hours back on a date',
  description: 'A PROVIDER changes their own.',
  access: hoursWriting,
  rate: 'write',
  params: z.strictObject({ resourceId: idOf('resource'), on: exceptionDate }),
  answers: { 200: { description: 'The exception is gone', schema: exceptionRemoved } },
  problems: reaching,
})

export const listUnitExceptions = defineEndpoint({
  id: 'list-unit-exceptions',
  method: 'GET',
  path: '/api/v1/units/:unitId/exceptions',
  tag,
  summary: 'List the dates on which the whole unit keeps other hours',
  description: 'From `from` to `to`, both included, at most two years.',
  access: inside,
  rate: 'read',
  params: unitPath,
  query: exceptionRange,
  answers: { 200: { description: 'The exceptions by date', schema: exceptions } },
  problems: reaching,
})

export const addUnitException = defineEndpoint({
  id: 'add-unit-exception',
  method: 'POST',
  path: '/api/v1/units/:unitId/exceptions',
  tag,
  summary: 'Close the whole unit on a date, or shorten its hours',
  description:
    'A holiday. It only narrows: on that date a resource is open where its own hours and these windows meet.',
  access: desk,
  rate: 'write',
  params: unitPath,
  body: newException,
  idempotent: true,
  answers: { 201: { description: 'The exception', schema: exceptionAdded } },
  problems: [...reaching, exceptionExists],
})

export const removeUnitException = defineEndpoint({
  id: 'remove-unit-exception',
  method: 'DELETE',
  path: '/api/v1/units/:unitId/exceptions/:on',
  tag,
  summary: 'Open the whole unit as usual on a date',
  description: 'Its resources keep their own hours and exceptions.',
  access: desk,
  rate: 'write',
  params: z.strictObject({ unitId: idOf('unit'), on: exceptionDate }),
  answers: { 200: { description: 'The exception is gone', schema: exceptionRemoved } },
  problems: reaching,
})
