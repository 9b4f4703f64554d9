import type { AppointmentId, BlockId, ResourceId, ServiceId, UnitId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { notFoundProblem } from '../../platform/problem.ts'
import type { ClaimTuple, OccupancyRow } from './occupancy.sql.ts'
import { readClock, readOccupancy, readOccupancyInDetail } from './occupancy.sql.ts'

/** One active claim as read: when (epoch ms, with buffers), whose, and in which session. */
export type OccupyingClaim = {
  readonly resourceId: ResourceId
  readonly startsAt: number
  readonly endsAt: number
  readonly sessionId: string
  readonly seat: number
  readonly appointmentId: AppointmentId | null
  readonly blockId: BlockId | null
  /** Set for appointments of the service that was asked about. */
  readonly session: { readonly startsAt: number; readonly durationMinutes: number } | null
}

/** Who takes which time of some resources, as of one moment of the database. */
export type Occupancy = {
  /** The database's clock, epoch ms. */
  readonly now: number
  readonly catalogueVersion: number
  /** What was visible; see `probeOccupancy`. */
  readonly snapshot: string
  /** When the database server was started: snapshots of different runs are not compared. */
  readonly serverEpoch: number
  /** In order of start. Overdue holds are left out: they block nobody (A5). */
  readonly claims: readonly OccupyingClaim[]
  /** Claims of holds past their deadline that nobody has tidied away yet. */
  readonly overdue: readonly OccupyingClaim[]
  /** When the next of the holds counted here reaches its deadline; Infinity when none does. */
  readonly nextDeadline: number
}

export type OccupancyQuery = {
  readonly unitId: UnitId
  readonly resourceIds: readonly ResourceId[]
  /** Epoch ms, half-open. */
  readonly from: number
  readonly to: number
  /** The service whose shared sessions are wanted; costs more per claim, less when the range is short. */
  readonly sessionsOf?: ServiceId | undefined
  /** A hold to look past: its owner sees its time as free. */
  readonly ownToken?: string | undefined
  /** An appointment to look past: it is the one being moved. */
  readonly ignore?: AppointmentId | undefined
}

/** The database's clock, epoch ms. */
export async function loadClock(db: Queryable): Promise<number> {
  const [row] = await db.run(readClock)
  return Math.floor(row?.now ?? 0)
}

/** Reads who takes which time. One statement. @throws Problem `not-found` for an unknown unit. */
export async function loadOccupancy(db: Queryable, query: OccupancyQuery): Promise<Occupancy> {
  const { unitId, resourceIds, sessionsOf } = query
  const from = new Date(query.from).toISOString()
  const to = new Date(query.to).toISOString()
  const [row] = sessionsOf
    ? await db.run(readOccupancyInDetail, unitId, resourceIds, from, to, sessionsOf)
    : await db.run(readOccupancy, unitId, resourceIds, from, to)
  if (!row) throw notFoundProblem('unit')
  return sortOut(row, query)
}

function sortOut(row: OccupancyRow, query: OccupancyQuery): Occupancy {
  const deadlines = new Map<string, number>()
  let own: string | undefined
  for (const [appointmentId, deadline, token] of row.tentative) {
    deadlines.set(appointmentId, deadline)
    if (token === query.ownToken) own = appointmentId
  }
  const claims: OccupyingClaim[] = []
  const overdue: OccupyingClaim[] = []
  let nextDeadline = Number.POSITIVE_INFINITY
  for (const tuple of row.claims) {
    const appointmentId = tuple[5]
    if (appointmentId !== null && (appointmentId === own || appointmentId === query.ignore)) continue
    const deadline = appointmentId === null ? undefined : deadlines.get(appointmentId)
    if (deadline !== undefined && deadline <= row.now) {
      overdue.push(readClaim(tuple))
      continue
    }
    if (deadline !== undefined && deadline < nextDeadline) nextDeadline = deadline
    claims.push(readClaim(tuple))
  }
  return {
    now: Math.floor(row.now),
    catalogueVersion: row.version,
    snapshot: row.snapshot,
    serverEpoch: row.epoch,
    claims,
    overdue,
    nextDeadline,
  }
}

function readClaim([
  resourceId,
  startsAt,
  endsAt,
  sessionId,
  seat,
  appointmentId,
  blockId,
  sessionStartsAt,
  minutes,
]: ClaimTuple): OccupyingClaim {
  return {
    resourceId: resourceId as ResourceId,
    startsAt,
    endsAt,
    sessionId,
    seat,
    appointmentId: appointmentId as AppointmentId | null,
    blockId: blockId as BlockId | null,
    session:
      sessionStartsAt === null || minutes === null ? null : { startsAt: sessionStartsAt, durationMinutes: minutes },
  }
}
