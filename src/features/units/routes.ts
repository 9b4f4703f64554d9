import type { Ctx } from '../../context.ts'
import { type Route, routesFor } from '../../platform/http/endpoint.ts'
import { addHoursException } from './add-hours-exception.ts'
import * as contract from './contract.ts'
import { createResource } from './create-resource.ts'
import { createService } from './create-service.ts'
import { createUnit } from './create-unit.ts'
import { type AppointmentOutside, type FindAppointmentsOutside, findNoneOutside } from './find-appointments-outside.ts'
import { listHoursExceptions } from './list-hours-exceptions.ts'
import { listResources } from './list-resources.ts'
import { listServices } from './list-services.ts'
import { listUnits } from './list-units.ts'
import { removeHoursException } from './remove-hours-exception.ts'
import { setWorkingHours } from './set-working-hours.ts'
import { showResource } from './show-resource.ts'
import { showService } from './show-service.ts'
import { showUnit } from './show-unit.ts'
import { showWorkingHours } from './show-working-hours.ts'
import { updateResource } from './update-resource.ts'
import { updateService } from './update-service.ts'
import { updateUnit } from './update-unit.ts'

const on = routesFor<Ctx>()

/** An answer that carries its version as its entity tag. */
const versioned = <T extends { rowVersion: number }>(body: T) => ({ status: 200, body, etag: body.rowVersion }) as const
const added = <T extends { id: string; rowVersion: number }>(body: T, list: string) =>
  ({ status: 201, body, etag: body.rowVersion, location: `/api/v1/${list}/${body.id}` }) as const
const listed = <T>(body: T) => ({ status: 200, body }) as const

const viewOutside = (appointments: readonly AppointmentOutside[]) =>
  appointments.map((one) => ({ ...one, startsAt: instantText(one.startsAt), endsAt: instantText(one.endsAt) }))
const instantText = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toString()

const catalogueRoutes: Route<Ctx>[] = [
  on(contract.showUnitBySlug, (ctx, { params }) => showUnit(ctx, params), versioned),
  on(contract.showUnit, (ctx, { params }) => showUnit(ctx, params), versioned),
  on(contract.listUnits, (ctx, { query }) => listUnits(ctx, query), listed),
  on(
    contract.createUnit,
    (ctx, { body }) => createUnit(ctx, body),
    (unit) => added(unit, 'units'),
  ),
  on(
    contract.updateUnit,
    (ctx, { params, ifMatch, body }) => updateUnit(ctx, { ...params, ifMatch, change: body }),
    versioned,
  ),

  on(contract.listServices, (ctx, { params, query }) => listServices(ctx, { ...params, ...query }), listed),
  on(contract.showService, (ctx, { params }) => showService(ctx, params), versioned),
  on(
    contract.createService,
    (ctx, { params, body }) => createService(ctx, { ...params, service: body }),
    (service) => added(service, 'services'),
  ),
  on(
    contract.updateService,
    (ctx, { params, ifMatch, body }) => updateService(ctx, { ...params, ifMatch, change: body }),
    versioned,
  ),

  on(contract.listResources, (ctx, { params, query }) => listResources(ctx, { ...params, ...query }), listed),
  on(contract.showResource, (ctx, { params }) => showResource(ctx, params), versioned),
  on(
    contract.createResource,
    (ctx, { params, body }) => createResource(ctx, { ...params, resource: body }),
    (resource) => added(resource, 'resources'),
  ),
  on(
    contract.updateResource,
    (ctx, { params, ifMatch, body }) => updateResource(ctx, { ...params, ifMatch, change: body }),
    versioned,
  ),
  on(contract.showWorkingHours, (ctx, { params }) => showWorkingHours(ctx, params), versioned),
  on(
    contract.listResourceExceptions,
    (ctx, { params, query }) => listHoursExceptions(ctx, { of: params, ...query }),
    (items) => listed({ items }),
  ),
  on(
    contract.listUnitExceptions,
    (ctx, { params, query }) => listHoursExceptions(ctx, { of: params, ...query }),
    (items) => listed({ items }),
  ),
]

/** The endpoints that change hours; `findOutside` names the appointments a change leaves outside them. */
function hoursRoutes(findOutside: FindAppointmentsOutside): Route<Ctx>[] {
  const exceptionAdded = ({ exception, appointmentsOutside }: Awaited<ReturnType<typeof addHoursException>>) =>
    ({ status: 201, body: { ...exception, appointmentsOutside: viewOutside(appointmentsOutside) } }) as const
  const exceptionRemoved = ({ appointmentsOutside }: Awaited<ReturnType<typeof removeHoursException>>) =>
    ({ status: 200, body: { appointmentsOutside: viewOutside(appointmentsOutside) } }) as const
  return [
    on(
      contract.setWorkingHours,
      (ctx, { params, ifMatch, body }) => setWorkingHours(ctx, { ...params, ifMatch, ...body }, findOutside),
      ({ hours, appointmentsOutside }) =>
        versioned({ ...hours, appointmentsOutside: viewOutside(appointmentsOutside) }),
    ),
    on(
      contract.addResourceException,
      (ctx, { params, body }) => addHoursException(ctx, { of: params, exception: body }, findOutside),
      exceptionAdded,
    ),
    on(
      contract.addUnitException,
      (ctx, { params, body }) => addHoursException(ctx, { of: params, exception: body }, findOutside),
      exceptionAdded,
    ),
    on(
      contract.removeResourceException,
      (ctx, { params: { on: date, ...of } }) => removeHoursException(ctx, { of, on: date }, findOutside),
      exceptionRemoved,
    ),
    on(
      contract.removeUnitException,
      (ctx, { params: { on: date, ...of } }) => removeHoursException(ctx, { of, on: date }, findOutside),
      exceptionRemoved,
    ),
  ]
}

/** The catalogue's endpoints, for a composition that knows how to find appointments outside changed hours. */
export function unitsRoutesWith(findOutside: FindAppointmentsOutside): Route<Ctx>[] {
  return [...catalogueRoutes, ...hoursRoutes(findOutside)]
}

export const unitsRoutes = unitsRoutesWith(findNoneOutside)
