/**
 * A *line-up* is one different resource for each role of a service. Resources are known here by the roles they can take,
 * as bits: all resources with the same bits are interchangeable, so counting them is enough.
 */

/**
 * How many line-ups can stand at the same time when there are `counts[k]` resources that can take the roles `kinds[k]`.
 * Hall's theorem: n line-ups fit iff every set of roles is reachable by n times as many resources as it has roles.
 */
export function countLineUps(roleCount: number, kinds: readonly number[], counts: ArrayLike<number>): number {
  if (roleCount === 1) return counts[0] ?? 0
  let most = Number.POSITIVE_INFINITY
  for (let roles = 1; roles < 1 << roleCount; roles++) {
    let reachable = 0
    for (let k = 0; k < kinds.length; k++) {
      if (((kinds[k] as number) & roles) !== 0) reachable += counts[k] as number
    }
    most = Math.min(most, Math.floor(reachable / bitCount(roles)))
    if (most === 0) return 0
  }
  return most
}

/**
 * The first line-up in order of preference: `candidates[i]` are the ids for role i, best first; the first role chooses
 * first, but never so that a later one is left without. Undefined when there is none.
 */
export function firstLineUp(candidates: readonly (readonly string[])[]): string[] | undefined {
  for (const lineUp of lineUpsInOrder(candidates)) return lineUp
  return undefined
}

/** All line-ups, each once, in lexicographic order of preference. Finds each without dead ends, so taking a few is cheap. */
export function* lineUpsInOrder(candidates: readonly (readonly string[])[]): Generator<string[]> {
  yield* extend([], candidates)
}

function* extend(chosen: readonly string[], candidates: readonly (readonly string[])[]): Generator<string[]> {
  const role = chosen.length
  if (role === candidates.length) {
    yield [...chosen]
    return
  }
  for (const id of candidates[role] as readonly string[]) {
    if (chosen.includes(id)) continue
    const next = [...chosen, id]
    if (canComplete(next, candidates)) yield* extend(next, candidates)
  }
}

/** Whether the roles not chosen yet can still be filled with resources not chosen yet: Kuhn's bipartite matching. */
function canComplete(chosen: readonly string[], candidates: readonly (readonly string[])[]): boolean {
  const roleOf = new Map<string, number>()
  const findPlace = (role: number, tried: Set<string>): boolean => {
    for (const id of candidates[role] as readonly string[]) {
      if (tried.has(id) || chosen.includes(id)) continue
      tried.add(id)
      const holder = roleOf.get(id)
      if (holder === undefined || findPlace(holder, tried)) {
        roleOf.set(id, role)
        return true
      }
    }
    return false
  }
  for (let role = chosen.length; role < candidates.length; role++) {
    if (!findPlace(role, new Set())) return false
  }
  return true
}

function bitCount(bits: number): number {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count++
  return count
}
