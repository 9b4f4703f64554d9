import type { ResourceId, UnitId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { contactsOfResources, contactsOfUnits } from './contacts.sql.ts'
import type { Unit } from './unit.ts'

/** How a resource is told of what concerns it. `email` falls back to that of the user who is this person. */
export type ResourceContact = {
  readonly id: ResourceId
  readonly kind: 'PERSON' | 'ROOM'
  readonly name: string
  readonly timeZone: string
  readonly email: string | null
  readonly phone: string | null
  readonly userId: string | null
}

export type Contacts = {
  readonly units: ReadonlyMap<UnitId, Unit>
  readonly resources: ReadonlyMap<ResourceId, ResourceContact>
}

/** Names and addresses of units and resources as they are now; for messages, not for showing to anybody. */
export async function loadContacts(
  db: Queryable,
  unitIds: readonly UnitId[],
  resourceIds: readonly ResourceId[],
): Promise<Contacts> {
  const [units, resources] = await Promise.all([
    db.run(contactsOfUnits, unitIds),
    db.run(contactsOfResources, resourceIds),
  ])
  return {
    units: new Map(units.map((unit) => [unit.id, unit])),
    resources: new Map(resources.map((resource) => [resource.id, resource])),
  }
}
