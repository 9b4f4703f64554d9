import type { Intervals } from '../../lib/intervals.ts'
import { subtractIntervals } from '../../lib/intervals.ts'
import { MINUTE_MS } from '../../lib/time/local-date.ts'
import type { Claim, PreparedSearch, SearchResource, Session } from './slot-search.ts'

/**
 * Starts as sets of instants. A slot of fixed length fits an open window iff its *start* lies in the window shortened by
 * that length, and misses a claim iff its start lies outside the claim widened by length and buffers. So every question
 * about slots becomes one about points in intervals, and subtracting does it all.
 */

/** Starts in [from, to) at which the whole slot is within open hours. */
export function openStarts(prepared: PreparedSearch, resource: SearchResource, from: number, to: number): Intervals {
  const { open } = resource
  const starts: number[] = []
  for (let i = 0; i < open.length; i += 2) {
    const first = open[i] as number
    if (first >= to) break
    // + 1: the slot may end exactly when the window does, and the set of starts is half-open.
    const behindLast = (open[i + 1] as number) - prepared.durationMs + 1
    const start = Math.max(first, from)
    const end = Math.min(behindLast, to)
    if (start < end) starts.push(start, end)
  }
  return starts
}

/** Those of the open starts at which no claim is in the way, buffers counted. */
export function freeStarts(prepared: PreparedSearch, resource: SearchResource, open: Intervals): Intervals {
  if (open.length === 0) return open
  const reach = prepared.durationMs + prepared.afterMs - 1
  const from = open[0] as number
  const to = open[open.length - 1] as number
  const blocked: number[] = []
  for (const claim of resource.claims) {
    // Rounded outwards: starts are whole milliseconds, but a database's clock has microseconds.
    const blockedFrom = Math.floor(claim.startsAt) - reach
    if (blockedFrom >= to) break
    const blockedTo = Math.ceil(claim.endsAt) + prepared.beforeMs
    // An empty claim takes no time, though widened it would look as if it did.
    if (blockedTo > from && claim.endsAt > claim.startsAt) blocked.push(blockedFrom, blockedTo)
  }
  return blocked.length === 0 ? open : subtractIntervals(open, blocked)
}

/** The claims that keep the resource from being free for a slot at `start`. */
export function claimsInTheWay(prepared: PreparedSearch, resource: SearchResource, start: number): Claim[] {
  const from = start - prepared.beforeMs
  const to = start + prepared.durationMs + prepared.afterMs
  return resource.claims.filter((claim) => overlaps(claim, from, to))
}

/**
 * The sessions that start within `open` and can take one more client: seats left, the slot's own length, and nothing in
 * the way but the session's own claims (buffers may have grown since it was made). A resource that is simply free at that
 * time is left out, for it is counted as free.
 */
export function joinableSessions(prepared: PreparedSearch, resource: SearchResource, open: Intervals): Session[] {
  const { search, durationMs, beforeMs, afterMs } = prepared
  if (search.capacity === 1 || !resource.sessions?.length || open.length === 0) return []
  const sessions = resource.sessions
    .filter((session) => session.durationMinutes * MINUTE_MS === durationMs && session.used < search.capacity)
    .sort((a, b) => a.startsAt - b.startsAt)

  const joinable: Session[] = []
  const { claims } = resource
  let window = 0
  let firstClaim = 0
  for (const session of sessions) {
    while (window < open.length && (open[window + 1] as number) <= session.startsAt) window += 2
    if (window >= open.length) break
    if (session.startsAt < (open[window] as number)) continue

    const from = session.startsAt - beforeMs
    const to = session.startsAt + durationMs + afterMs
    while (firstClaim < claims.length && (claims[firstClaim] as Claim).endsAt <= from) firstClaim++
    let own = 0
    let foreign = 0
    for (let i = firstClaim; i < claims.length && (claims[i] as Claim).startsAt < to; i++) {
      const claim = claims[i] as Claim
      if (!overlaps(claim, from, to)) continue
      if (claim.sessionKey === session.sessionKey) own++
      else foreign++
    }
    if (own > 0 && foreign === 0) joinable.push(session)
  }
  return joinable
}

function overlaps(claim: Claim, from: number, to: number): boolean {
  return claim.startsAt < to && claim.endsAt > from && claim.endsAt > claim.startsAt
}
