import type { Ctx } from '../../context.ts'
import type { Feed } from './feed.ts'
import { lockLink } from './links.sql.ts'
import { openFeedIn, readdress } from './open-feed.ts'
import { type AskedFeed, requireFeed } from './require-feed.ts'

/**
 * Gives a feed another address; the one before dies with the commit, for every program that reads it.
 * @throws Problem `not-found`, `forbidden`.
 */
export async function rotateFeed(ctx: Ctx, asked: AskedFeed): Promise<Feed> {
  const subject = await requireFeed(ctx, asked)
  const { AUTH_SECRET: secret } = ctx.config
  return ctx.transaction(async (tx) => {
    const [known] = await tx.run(lockLink, subject.purpose, subject.subjectId)
    // Nobody has an address yet, so there is none to take away.
    return known ? readdress(tx, secret, subject, known) : openFeedIn(tx, secret, subject)
  })
}
