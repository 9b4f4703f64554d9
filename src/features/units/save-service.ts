import type { Transaction } from '../../platform/db/transaction.ts'
import { refuseTakenSlug } from './problems.ts'
import { refuseForeignResources, type Service, type ServiceRole } from './service.ts'
import { dropRoles, findResourcesOfUnit, insertRoles, saveDurations, saveServiceRow } from './services.sql.ts'

/**
 * Refuses roles that name another unit's resource; the caller holds the unit's lock, so they stay its own.
 * `roles` is as the caller wrote it, because the refusal names the place. @throws Problem `malformed`.
 */
export async function checkRoles(tx: Transaction, unitId: string, roles: readonly ServiceRole[]): Promise<void> {
  const ids = roles.flatMap(({ resourceIds }) => resourceIds)
  const rows = ids.length > 0 ? await tx.run(findResourcesOfUnit, unitId, ids) : []
  refuseForeignResources(roles, new Set(rows.map(({ id }) => id)))
}

/** Writes a service as it is now to be, with its durations and roles. @throws Problem `slug-taken`. */
export async function saveService(tx: Transaction, s: Service): Promise<void> {
  await tx
    .run(
      saveServiceRow,
      s.id,
      s.unitId,
      s.slug,
      s.name,
      s.description,
      s.slotStepMinutes,
      s.bufferBeforeMinutes,
      s.bufferAfterMinutes,
      s.noticeToBookMinutes,
      s.noticeToMoveMinutes,
      s.noticeToCancelMinutes,
      s.horizonDays,
      s.capacity,
      s.holdSeconds,
      s.needsApproval,
      s.approvalWithinMinutes,
      s.isOffered,
      s.rowVersion,
    )
    .catch(refuseTakenSlug('service_slug_is_taken', s.slug))
  await tx.run(saveDurations, s.id, s.durations)
  await tx.run(dropRoles, s.id)
  await tx.run(insertRoles, s.unitId, s.id, JSON.stringify(s.roles))
}
