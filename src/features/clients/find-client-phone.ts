import type { ClientId, UnitId } from '../../lib/ids.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { phoneOfClient } from './clients.sql.ts'

/** The phone of a client, null when none is known. @throws Problem `not-found` for another unit's client too. */
export async function findClientPhone(tx: Transaction, unitId: UnitId, clientId: ClientId): Promise<string | null> {
  const [row] = await tx.run(phoneOfClient, unitId, clientId)
  if (!row) throw notFoundProblem('client')
  return row.phone
}
