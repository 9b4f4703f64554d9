import type { Intervals } from '../../lib/intervals.ts'
import { freeStarts, joinableSessions, openStarts } from './free-starts.ts'
import type { Eligible, PreparedSearch, Session } from './slot-search.ts'

/** What one resource can do between two instants, as starts. */
export interface ResourceState {
  readonly id: string
  readonly roles: number
  readonly open: Intervals
  readonly free: Intervals
  readonly joinable: readonly Session[]
}

/** The open, free and joinable starts of one resource in [from, to). */
export function readResource(prepared: PreparedSearch, eligible: Eligible, from: number, to: number): ResourceState {
  const { resource, roles } = eligible
  const open = openStarts(prepared, resource, from, to)
  const free = freeStarts(prepared, resource, open)
  return { id: resource.id, roles, open, free, joinable: joinableSessions(prepared, resource, open) }
}
