import type { ResourceId, ServiceId, UnitId } from '../../lib/ids.ts'

/** Everything of a unit that booking rules read and that changes rarely, as of one `version`. */
export type Catalogue = {
  /** `units.catalogue_version`: raised by every change to what is in here. */
  readonly version: number
  readonly unit: CatalogueUnit
  readonly services: ReadonlyMap<ServiceId, CatalogueService>
  readonly resources: ReadonlyMap<ResourceId, CatalogueResource>
  readonly unitExceptions: readonly DatedHours[]
}

export type CatalogueUnit = {
  readonly id: UnitId
  readonly slug: string
  readonly name: string
  readonly timeZone: string
  readonly locale: string
}

export type CatalogueService = {
  readonly id: ServiceId
  readonly slug: string
  readonly name: string
  readonly durations: readonly number[]
  readonly slotStepMinutes: number
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  readonly noticeToBookMinutes: number
  readonly noticeToMoveMinutes: number
  readonly noticeToCancelMinutes: number
  readonly horizonDays: number
  readonly capacity: number
  readonly holdSeconds: number
  readonly needsApproval: boolean
  readonly approvalWithinMinutes: number
  readonly isOffered: boolean
  /** What it needs at the same time, in order; each with the active resources that can do it, sorted by id. */
  readonly roles: readonly { readonly role: string; readonly resourceIds: readonly ResourceId[] }[]
}

export type CatalogueResource = {
  readonly id: ResourceId
  readonly kind: 'PERSON' | 'ROOM'
  readonly name: string
  readonly timeZone: string
  readonly userId: string | null
  readonly isActive: boolean
  readonly weekly: readonly WeeklyHours[]
  readonly exceptions: readonly DatedHours[]
}

/** Minutes of the local wall clock since midnight; `endsAt` 1440 is midnight at the end of the day. */
export type WeeklyHours = {
  readonly weekday: number
  readonly startsAt: number
  readonly endsAt: number
  readonly validFrom: string | null
  readonly validTo: string | null
}

/** One local date with hours of its own; no windows: closed. */
export type DatedHours = { readonly on: string; readonly windows: readonly { startsAt: number; endsAt: number }[] }
