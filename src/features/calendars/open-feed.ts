import type { Ctx } from '../../context.ts'
import { newId } from '../../lib/ids.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { Restart } from '../../platform/db/transaction.ts'
import { record } from '../audit/record-event.ts'
import { hashOfToken, linkToken } from './address-token.ts'
import { feedEvent } from './events.ts'
import type { Feed, FeedSubject } from './feed.ts'
import { insertLink, lockLink, saveLinkToken } from './links.sql.ts'
import { type AskedFeed, requireFeed } from './require-feed.ts'

/** The address of a feed (D11): made when it is asked for first, the same ever after. @throws Problem `not-found`, `forbidden`. */
export async function openFeed(ctx: Ctx, asked: AskedFeed): Promise<Feed> {
  const subject = await requireFeed(ctx, asked)
  return ctx.transaction((tx) => openFeedIn(tx, ctx.config.AUTH_SECRET, subject))
}

/** The same as a part of `tx`, for whoever has checked that it may be told. */
export async function openFeedIn(tx: Transaction, secret: string, subject: FeedSubject): Promise<Feed> {
  const first = feedOf(secret, subject, 1)
  const { unitId, purpose, subjectId } = subject
  const [made] = await tx.run(insertLink, newId(), unitId, purpose, subjectId, hashOfToken(first.token))
  if (made) {
    record(tx, feedEvent('feed.opened', made.id, subject, 1))
    return first
  }
  const known = await lockFeed(tx, subject)
  const feed = feedOf(secret, subject, known.generation)
  // The secret of the installation is another one: the address that was given out leads nowhere, and cannot be shown again.
  return hashOfToken(feed.token).equals(known.tokenHash) ? feed : readdress(tx, secret, subject, known)
}

/** Gives a feed its next address, in place of the one it has. */
export function readdress(
  tx: Transaction,
  secret: string,
  subject: FeedSubject,
  known: { id: string; generation: number },
): Feed {
  const feed = feedOf(secret, subject, known.generation + 1)
  record(tx, feedEvent('feed.rotated', known.id, subject, feed.generation))
  tx.send(saveLinkToken, known.id, feed.generation, hashOfToken(feed.token))
  return feed
}

export async function lockFeed(tx: Transaction, { purpose, subjectId }: FeedSubject) {
  const [known] = await tx.run(lockLink, purpose, subjectId)
  if (!known) throw new Restart('a link was there and is not')
  return known
}

function feedOf(secret: string, subject: FeedSubject, generation: number): Feed {
  return { ...subject, generation, token: linkToken(secret, subject.purpose, subject.subjectId, generation) }
}
