import type { Ctx } from '../../context.ts'
import type { ClientId, ResourceId, UnitId } from '../../lib/ids.ts'
import { fromCursor } from '../../platform/http/schemas.ts'
import { fieldProblem } from '../../platform/problem.ts'
import { requireRole, rolesIn } from '../identity/actor.ts'
import type { Appointment, AppointmentStatus } from './appointment.ts'
import { listAppointmentRows } from './list-appointments.sql.ts'

export type ListAppointmentsInput = {
  readonly unitId: UnitId
  readonly from?: Temporal.Instant | undefined
  readonly to?: Temporal.Instant | undefined
  readonly status?: AppointmentStatus | undefined
  readonly resourceId?: ResourceId | undefined
  readonly clientId?: ClientId | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Appointments by start, one row more than asked so that the caller sees whether there is a next page. */
export async function listAppointments(ctx: Ctx, input: ListAppointmentsInput): Promise<Appointment[]> {
  requireRole(ctx.actor, input.unitId, ['ADMIN', 'STAFF', 'PROVIDER'], 'unit')
  const { resources } = await ctx.catalogues.of(input.unitId)
  const after = fromCursor(input.cursor, 2)
  if (after && (typeof after[0] !== 'number' || typeof after[1] !== 'string')) {
    throw fieldProblem('cursor', 'is not a cursor of this list. Start without one.')
  }
  const isOnlyProvider = rolesIn(ctx.actor, input.unitId).every((role) => role === 'PROVIDER')
  const own = [...resources.values()]
    .filter((resource) => resource.userId === ctx.actor.id)
    .map((resource) => resource.id)
  return listAppointmentRows(ctx.db, {
    ...input,
    onlyResources: isOnlyProvider ? own : undefined,
    after: after as [number, string] | undefined,
  })
}
