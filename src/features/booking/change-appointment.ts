import type { Ctx } from '../../context.ts'
import type { AppointmentId, ResourceId } from '../../lib/ids.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import type { Catalogue } from '../units/catalogue.ts'
import { refuseStale } from '../units/revision.ts'
import { type Appointment, refuseLocked } from './appointment.ts'
import * as appointments from './appointments.sql.ts'
import { lockResources } from './claims.sql.ts'
import { actorOf, requireAccess, type Standing } from './require-access.ts'

/** Which appointment, as read at which version, and the token when its client asks. */
export type ChangeTarget = {
  readonly appointmentId: AppointmentId
  readonly ifMatch?: number | undefined
  readonly reservationToken?: string | undefined
}

export type Locked = {
  readonly appointment: Appointment
  /** The database's clock, epoch ms. */
  readonly now: number
  readonly catalogue: Catalogue
  readonly standing: Standing
}

export type ChangeOptions = {
  /** Resources to lock before the appointment. */
  readonly resourcesOf?: (appointment: Appointment, catalogue: Catalogue) => readonly ResourceId[]
  /** True when this very change was made before: repeated, it answers the same, and cannot fail on the version it raised. */
  readonly isDone?: (appointment: Appointment) => boolean
}

/**
 * The frame of every change to an existing appointment: who may is checked, rows are locked in the one order, `change`
 * decides and writes.
 * @throws Problem `not-found`, `forbidden`, `stale`, `locked`.
 */
export async function changeAppointment(
  ctx: Ctx,
  target: ChangeTarget,
  change: (tx: Transaction, locked: Locked) => Promise<Appointment>,
  { resourcesOf, isDone }: ChangeOptions = {},
): Promise<Appointment> {
  const known = await appointments.find(ctx.db, target.appointmentId)
  if (!known) throw notFoundProblem('appointment')
  requireAccess(ctx.actor, await ctx.catalogues.of(known.unitId), known, target.reservationToken, 'appointments:write')
  return ctx.transaction(async (tx) => {
    const catalogue = await ctx.catalogues.of(known.unitId, tx)
    if (resourcesOf) await lockResources(tx, resourcesOf(known, catalogue))
    const locked = await appointments.lock(tx, target.appointmentId)
    if (!locked) throw notFoundProblem('appointment')
    const { appointment, now } = locked
    const standing = requireAccess(ctx.actor, catalogue, appointment, target.reservationToken, 'appointments:write')
    if (isDone?.(appointment)) return appointment
    refuseStale(appointment, target.ifMatch)
    refuseLocked(appointment, actorOf(ctx.actor, appointment.unitId))
    return change(tx, { appointment, now, catalogue, standing })
  })
}
