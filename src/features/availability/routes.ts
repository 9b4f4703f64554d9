import type { Ctx } from '../../context.ts'
import { routesFor } from '../../platform/http/endpoint.ts'
import { AnswerCache } from './answer-cache.ts'
import { explainAvailability, getAvailability } from './contract.ts'
import { explainSlot } from './explain-slot.ts'
import { listAvailability } from './list-availability.ts'

const on = routesFor<Ctx>()
const cache = new AnswerCache()

export const availabilityRoutes = [
  on(
    getAvailability,
    async (ctx, { params, query }) => listAvailability(ctx, cache, { ...params, ...query }),
    ({ body, etag }, { ifNoneMatch }) =>
      ifNoneMatch === etag ? { status: 304, body: undefined, etag } : { status: 200, body, etag },
  ),
  on(
    explainAvailability,
    (ctx, { params, query }) => explainSlot(ctx, { ...params, ...query }),
    (body) => ({ status: 200, body }),
  ),
]
