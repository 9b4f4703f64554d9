import type { ResourceId, ServiceId, UnitId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { type CatalogueRow, type ExceptionJson, loadCatalogueRow, type ServiceJson } from './catalogue.sql.ts'
import type { Catalogue, CatalogueResource, CatalogueService, DatedHours } from './catalogue.ts'

/** Reads a unit's catalogue as of now; undefined when there is no such unit. */
export async function loadCatalogue(db: Queryable, unitId: UnitId): Promise<Catalogue | undefined> {
  const [row] = await db.run(loadCatalogueRow, unitId)
  return row && readCatalogue(row)
}

function readCatalogue(row: CatalogueRow): Catalogue {
  const resources = row.resources.map(
    (resource): CatalogueResource => ({
      ...resource,
      id: resource.id as ResourceId,
      weekly: row.hours.filter((hours) => hours.resourceId === resource.id),
      exceptions: datedHours(row.exceptions.filter((exception) => exception.resourceId === resource.id)),
    }),
  )
  return {
    version: row.version,
    unit: { ...row.unit, id: row.unit.id as UnitId },
    services: new Map(row.services.map((service) => [service.id as ServiceId, readService(service)])),
    resources: new Map(resources.map((resource) => [resource.id, resource])),
    unitExceptions: datedHours(row.exceptions.filter((exception) => exception.resourceId === null)),
  }
}

function readService(service: ServiceJson): CatalogueService {
  return {
    ...service,
    id: service.id as ServiceId,
    durations: service.durations ?? [],
    roles: (service.roles ?? []).map(({ role, resourceIds }) => ({
      role,
      resourceIds: (resourceIds ?? []) as ResourceId[],
    })),
  }
}

/** One entry per date: a row without times closes it, several rows with times are its windows. */
function datedHours(rows: readonly ExceptionJson[]): DatedHours[] {
  const windows = new Map<string, { startsAt: number; endsAt: number }[]>()
  const closed = new Set<string>()
  for (const { on, startsAt, endsAt } of rows) {
    const day = windows.get(on) ?? []
    windows.set(on, day)
    if (startsAt === null || endsAt === null) closed.add(on)
    else day.push({ startsAt, endsAt })
  }
  return [...windows].map(([on, day]) => ({ on, windows: closed.has(on) ? [] : day }))
}
