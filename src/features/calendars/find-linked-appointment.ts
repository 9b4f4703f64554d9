import type { Ctx } from '../../context.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { loadClock } from '../availability/occupancy.ts'
import type { Appointment } from '../booking/appointment.ts'
import { loadAppointments } from '../booking/load-appointments.ts'
import { type ClientContact, loadClients } from '../clients/load-clients.ts'
import type { Catalogue, CatalogueService } from '../units/catalogue.ts'
import { loadContacts } from '../units/load-contacts.ts'
import type { Unit } from '../units/unit.ts'
import { findLink } from './find-link.ts'

/** What whoever has the link of an appointment may see of it: the client's view. */
export type LinkedAppointment = {
  readonly token: string
  readonly appointment: Appointment
  readonly unit: Unit
  readonly catalogue: Catalogue
  readonly service: CatalogueService
  readonly client: ClientContact
  /** Cancelled, or past the deadline for its approval. */
  readonly isGone: boolean
  /** Epoch ms, by the database's clock. */
  readonly now: number
}

const neverPromised = new Set(['HOLD_EXPIRED', 'HOLD_RELEASED', 'HOLD_REPLACED'])

/** The appointment a link leads to, as it is now. @throws Problem `not-found`, also for a hold: it was promised to nobody. */
export async function findLinkedAppointment(ctx: Ctx, token: string): Promise<LinkedAppointment> {
  const { unitId, subjectId } = await findLink(ctx.db, token, ['APPOINTMENT'])
  const [appointments, { units }, catalogue, now] = await Promise.all([
    loadAppointments(ctx.db, [subjectId]),
    loadContacts(ctx.db, [unitId], []),
    ctx.catalogues.of(unitId),
    loadClock(ctx.db),
  ])
  const appointment = appointments.get(subjectId)
  const unit = units.get(unitId)
  if (!appointment?.clientId || !unit || !wasPromised(appointment)) throw notFoundProblem('calendar')
  const client = (await loadClients(ctx.db, [appointment.clientId])).get(appointment.clientId)
  const service = catalogue.services.get(appointment.serviceId)
  if (!client || !service) throw notFoundProblem('calendar')
  const { status, approvalDeadlineAt } = appointment
  const isGone = status === 'CANCELLED' || (approvalDeadlineAt !== null && approvalDeadlineAt <= now)
  return { token, appointment, unit, catalogue, service, client, isGone, now }
}

function wasPromised({ status, cancelReason }: Appointment): boolean {
  return status !== 'HELD' && !neverPromised.has(cancelReason ?? '')
}
