import type { Transaction } from '../../platform/db/transaction.ts'
import { openHours, withinUnitHours } from '../availability/open-hours.ts'
import type { Catalogue } from '../units/catalogue.ts'
import type { AppointmentOutside, HoursScope } from '../units/find-appointments-outside.ts'
import { loadCatalogue } from '../units/load-catalogue.ts'
import { type Appointment, endsAt } from './appointment.ts'
import { futureAppointments } from './list-appointments.sql.ts'

/** How many are looked at: more than this and the answer would be a calendar, not a warning. */
const most = 2000

/**
 * Future appointments that stand at a time which is not open any more: whoever changed the hours is told at once, instead
 * of the client on the day. Part of the transaction that changes them.
 */
export async function findOutsideHours(
  tx: Transaction,
  { unitId, resourceId }: HoursScope,
): Promise<AppointmentOutside[]> {
  const [catalogue, standing] = await Promise.all([
    loadCatalogue(tx, unitId),
    futureAppointments(tx, unitId, resourceId, most),
  ])
  if (!catalogue) return []
  return standing
    .filter((appointment) => !isOpenFor(catalogue, appointment))
    .map((appointment) => ({
      id: appointment.id,
      serviceId: appointment.serviceId,
      resourceIds: appointment.places.map((place) => place.resourceId),
      status: appointment.status as AppointmentOutside['status'],
      startsAt: appointment.startsAt,
      endsAt: endsAt(appointment),
    }))
}

function isOpenFor(catalogue: Catalogue, appointment: Appointment): boolean {
  const from = appointment.startsAt
  const to = endsAt(appointment)
  return appointment.places.every(({ resourceId }) => {
    const resource = catalogue.resources.get(resourceId)
    if (!resource) return true
    const hours = openHours(resource.timeZone, resource.weekly, resource.exceptions, from, to)
    const open = withinUnitHours(hours, catalogue.unit.timeZone, catalogue.unitExceptions)
    return open[0] === from && open[1] === to
  })
}
