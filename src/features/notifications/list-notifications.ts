import type { Ctx } from '../../context.ts'
import type { UnitId } from '../../lib/ids.ts'
import { fromCursor } from '../../platform/http/schemas.ts'
import { fieldProblem } from '../../platform/problem.ts'
import { requireRole } from '../identity/actor.ts'
import { listOutboxRows, type OutboxQuery, type OutboxRow } from './outbox.sql.ts'

export type ListNotificationsInput = Omit<OutboxQuery, 'before' | 'unitId'> & {
  readonly unitId: UnitId
  readonly cursor?: string | undefined
}

/** Messages of a unit, newest first, one more than asked. @throws Problem `not-found`, `forbidden`. */
export async function listNotifications(ctx: Ctx, { cursor, ...query }: ListNotificationsInput): Promise<OutboxRow[]> {
  requireRole(ctx.actor, query.unitId, ['ADMIN', 'STAFF'], 'unit')
  return listOutboxRows(ctx.db, { ...query, before: readPosition(cursor) })
}

/** The number of the last message of the page before. @throws Problem `malformed`. */
export function readPosition(cursor: string | undefined): number | undefined {
  const before = fromCursor(cursor, 1)?.[0]
  if (before === undefined || Number.isSafeInteger(before)) return before as number | undefined
  throw fieldProblem('cursor', 'is not a cursor of this list. Start without one.')
}
