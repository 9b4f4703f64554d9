import type { ResourceId, UnitId } from '../../lib/ids.ts'
import type { Transaction } from '../../platform/db/transaction.ts'

/** An appointment that stands at a time which is not open any more. `startsAt` and `endsAt` are epoch ms. */
export type AppointmentOutside = {
  id: string
  serviceId: string
  resourceIds: string[]
  status: 'HELD' | 'PENDING_APPROVAL' | 'CONFIRMED'
  startsAt: number
  endsAt: number
}

/** Whose hours changed; no resource means every resource of the unit. */
export type HoursScope = { unitId: UnitId; resourceId: ResourceId | null }

/**
 * Finds the future appointments that a change of hours left outside them. Called in the transaction of the change, after
 * it was written, so it reads the catalogue with `loadCatalogue(tx, …)`, never into the cache: it may yet be rolled back.
 * Only booking knows appointments, and units may not ask booking: the composition hands this in.
 */
export type FindAppointmentsOutside = (tx: Transaction, scope: HoursScope) => Promise<AppointmentOutside[]>

/** For a world without appointments: the demo before its first booking, the tests of the catalogue. */
export const findNoneOutside: FindAppointmentsOutside = async () => []
