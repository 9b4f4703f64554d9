import type { Ctx } from '../../context.ts'
import type { UnitId } from '../../lib/ids.ts'
import { fromCursor } from '../../platform/http/schemas.ts'
import { fieldProblem } from '../../platform/problem.ts'
import { requireRole } from '../identity/actor.ts'
import { type Event, readEvent } from './event.ts'
import { listEventRows } from './event-log.sql.ts'

export type ListEventsInput = {
  readonly unitId: UnitId
  readonly subjectType?: string | undefined
  readonly subjectId?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** The facts of a unit, newest first, one more than asked. */
export async function listEvents(ctx: Ctx, input: ListEventsInput): Promise<Event[]> {
  requireRole(ctx.actor, input.unitId, ['ADMIN', 'STAFF'], 'unit')
  const before = fromCursor(input.cursor, 1)?.[0]
  if (before !== undefined && !Number.isSafeInteger(before))
    throw fieldProblem('cursor', 'is not a cursor of this list. Start without one.')
  const rows = await ctx.db.run(
    listEventRows,
    input.unitId,
    input.subjectType ?? null,
    input.subjectId ?? null,
    (before as number | undefined) ?? null,
    input.limit + 1,
  )
  return rows.map(readEvent)
}
