import type { AppointmentId, ClientId, ResourceId, UnitId } from '../../lib/ids.ts'

/** What a link leads to. It is a capability: whoever has it sees that, and nothing else. */
export type LinkSubject = { readonly unitId: UnitId } & (
  | { readonly purpose: 'APPOINTMENT'; readonly subjectId: AppointmentId }
  | { readonly purpose: 'CLIENT_FEED'; readonly subjectId: ClientId }
  | { readonly purpose: 'RESOURCE_FEED'; readonly subjectId: ResourceId }
  | { readonly purpose: 'UNIT_FEED'; readonly subjectId: UnitId }
)
export type LinkPurpose = LinkSubject['purpose']
