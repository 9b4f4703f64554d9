import { z } from 'zod'
import { defineEndpoint } from '../../platform/http/endpoint.ts'
import { notFound } from '../../platform/problem.ts'
import { feedDays, feedKinds, mostEntries } from './feed.ts'

// Any text: what is no token leads nowhere, like one that is not ours.
const secretPath = z.strictObject({
  token: z.string().meta({ description: 'The secret: whoever has it may read what it leads to' }),
})

const calendarText = z.string().meta({ description: 'RFC 5545' })

export const showCalendarFileEndpoint = defineEndpoint({
  id: 'show-calendar-file',
  method: 'GET',
  path: '/calendar/appointments/:token.ics',
  tag: 'calendars',
  summary: 'An appointment as a file for a calendar program',
  description:
    'Its address stands in messages to the client. The entry has the UID of the invitation, so a program that has one knows the other; a cancelled appointment has STATUS:CANCELLED.',
  access: 'anyone',
  rate: 'read',
  params: secretPath,
  answers: {
    200: {
      description: 'One entry, in the client’s language',
      schema: calendarText,
      headers: { 'Content-Type': 'text/calendar', 'Content-Disposition': 'A name for the file' },
    },
  },
  problems: [],
})

export const showFeedEndpoint = defineEndpoint({
  id: 'show-feed',
  method: 'GET',
  path: '/calendar/feeds/:token.ics',
  tag: 'calendars',
  summary: 'A feed that calendar programs subscribe to',
  description: `Requests and appointments from ${feedDays.daysBack} days back to ${feedDays.daysAhead} days ahead, at most ${mostEntries}. What was cancelled, or given to somebody else, is shown as cancelled for ${feedDays.goneDays} days. Holds are never shown. Phone numbers of clients and notes are only in feeds of resources and units.`,
  access: 'anyone',
  rate: 'read',
  params: secretPath,
  answers: {
    200: {
      description: 'The feed, in its reader’s view and language',
      schema: calendarText,
      headers: {
        'Content-Type': 'text/calendar',
        ETag: 'Changes when the feed does',
        'Cache-Control': 'How long to keep it',
      },
    },
    304: { description: 'As you have it (If-None-Match)' },
  },
  problems: [],
})

export const feedView = z
  .strictObject({
    kind: z.enum(feedKinds),
    id: z.uuid().meta({ description: 'Of the client, resource or unit' }),
    url: z.url().meta({ description: 'Secret: whoever has it reads the feed' }),
    webcalUrl: z
      .url({ protocol: /^webcal$/ })
      .meta({ description: 'The same, for a browser to hand to a calendar program' }),
    generation: z.int().meta({ description: 'Rises with every new address' }),
  })
  .meta({ id: 'Feed' })

const askedFeed = z.strictObject({
  kind: z.enum(feedKinds),
  id: z
    .uuid('is not an id')
    .transform((text) => text.toLowerCase())
    .meta({ description: 'Id of the client, resource or unit' }),
})

const access = { roles: ['ADMIN', 'STAFF', 'PROVIDER'], scope: 'calendars:write' } as const

export const openFeedEndpoint = defineEndpoint({
  id: 'open-feed',
  method: 'POST',
  path: '/api/v1/feeds',
  tag: 'calendars',
  summary: 'The secret address of a feed',
  description:
    'Made when it is asked for first; asked again, the same is answered. A PROVIDER has that of the resource they are, ADMIN and STAFF every one of their unit.',
  access,
  rate: 'write',
  body: askedFeed,
  answers: { 200: { description: 'Its address', schema: feedView } },
  problems: [notFound],
})

export const rotateFeedEndpoint = defineEndpoint({
  id: 'rotate-feed',
  method: 'POST',
  path: '/api/v1/feeds/rotate',
  tag: 'calendars',
  summary: 'Give a feed another secret address',
  description: 'The one before leads nowhere from this moment. Programs that read it must be given the new one.',
  access,
  rate: 'write',
  body: askedFeed,
  answers: { 200: { description: 'Its new address', schema: feedView } },
  problems: [notFound],
})
