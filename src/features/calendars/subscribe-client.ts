import type { Ctx } from '../../context.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import type { Feed } from './feed.ts'
import { findLinkedAppointment, type LinkedAppointment } from './find-linked-appointment.ts'
import { openFeedIn } from './open-feed.ts'
import { isAhead } from './standing.ts'

/**
 * The feed of all a client's appointments, for whoever has the link of one of them. @throws Problem `not-found` for a token
 * that leads nowhere, and where the feed is not offered.
 */
export async function subscribeClient(ctx: Ctx, token: string): Promise<{ linked: LinkedAppointment; feed: Feed }> {
  const linked = await findLinkedAppointment(ctx, token)
  if (!offersFeed(linked)) throw notFoundProblem('calendar')
  const { unit, client } = linked
  const feed = await ctx.transaction((tx) =>
    openFeedIn(tx, ctx.config.AUTH_SECRET, { unitId: unit.id, purpose: 'CLIENT_FEED', subjectId: client.id }),
  )
  return { linked, feed }
}

/**
 * A link is for one appointment, a feed shows all of them. So it is offered only while the appointment is ahead, and only
 * where the link went to an address of the client's own: whoever books online with somebody's phone number names an e-mail
 * address of their own, and must learn of this appointment and of nothing else.
 */
export function offersFeed(linked: LinkedAppointment): boolean {
  const { appointment, client } = linked
  const isToClient = appointment.contactEmail === null || sameAddress(appointment.contactEmail, client.email)
  return isToClient && isAhead(linked)
}

function sameAddress(one: string, other: string | null): boolean {
  return one.toLowerCase() === other?.toLowerCase()
}
