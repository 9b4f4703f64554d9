import type { Ctx } from '../../context.ts'
import { type DeliveryOptions, deliverEvents } from '../audit/deliver-events.ts'
import { composeOutgoing } from './compose-outgoing.ts'
import { notificationsConsumer } from './consumer.ts'
import { deliverNotifications } from './deliver-notifications.ts'
import type { Lane } from './lane.ts'

/**
 * Writes messages as things happen and sends them through the lanes, until stopped (E1). Everything it needs to know is in
 * the database, so any number of processes may do this at once.
 */
export function startOutbox(
  ctx: Ctx,
  lanes: readonly Lane[],
  delivery: Partial<DeliveryOptions> = {},
): () => Promise<void> {
  const { db, log, metrics, config } = ctx
  const open = new Set(lanes.flatMap(({ channels }) => channels))
  const consumer = notificationsConsumer(ctx, ({ channel }) => open.has(channel))
  const stops = [deliverEvents({ db, log, metrics, ...delivery }, consumer)]
  if (config.NOTIFICATIONS_ENABLED) {
    for (const lane of lanes) stops.push(deliverNotifications(ctx, lane, (row) => composeOutgoing(config, row)))
  }
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
    if (!config.NOTIFICATIONS_ENABLED) await Promise.all(lanes.map(({ channel }) => channel.close()))
  }
}
