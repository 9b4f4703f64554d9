import { newId } from '../../lib/ids.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { hashOfToken, replyLocalPart } from './address-token.ts'
import { type Invitation, nextInvitation, type Revision } from './invitation.ts'
import { lockInvitations, readClock, readInvitation, saveInvitations } from './invitations.sql.ts'

/**
 * Decides what each attendee's calendar is told, in the order given, and keeps it. The answer has one place per revision:
 * what to send, or undefined where there is nothing to send. Done twice, the second time nothing is left to send.
 */
export async function issueInvitations(
  tx: Transaction,
  secret: string,
  revisions: readonly Revision[],
): Promise<(Invitation | undefined)[]> {
  if (revisions.length === 0) return []
  const ids = [...new Set(revisions.map((revision) => revision.appointmentId))]
  const [rows, [clock]] = await Promise.all([tx.run(lockInvitations, ids), tx.run(readClock)])
  const now = clock?.now ?? 0
  const known = new Map(rows.map(readInvitation).map((invitation) => [keyOf(invitation), invitation]))
  const changed = new Map<string, Invitation>()
  const issued = revisions.map((revision) => {
    const key = keyOf(revision)
    const next = nextInvitation(known.get(key), revision, now)
    if (next) {
      known.set(key, next)
      changed.set(key, next)
    }
    return next
  })
  if (changed.size > 0)
    tx.send(saveInvitations, JSON.stringify([...changed.values()].map((each) => rowOf(each, secret))))
  return issued
}

const keyOf = ({ appointmentId, attendee }: Pick<Invitation, 'appointmentId' | 'attendee'>) =>
  `${appointmentId} ${attendee}`

function rowOf(invitation: Invitation, secret: string) {
  const local = replyLocalPart(secret, invitation.appointmentId, invitation.attendee)
  return { id: newId(), ...invitation, replyHash: hashOfToken(local).toString('hex') }
}
