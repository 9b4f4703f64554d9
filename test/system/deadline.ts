import assert from 'node:assert/strict'
import { system } from '../../src/features/identity/actor.ts'
import type { AppointmentId } from '../../src/lib/ids.ts'
import { Problem } from '../../src/platform/problem.ts'
import type { Clinic } from '../clinic.ts'
import { openWorld, type World } from '../world.ts'
import { type OtherNode, otherNode } from './held-up.ts'

export const now = '2027-02-26T08:00:00.000Z'
/** Of holds placed at `now`: five minutes later. */
const deadline = Date.parse(now) + 300_000
export const justBefore = new Date(deadline - 1).toISOString()
export const justAfter = new Date(deadline).toISOString()
export const muchLater = new Date(deadline + 60_000).toISOString()

/** A world at `now`, and nodes whose clocks stand around the deadline of what is held there. Close it in `after`. */
export type Deadline = {
  readonly world: World
  /** Somebody an instant before the deadline, somebody at it, and a worker at it. */
  readonly early: OtherNode
  readonly late: OtherNode
  readonly worker: OtherNode
  /** Holds a time at `now`. */
  hold: (
    clinic: Clinic,
    start: number,
    more?: Record<string, unknown>,
  ) => Promise<{ readonly id: AppointmentId; readonly token: string }>
  close: () => Promise<void>
}

export async function openDeadline(): Promise<Deadline> {
  const world = await openWorld()
  world.setClock(now)
  const early = otherNode(world, justBefore)
  const late = otherNode(world, justAfter)
  const worker = otherNode(world, justAfter, system)
  return {
    world,
    early,
    late,
    worker,
    hold: async (clinic, start, more) => {
      const body = { ...wish(clinic, start), start: new Date(start).toISOString(), ...more }
      const answer = await world.call('POST', '/api/v1/slots/lock', body)
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
      return { id: answer.body.appointmentId, token: answer.body.reservationToken }
    },
    close: async () => {
      await Promise.all([early, late, worker].map((node) => node.close()))
      await world.close()
    },
  }
}

/** The start, epoch ms, of half hour `index` of a Monday on. */
export const at = (index: number) => Date.parse('2027-03-01T00:00:00Z') + index * 30 * 60_000

export const wish = ({ unitId, serviceId }: Clinic, start: number, more: object = {}) => ({
  unitId,
  serviceId,
  start,
  ...more,
})

/** What came of it: `done`, or the code of the refusal. */
export async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (error) {
    if (error instanceof Problem) return error.kind.code
    throw error
  }
}
