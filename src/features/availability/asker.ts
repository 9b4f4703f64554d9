import type { UnitId } from '../../lib/ids.ts'
import type { Actor } from '../identity/actor.ts'
import { worksIn } from '../identity/actor.ts'
import type { Strictness } from './build-search.ts'

/** The desk writes down who walked in a moment ago, and plans two years ahead. */
export const deskStrictness: Strictness = { noticeMinutes: -60, horizonDays: 730 }

/** People who work in the unit, in person: neither notice nor horizon binds them. */
export function isAtTheDesk(actor: Actor, unitId: UnitId): boolean {
  return actor.kind === 'user' && worksIn(actor, unitId)
}
