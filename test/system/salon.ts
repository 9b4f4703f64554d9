import { type Actor, anonymous, system } from '../../src/features/identity/actor.ts'
import { createResource } from '../../src/features/units/create-resource.ts'
import { createService } from '../../src/features/units/create-service.ts'
import { createUnit } from '../../src/features/units/create-unit.ts'
import { newResource } from '../../src/features/units/resource.ts'
import { newService } from '../../src/features/units/service.ts'
import { setWorkingHours } from '../../src/features/units/set-working-hours.ts'
import { newUnit } from '../../src/features/units/unit.ts'
import type { AppointmentId, BlockId, ResourceId, ServiceId, UnitId } from '../../src/lib/ids.ts'
import { actingAs, type World } from '../world.ts'

/** What the salon offers, by the names of its resources; every rule of the engine that claims time has a service here. */
export const offers = [
  { slug: 'cut', roles: { provider: ['ann', 'bob'] }, capacity: 1, before: 0, after: 0, needsApproval: false },
  {
    slug: 'class',
    roles: { teacher: ['ann', 'bob'], room: ['hall', 'loft'] },
    capacity: 3,
    before: 0,
    after: 0,
    needsApproval: false,
  },
  { slug: 'colour', roles: { provider: ['bob', 'cat'] }, capacity: 1, before: 15, after: 15, needsApproval: true },
  { slug: 'duet', roles: { provider: ['ann'] }, capacity: 2, before: 0, after: 10, needsApproval: false },
] as const

export type Offer = (typeof offers)[number]
export const names = ['ann', 'bob', 'cat', 'hall', 'loft'] as const
export type ResourceName = (typeof names)[number]

export const holdSeconds = 300
export const approvalWithinMinutes = 20

/** An appointment the test has heard of: what its owner was told when it was made. */
export type Known = { readonly id: AppointmentId; readonly token: string; readonly offer: Offer }

/** A unit small enough that everybody gets in everybody's way. */
export type Salon = {
  readonly world: World
  readonly unitId: UnitId
  readonly services: ReadonlyMap<Offer, ServiceId>
  readonly resources: ReadonlyMap<ResourceName, ResourceId>
  readonly nameOf: ReadonlyMap<ResourceId, ResourceName>
  readonly appointments: Known[]
  readonly blocks: { readonly id: BlockId; readonly resource: ResourceName }[]
  /** The clock everything is judged by, epoch ms. */
  now: number
}

export const boss: Actor = {
  kind: 'user',
  id: 'boss',
  memberships: [{ unitId: null, role: 'ADMIN' }],
  scopes: 'all',
  mayOverbook: true,
}
export { anonymous as client }

/** The first of the five slots there are; the clock starts an hour before it. */
export const opening = Date.parse('2027-03-01T09:00:00Z')
export const slotMs = 30 * 60_000

let opened = 0

/** A salon with an empty diary, its people always at work. */
export async function openSalon(world: World): Promise<Salon> {
  const ctx = actingAs(world, system)
  world.setClock(new Date(opening - 3_600_000).toISOString())
  const slug = `salon-${++opened}`
  const { id: unitId } = await createUnit(ctx, newUnit.parse({ slug, name: slug, timeZone: 'Europe/Vilnius' }))
  const resources = new Map<ResourceName, ResourceId>()
  for (const name of names) {
    const kind = name === 'hall' || name === 'loft' ? 'ROOM' : 'PERSON'
    const { id } = await createResource(ctx, { unitId, resource: newResource.parse({ kind, name }) })
    const windows = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
      weekday,
      opensAt: '00:00',
      closesAt: '24:00',
      validFrom: null,
      validTo: null,
    }))
    await setWorkingHours(ctx, { resourceId: id, ifMatch: undefined, windows })
    resources.set(name, id)
  }
  const services = new Map<Offer, ServiceId>()
  for (const offer of offers) {
    const roles = Object.entries(offer.roles).map(([role, eligible]) => ({
      role,
      resourceIds: eligible.map((name: ResourceName) => resources.get(name)),
    }))
    const { slug, capacity, needsApproval } = offer
    const rules = {
      slotStepMinutes: 30,
      durations: [30, 60],
      bufferBeforeMinutes: offer.before,
      bufferAfterMinutes: offer.after,
      holdSeconds,
      approvalWithinMinutes,
    }
    const service = newService.parse({ slug, name: slug, capacity, needsApproval, roles, ...rules })
    services.set(offer, (await createService(ctx, { unitId, service })).id)
  }
  const nameOf = new Map([...resources].map(([name, id]) => [id, name]))
  return { world, unitId, services, resources, nameOf, appointments: [], blocks: [], now: opening - 3_600_000 }
}

/** Moves the clock on, for everything that begins from now. */
export function wait(salon: Salon, seconds: number): void {
  salon.now += seconds * 1000
  salon.world.setClock(new Date(salon.now).toISOString())
}
