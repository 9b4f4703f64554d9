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
  /** Why the event could not be told of, while it is still worth another turn. */
  const takeOne = async (event: Event): Promise<unknown> => {
    const failures = failuresOf.get(event.id) ?? 0
    if (failures >= mostFailures) return undefined
    try {
      await write([event])
      return undefined
    } catch (error) {
      failuresOf.set(event.id, failures + 1)
      if (failures + 1 < mostFailures) return error
      ctx.log.error({ err: error, eventId: event.id, event: event.type }, 'nobody could be told of this event')
      return undefined
    }
  }
  return {
    name: 'notifications',
    takeBatch: async (events) => {
      const isWritten = await write(events).then(
        () => true,
        () => false,
      )
      if (!isWritten) {
        // One of them is at fault, or the database is: each alone tells which. All are tried, so that several which are at
        // fault are left aside together.
        const troubles: unknown[] = []
        for (const event of events) troubles.push(await takeOne(event))
        const trouble = troubles.find((each) => each !== undefined)
        if (trouble !== undefined) throw trouble
      }
      failuresOf.clear()
    },
  }
}
