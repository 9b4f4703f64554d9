import type { ResourceId } from '../../lib/ids.ts'
import type { NewClaim } from './claims.sql.ts'

type Occupied = {
  readonly resourceId: ResourceId
  readonly startsAt: number
  readonly endsAt: number
  readonly sessionId: string
}

/**
 * The claims with which an appointment takes a resource's time although others have some of it. Where another session is,
 * a seat beyond its last is taken in that very session; where nothing is, a session of its own. So the database's two
 * constraints hold without exception, and when the other appointment goes, this one still keeps everybody else away.
 * `lastSeats` has the highest seat of each session that is in the way, wherever in the session it sits.
 */
export function overbookClaims(
  resourceId: ResourceId,
  role: string,
  from: number,
  to: number,
  occupied: readonly Occupied[],
  lastSeats: ReadonlyMap<string, number>,
): NewClaim[] {
  const inTheWay = occupied.filter(
    (claim) => claim.resourceId === resourceId && claim.startsAt < to && claim.endsAt > from,
  )
  const edges = [from, to, ...inTheWay.flatMap((claim) => [claim.startsAt, claim.endsAt])].filter(
    (edge) => edge >= from && edge <= to,
  )
  const sorted = [...new Set(edges)].sort((a, b) => a - b)
  const pieces: { from: number; to: number; sessionId: string | null }[] = []
  for (let i = 0; i + 1 < sorted.length; i++) {
    const start = sorted[i] as number
    const end = sorted[i + 1] as number
    // At one instant a resource is in one session at most: the constraint says so.
    const sessionId = inTheWay.find((claim) => claim.startsAt <= start && claim.endsAt >= end)?.sessionId ?? null
    const last = pieces.at(-1)
    if (last && last.sessionId === sessionId) last.to = end
    else pieces.push({ from: start, to: end, sessionId })
  }
  const next = new Map(lastSeats)
  return pieces.map(({ sessionId, ...time }) => {
    if (sessionId === null) return { resourceId, role, ...time, sessionId, seat: 1 }
    const seat = (next.get(sessionId) ?? 0) + 1
    next.set(sessionId, seat)
    return { resourceId, role, ...time, sessionId, seat }
  })
}
