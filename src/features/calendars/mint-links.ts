import { newId } from '../../lib/ids.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { hashOfToken, linkToken } from './address-token.ts'
import type { LinkSubject } from './link.ts'
import { insertLinks } from './links.sql.ts'

/** Makes the links that are not there yet, and gives those of before a new secret the token of the new one. */
export function mintLinks(tx: Transaction, secret: string, subjects: readonly LinkSubject[]): void {
  if (subjects.length === 0) return
  const distinct = [
    ...new Map(subjects.map((subject) => [`${subject.purpose} ${subject.subjectId}`, subject])).values(),
  ]
  const rows = distinct.map(({ unitId, purpose, subjectId }) => ({
    id: newId(),
    unitId,
    purpose,
    subjectId,
    tokenHash: hashOfToken(linkToken(secret, purpose, subjectId, 1)).toString('hex'),
  }))
  tx.send(insertLinks, JSON.stringify(rows))
}
