import type { Config } from '../../config.ts'
import type { Ctx } from '../../context.ts'
import type { UnitId } from '../../lib/ids.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import { requireRole } from '../identity/actor.ts'
import type { Outgoing } from './channels/channel.ts'
import { type Composable, composeOutgoing } from './compose-outgoing.ts'
import type { NotificationId } from './notification.ts'
import { type AttemptRow, findNotification, listAttempts, type OutboxRow } from './outbox.sql.ts'

export type ShownNotification = {
  readonly row: OutboxRow
  readonly attempts: readonly AttemptRow[]
  /** The message itself, or why it cannot be put into words. */
  readonly outgoing: Outgoing | { readonly error: string }
}

/** One message with what it says and what came of every attempt. @throws Problem `not-found`, `forbidden`. */
export async function showNotification(ctx: Ctx, { id }: { id: NotificationId }): Promise<ShownNotification> {
  const [[row], attempts] = await Promise.all([ctx.db.run(findNotification, id), ctx.db.run(listAttempts, id)])
  if (!row) throw notFoundProblem('notification')
  requireRole(ctx.actor, row.unit_id as UnitId, ['ADMIN', 'STAFF'], 'notification')
  return { row, attempts, outgoing: composeOrExplain(ctx.config, row) }
}

/** For whoever looks at messages: one that cannot be put into words is shown all the same. */
export function composeOrExplain(config: Config, row: Composable): ShownNotification['outgoing'] {
  try {
    return composeOutgoing(config, row)
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}
