/** Units and bookings for the benches, made quickly. */

import { newClient } from '../src/features/clients/client.ts'
import { createClient } from '../src/features/clients/create-client.ts'
import { system } from '../src/features/identity/actor.ts'
import { createResource } from '../src/features/units/create-resource.ts'
import { createService } from '../src/features/units/create-service.ts'
import { createUnit } from '../src/features/units/create-unit.ts'
import { newResource } from '../src/features/units/resource.ts'
import { newService } from '../src/features/units/service.ts'
import { setWorkingHours } from '../src/features/units/set-working-hours.ts'
import { newUnit } from '../src/features/units/unit.ts'
import type { Stage } from './stage.ts'

export type BenchUnit = {
  readonly unitId: string
  readonly serviceId: string
  readonly clientId: string
  readonly resourceIds: readonly string[]
}

/** A unit with `people` resources; 30-minute visits every 15 minutes. */
export async function makeUnit(
  stage: Stage,
  slug: string,
  people: number,
  hours: { opensAt: string; closesAt: string },
): Promise<BenchUnit> {
  const ctx = stage.ctx.as({ actor: system, channel: 'system', correlationId: 'bench' })
  const timeZone = 'America/New_York'
  const { id: unitId } = await createUnit(ctx, newUnit.parse({ slug, name: slug, timeZone, locale: 'en' }))
  const windows = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, ...hours, validFrom: null, validTo: null }))
  const resourceIds: string[] = []
  for (let i = 0; i < people; i++) {
    const { id } = await createResource(ctx, {
      unitId,
      resource: newResource.parse({ kind: 'PERSON', name: `Person ${i}`, timeZone }),
    })
    await setWorkingHours(ctx, { resourceId: id, ifMatch: undefined, windows })
    resourceIds.push(id)
  }
  const service = {
    slug: 'visit',
    name: 'Visit',
    durations: [30],
    slotStepMinutes: 15,
    horizonDays: 730,
    roles: [{ role: 'provider', resourceIds }],
  }
  const { id: serviceId } = await createService(ctx, { unitId, service: newService.parse(service) })
  const { id: clientId } = await createClient(ctx, {
    unitId,
    client: newClient.parse({ name: 'Bench', phone: '+12125550123' }),
  })
  return { unitId, serviceId, clientId, resourceIds }
}

/**
 * Writes `perResource` half-hour appointments back to back for each resource, ending at `until`; with every n-th kept free
 * when `keepFree` is n. Straight into the tables: a million through the operations would take an hour.
 */
export async function fillCalendar(
  stage: Stage,
  unit: BenchUnit,
  perResource: number,
  until: Date,
  status: 'COMPLETED' | 'CONFIRMED',
  keepFree = 0,
): Promise<void> {
  for (const resourceId of unit.resourceIds) {
    await stage.query(
      `with times as (
         select gen_random_uuid() as id, $5::timestamptz - i * interval '30 minutes' as starts_at
           from generate_series(1, $4::int * case when $6 > 0 then 2 else 1 end) as i
          where $6 = 0 or i % $6 <> 0 limit $4),
       booked as (
         insert into appointments (id, unit_id, service_id, client_id, status, during, duration_minutes, uid, channel, reservation_token)
         select id, $1, $2, $7, $8, tstzrange(starts_at, starts_at + interval '30 minutes'), 30, id || '@bench', 'api', gen_random_uuid()
           from times returning id, unit_id, during)
       insert into claims (unit_id, resource_id, appointment_id, role, during, session_id)
       select unit_id, $3, id, 'provider', during, gen_random_uuid() from booked`,
      [unit.unitId, unit.serviceId, resourceId, perResource, until.toISOString(), keepFree, unit.clientId, status],
    )
  }
}
