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
  const after = readPosition(input.cursor)
  const isOnlyProvider = rolesIn(ctx.actor, input.unitId).every((role) => role === 'PROVIDER')
  const own = [...resources.values()]
    .filter((resource) => resource.userId === ctx.actor.id)
    .map((resource) => resource.id)
  return listAppointmentRows(ctx.db, {
    ...input,
    onlyResources: isOnlyProvider ? own : undefined,
    after,
  })
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const year2200 = Date.UTC(2200, 0)

/** Start (epoch ms) and id of the row after which the list goes on. What is neither must not reach the database. */
function readPosition(cursor: string | undefined): readonly [startsAt: number, id: string] | undefined {
  const key = fromCursor(cursor, 2)
  if (!key) return undefined
  const [startsAt, id] = key
  const isTime = typeof startsAt === 'number' && Number.isInteger(startsAt) && startsAt >= 0 && startsAt < year2200
  if (isTime && typeof id === 'string' && uuid.test(id)) return [startsAt, id]
  throw fieldProblem('cursor', 'is not a cursor of this list. Start without one.')
}
