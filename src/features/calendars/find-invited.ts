import type { AppointmentId } from '../../lib/ids.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import type { Invitation } from './invitation.ts'
import { lockInvitations, readInvitation } from './invitations.sql.ts'

/** Who has an appointment in their calendar. */
export type Invited = Pick<Invitation, 'attendee' | 'audience'>

/** Everybody who has these appointments in their calendar just now; nobody changes that until the transaction ends. */
export async function findInvited(
  tx: Transaction,
  appointmentIds: readonly AppointmentId[],
): Promise<Map<AppointmentId, Invited[]>> {
  const invited = new Map<AppointmentId, Invited[]>()
  for (const row of await tx.run(lockInvitations, appointmentIds)) {
    const { appointmentId, attendee, audience, method } = readInvitation(row)
    if (method === 'REQUEST')
      invited.set(appointmentId, [...(invited.get(appointmentId) ?? []), { attendee, audience }])
  }
  return invited
}
