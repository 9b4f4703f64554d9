import type { Queryable } from '../../platform/db/database.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { hashOfToken } from './address-token.ts'
import type { LinkPurpose, LinkSubject } from './link.ts'
import { findLinkByHash } from './links.sql.ts'

/**
 * What a token leads to, if that is one of `purposes`. @throws Problem `not-found` for a token that leads nowhere, that led
 * somewhere once, and that leads to something else: whoever tries some must not learn which.
 */
export async function findLink<P extends LinkPurpose>(
  db: Queryable,
  token: string,
  purposes: readonly P[],
): Promise<Extract<LinkSubject, { purpose: P }>> {
  const [link] = await db.run(findLinkByHash, hashOfToken(token))
  if (!link || !(purposes as readonly LinkPurpose[]).includes(link.purpose)) throw notFoundProblem('calendar')
  const { unitId, purpose, subjectId } = link
  return { unitId, purpose, subjectId } as Extract<LinkSubject, { purpose: P }>
}
