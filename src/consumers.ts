import type { Ctx } from './context.ts'
import type { Consumer } from './features/audit/deliver-events.ts'

/** Everything that reacts to events. */
export function allConsumers(ctx: Ctx): Consumer[] {
  return [
    {
      // Facts as log lines: with the correlation id one can follow a request to everything it caused (H2).
      name: 'log',
      take: async ({ id, type, subject, channel, correlationId }) => {
        ctx.log.debug(
          { event: type, eventId: id, subject: `${subject.type}/${subject.id}`, channel, correlationId },
          'event',
        )
      },
    },
  ]
}
