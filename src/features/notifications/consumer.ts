import type { Ctx } from '../../context.ts'
import type { Consumer } from '../audit/deliver-events.ts'
import type { Event } from '../audit/event.ts'
import type { Reach } from './notification.ts'
import { writeNotifications } from './write-notifications.ts'

/** Failures in a row, each later than the one before, after which an event is left aside: two minutes or so. */
const mostFailures = 8

/**
 * C6: writes messages as events come. Its cursor is its own, so it may run in any process. An event that cannot be told of
 * holds the others up for a while, in case it is a passing trouble, and is then left aside with an error in the log: one
 * mistake must not silence everybody.
 */
export function notificationsConsumer(ctx: Ctx, isChannelOpen: (reach: Reach) => boolean): Consumer {
  const failuresOf = new Map<string, number>()
  const write = async (events: readonly Event[]) => {
    ctx.metrics.notificationsWritten.inc(await writeNotifications(ctx, events, isChannelOpen))
  }
  const takeOne = async (event: Event) => {
    try {
      await write([event])
      failuresOf.delete(event.id)
    } catch (error) {
      const failures = (failuresOf.get(event.id) ?? 0) + 1
      failuresOf.set(event.id, failures)
      if (failures < mostFailures) throw error
      failuresOf.delete(event.id)
      ctx.log.error({ err: error, eventId: event.id, event: event.type }, 'nobody could be told of this event')
    }
  }
  return {
    name: 'notifications',
    takeBatch: async (events) => {
      try {
        await write(events)
      } catch {
        // One of them is at fault, or the database is: each alone tells which.
        for (const event of events) await takeOne(event)
      }
    },
  }
}
