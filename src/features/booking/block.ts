import type { BlockId, ResourceId, UnitId } from '../../lib/ids.ts'

export const blockKinds = ['LEAVE', 'CLOSURE', 'OTHER'] as const
export type BlockKind = (typeof blockKinds)[number]

/** Time of a resource that is taken and is nobody's appointment: leave, closure, maintenance. Epoch ms, half-open. */
export type Block = {
  readonly id: BlockId
  readonly unitId: UnitId
  readonly resourceId: ResourceId
  readonly startsAt: number
  readonly endsAt: number
  readonly kind: BlockKind
  readonly reason: string
  readonly isActive: boolean
  readonly rowVersion: number
}
