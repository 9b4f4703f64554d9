import { isDeepStrictEqual } from 'node:util'
import { Problem, stale } from '../../platform/problem.ts'

type Versioned = { readonly rowVersion: number }

/** What a change makes of a thing: the thing as it will be, and what of it differs, as the audit shows it. */
export type Revision<T> = { next: T; before: Record<string, unknown>; after: Record<string, unknown> }

/**
 * Applies `change` to the row that was locked. Undefined when nothing would differ: then nothing is written, no version
 * rises and no event tells of it. @throws Problem `stale` when `ifMatch` is not the version that was locked.
 */
export function revise<T extends Versioned>(
  current: T,
  change: { readonly [K in keyof T]?: T[K] | undefined },
  ifMatch: number | undefined,
): Revision<T> | undefined {
  refuseStale(current, ifMatch)
  const given = Object.entries(change).filter(([, value]) => value !== undefined)
  const changed = given.filter(([field, value]) => !isDeepStrictEqual(value, current[field as keyof T]))
  if (changed.length === 0) return undefined
  const after = Object.fromEntries(changed)
  const before = Object.fromEntries(changed.map(([field]) => [field, current[field as keyof T]]))
  return { next: { ...current, ...after, rowVersion: current.rowVersion + 1 }, before, after }
}

/** @throws Problem `stale` with the version there is now. */
export function refuseStale({ rowVersion }: Versioned, ifMatch: number | undefined): void {
  if (ifMatch === undefined || ifMatch === rowVersion) return
  throw new Problem(stale, `You read version ${ifMatch}; it is at version ${rowVersion} now. Read it again.`, {
    rowVersion,
  })
}
