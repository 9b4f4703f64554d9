import type { Ctx } from '../../context.ts'
import { routesFor } from '../../platform/http/endpoint.ts'
import { toPage } from '../../platform/http/schemas.ts'
import { listEventsEndpoint } from './contract.ts'
import type { Event } from './event.ts'
import { listEvents } from './list-events.ts'

const on = routesFor<Ctx>()

export const auditRoutes = [
  on(
    listEventsEndpoint,
    (ctx, { params, query }) => listEvents(ctx, { ...params, ...query }),
    (events, { query }) => {
      const { items, nextCursor } = toPage(events, query.limit, (event) => [event.position.seq])
      return { status: 200, body: { items: items.map(viewEvent), nextCursor } }
    },
  ),
]

function viewEvent({ position, happenedAt, subject, actor, ...event }: Event) {
  return { ...event, subject: { ...subject }, actor: { ...actor }, happenedAt: happenedAt.toString() }
}
