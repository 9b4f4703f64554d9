import type { z } from 'zod'
import type { Ctx } from '../../context.ts'
import { routesFor } from '../../platform/http/endpoint.ts'
import * as contract from './contract.ts'
import { type Feed, feedUrl, keptSeconds, kindOf, subscribeUrl } from './feed.ts'
import { openFeed } from './open-feed.ts'
import { rotateFeed } from './rotate-feed.ts'
import { showCalendarFile } from './show-calendar-file.ts'
import { showFeed } from './show-feed.ts'

const on = routesFor<Ctx>()

const calendarHeaders = { 'content-type': 'text/calendar; charset=utf-8', 'x-robots-tag': 'noindex' }
// A name of ours: a browser would name the file after the address, which is secret.
const feedHeaders = {
  ...calendarHeaders,
  'cache-control': `private, max-age=${keptSeconds}`,
  'content-disposition': 'inline; filename="calendar.ics"',
}

export const calendarsRoutes = [
  on(
    contract.showCalendarFileEndpoint,
    (ctx, { params }) => showCalendarFile(ctx, params.token),
    ({ name, content }) => ({
      status: 200,
      body: content,
      headers: { ...calendarHeaders, 'content-disposition': `attachment; filename="${name}"` },
    }),
  ),
  on(
    contract.showFeedEndpoint,
    (ctx, { params, ifNoneMatch }) => showFeed(ctx, params.token, ifNoneMatch),
    ({ etag, content }) =>
      content === undefined
        ? { status: 304, body: undefined, etag, headers: feedHeaders }
        : { status: 200, body: content, etag, headers: feedHeaders },
  ),
  on(
    contract.openFeedEndpoint,
    async (ctx, { body }) => viewFeed(ctx, await openFeed(ctx, body)),
    (body) => ({ status: 200, body }),
  ),
  on(
    contract.rotateFeedEndpoint,
    async (ctx, { body }) => viewFeed(ctx, await rotateFeed(ctx, body)),
    (body) => ({ status: 200, body }),
  ),
]

function viewFeed({ config }: Ctx, feed: Feed): z.input<typeof contract.feedView> {
  const url = feedUrl(config.SITE_URL, feed.token)
  return {
    kind: kindOf(feed),
    id: feed.subjectId,
    url,
    webcalUrl: subscribeUrl(url),
    generation: feed.generation,
  }
}
