import type { Ctx } from '../../context.ts'
import type { ResourceId, ServiceId, UnitId } from '../../lib/ids.ts'
import { isRestartable, lostRace } from '../../platform/db/transaction.ts'
import { Problem } from '../../platform/problem.ts'
import { buildSearch, claimSpan, eligibleResources, serviceOf } from '../availability/build-search.ts'
import { findSlots, firstFreeSlots, type Slot } from '../availability/find-slots.ts'
import { loadOccupancy } from '../availability/occupancy.ts'
import { slotTaken } from './problems.ts'
import { strictnessFor } from './require-access.ts'

const dayMs = 24 * 60 * 60_000
const suggested = 5

type Wanted = {
  readonly unitId: UnitId
  readonly serviceId: ServiceId
  readonly start: number
  readonly durationMinutes?: number | undefined
  readonly resourceIds?: readonly ResourceId[] | undefined
}

/** Runs `work`; when it finds the time taken, the refusal carries the nearest free times (B2, 409 `slot-taken`). */
export async function withAlternatives<T>(ctx: Ctx, wanted: Wanted, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const refusal = asTaken(error)
    if (!refusal) throw error
    return await refuseWithAlternatives(ctx, wanted, refusal)
  }
}

/** What to say of a time somebody else has; losing every race for many turns is being too late, too. */
function asTaken(error: unknown): { detail: string; extra: Record<string, unknown> } | undefined {
  if (error instanceof Problem) return error.kind === slotTaken ? error : undefined
  return isRestartable(error) === lostRace ? { detail: 'Somebody else was quicker.', extra: {} } : undefined
}

async function refuseWithAlternatives(
  ctx: Ctx,
  wanted: Wanted,
  { detail, extra }: { detail: string; extra: Record<string, unknown> },
): Promise<never> {
  throw new Problem(slotTaken, detail, { ...extra, alternatives: await suggestAlternatives(ctx, wanted) })
}

/** The free times nearest to the wanted one, in order of time: up to five within two weeks. */
export async function suggestAlternatives(ctx: Ctx, wanted: Wanted): Promise<{ start: string; end: string }[]> {
  const catalogue = await ctx.catalogues.of(wanted.unitId)
  const service = serviceOf(catalogue, wanted.serviceId)
  const durationMinutes = wanted.durationMinutes ?? service.durations[0] ?? 0
  const from = wanted.start - 2 * dayMs
  const wish = { service, durationMinutes, from, to: wanted.start + 14 * dayMs, resourceIds: wanted.resourceIds }
  const occupancy = await loadOccupancy(ctx.db, {
    unitId: wanted.unitId,
    resourceIds: eligibleResources(service, wanted.resourceIds),
    ...claimSpan(wish),
    sessionsOf: service.capacity > 1 ? service.id : undefined,
  })
  const strictness = strictnessFor(ctx.actor, wanted.unitId, service, service.noticeToBookMinutes)
  const search = buildSearch(catalogue, wish, occupancy, strictness)
  const before = findSlots({ ...search, to: wanted.start }).slice(-suggested)
  const after = firstFreeSlots({ ...search, from: wanted.start }, suggested)
  const distance = (slot: Slot) => Math.abs(slot.start - wanted.start)
  return [...before, ...after]
    .toSorted((a, b) => distance(a) - distance(b))
    .slice(0, suggested)
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end }) => ({ start: isoOf(start), end: isoOf(end) }))
}

const isoOf = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toString()
