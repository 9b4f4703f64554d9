import { system } from '../src/features/identity/actor.ts'
import { type SeededStaff, seedStaff } from '../src/features/identity/seed-staff.ts'
import { createResource } from '../src/features/units/create-resource.ts'
import { createService } from '../src/features/units/create-service.ts'
import { createUnit } from '../src/features/units/create-unit.ts'
import { newResource } from '../src/features/units/resource.ts'
import { newService } from '../src/features/units/service.ts'
import { setWorkingHours } from '../src/features/units/set-working-hours.ts'
import { newUnit } from '../src/features/units/unit.ts'
import type { ResourceId, ServiceId, UnitId } from '../src/lib/ids.ts'
import type { World } from './world.ts'
import { actingAs } from './world.ts'

/** A unit with everything a booking needs. */
export type Clinic = {
  readonly unitId: UnitId
  readonly serviceId: ServiceId
  readonly resourceIds: readonly ResourceId[]
}

export type ClinicOptions = {
  readonly slug?: string
  readonly timeZone?: string
  /** People who can do the service; each open 00:00–24:00 every day unless `hours` says otherwise. */
  readonly people?: number
  /** Rooms the service needs besides a person; 0: none. */
  readonly rooms?: number
  readonly hours?: { readonly opensAt: string; readonly closesAt: string }
  /** Any field of a new service. */
  readonly service?: Record<string, unknown>
}

let made = 0

/** Makes a unit through the operations themselves. */
export async function openClinic(world: World, options: ClinicOptions = {}): Promise<Clinic> {
  const ctx = actingAs(world, system)
  const timeZone = options.timeZone ?? 'Europe/Vilnius'
  const slug = options.slug ?? `clinic-${++made}`
  const { id: unitId } = await createUnit(ctx, newUnit.parse({ slug, name: `Clinic ${slug}`, timeZone, locale: 'en' }))
  const { opensAt, closesAt } = options.hours ?? { opensAt: '00:00', closesAt: '24:00' }
  const windows = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    opensAt,
    closesAt,
    validFrom: null,
    validTo: null,
  }))
  const add = async (kind: 'PERSON' | 'ROOM', name: string): Promise<ResourceId> => {
    const { id } = await createResource(ctx, { unitId, resource: newResource.parse({ kind, name, timeZone }) })
    await setWorkingHours(ctx, { resourceId: id, ifMatch: undefined, windows })
    return id
  }
  const people: ResourceId[] = []
  for (let i = 0; i < (options.people ?? 1); i++) people.push(await add('PERSON', `Person ${i + 1}`))
  const rooms: ResourceId[] = []
  for (let i = 0; i < (options.rooms ?? 0); i++) rooms.push(await add('ROOM', `Room ${i + 1}`))
  const roles = [
    { role: 'provider', resourceIds: people },
    ...(rooms.length > 0 ? [{ role: 'room', resourceIds: rooms }] : []),
  ]
  const about = {
    slug: 'visit',
    name: 'Visit',
    durations: [30, 60, 90],
    slotStepMinutes: 30,
    horizonDays: 365,
    roles,
    ...options.service,
  }
  const { id: serviceId } = await createService(ctx, { unitId, service: newService.parse(about) })
  return { unitId, serviceId, resourceIds: [...people, ...rooms] }
}

/** Staff of a clinic with an open session; `headers` are what their browser sends. */
export async function employ(
  world: World,
  unitId: UnitId | null,
  role: 'ADMIN' | 'STAFF' | 'PROVIDER',
  options: { mayOverbook?: boolean } = {},
): Promise<SeededStaff & { headers: Record<string, string> }> {
  const staff = await seedStaff(world.ctx, { memberships: [{ unitId, role }], ...options })
  return {
    ...staff,
    headers: { cookie: staff.cookie, origin: 'http://localhost', host: 'localhost', 'sec-fetch-site': 'same-origin' },
  }
}
