import { type ClientId, newId, type UnitId } from '../../lib/ids.ts'
import { Restart, type Transaction } from '../../platform/db/transaction.ts'
import { record } from '../audit/record-event.ts'
import { maskPersonal } from './client.ts'
import { type Booker, findOrCreateByEmail, findOrCreateByPhone, insertClient, lockEmail } from './clients.sql.ts'

/** Who books, in their own words. The phone is E.164. */
export type BookingClient = {
  unitId: UnitId
  name: string
  phone?: string | null | undefined
  email?: string | null | undefined
  locale?: 'lt' | 'en' | 'pt' | null | undefined
  timeZone?: string | null | undefined
  /** Said by somebody who works in the unit: then an e-mail address that is not known yet is kept for all that follows. */
  isVouchedFor?: boolean
}

/** Who they are to the unit: what it knows of them, which may be another name or address than they gave. */
export type KnownClient = Pick<Booker, 'id' | 'name' | 'phone' | 'email' | 'locale' | 'timeZone'>

/**
 * The unit's client with this phone or, without a phone, with this e-mail address; added when there is none. Whoever books
 * proves nothing, so they fill in what is empty and never overwrite: no name, no phone, no address; and an e-mail address
 * only when staff vouch for it, or somebody who knows a phone number would be sent what concerns its owner. One round trip
 * for a known client, and safe when the same person books twice at once.
 */
export async function findOrCreateClient(tx: Transaction, client: BookingClient): Promise<KnownClient> {
  const { unitId, name, phone = null, email = null, locale = null, timeZone = null, isVouchedFor = false } = client
  if (phone === null && email === null) return createNameless(tx, client)
  const values = [unitId, newId<'client'>(), name, phone, email, locale, timeZone, isVouchedFor] as const
  const [booker] = await (phone !== null
    ? tx.run(findOrCreateByPhone, ...values)
    : // Sent together, answered in order: the lock is held when the search begins.
      Promise.all([tx.run(lockEmail, unitId, email ?? ''), tx.run(findOrCreateByEmail, ...values)]).then(
        ([, rows]) => rows,
      ))
  if (!booker) throw new Restart('another booking wrote the same client')
  if (booker.outcome !== 'found') await recordBooker(tx, unitId, booker)
  return booker
}

/** Somebody without phone and e-mail cannot be recognised: each is a client of their own. */
async function createNameless(
  tx: Transaction,
  { unitId, name, locale = null, timeZone = null }: BookingClient,
): Promise<KnownClient> {
  const id = newId<'client'>()
  await tx.run(insertClient, id, unitId, name, null, null, locale, timeZone, '', null)
  const known = { id, name, phone: null, email: null, locale, timeZone }
  await recordBooker(tx, unitId, { ...known, rowVersion: 1, outcome: 'created', filledFields: [] })
  return known
}

async function recordBooker(tx: Transaction, unitId: UnitId, booker: Booker): Promise<void> {
  const { id, outcome, filledFields, rowVersion, ...fields } = booker
  const isNew = outcome === 'created'
  const filled = Object.fromEntries(filledFields.map((field) => [field, fields[field]]))
  record(tx, {
    type: isNew ? 'client.created' : 'client.updated',
    unitId,
    subject: { type: 'client', id: id satisfies ClientId, version: rowVersion },
    before: isNew ? null : Object.fromEntries(filledFields.map((field) => [field, null])),
    after: maskPersonal(isNew ? fields : filled),
  })
}
