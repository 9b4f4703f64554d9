import { countLineUps } from './line-ups.ts'
import type { ResourceState } from './read-resource.ts'
import type { PreparedSearch, Session } from './slot-search.ts'

/** An occasion one more client can join, with a resource for every role. */
export interface JoinableLineUp {
  readonly start: number
  readonly seatsLeft: number
  readonly members: readonly { readonly state: ResourceState; readonly session: Session }[]
}

/** Sessions put together to whole line-ups: one resource of another occasion, or none for some role, and it is not one. */
export function joinableLineUps(prepared: PreparedSearch, states: readonly ResourceState[]): JoinableLineUp[] {
  const { capacity, roles } = prepared.search
  const occasions = new Map<string, { state: ResourceState; session: Session }[]>()
  for (const state of states) {
    for (const session of state.joinable) {
      // With one role every session is an occasion of its own, whatever it is called.
      const name = roles.length === 1 ? state.id : (session.lineUpKey ?? session.sessionKey)
      const key = `${session.startsAt} ${name}`
      const members = occasions.get(key)
      if (members) members.push({ state, session })
      else occasions.set(key, [{ state, session }])
    }
  }
  const lineUps: JoinableLineUp[] = []
  for (const members of occasions.values()) {
    const kinds = members.map((member) => member.state.roles)
    if (countLineUps(roles.length, kinds, new Int32Array(kinds.length).fill(1)) === 0) continue
    const seatsLeft = capacity - Math.max(...members.map((member) => member.session.used))
    lineUps.push({ start: (members[0] as (typeof members)[0]).session.startsAt, seatsLeft, members })
  }
  return lineUps
}
