import { useEffect, useState } from 'react'
import type { Appointment } from '../api/schema.generated.ts'
import type { HeldTime } from './calls.ts'
import { randomId } from './random-id.ts'

/** What a visitor types about themselves. */
export type Contact = { name: string; phone: string; email: string; note: string }

/** A booking that was made here; the token is what lets its visitor see and cancel it. */
export type Booked = { appointment: Appointment; reservationToken: string; name: string }

/** One visit to a unit in one tab: survives a reload, ends with the tab. */
export type Visit = {
  /** What the server tells our holds from other people's by. */
  conversation: string
  held: HeldTime | null
  contact: Contact
  booked: Booked | null
}

export type ChangeVisit = (change: Partial<Visit>) => void

const noContact: Contact = { name: '', phone: '', email: '', note: '' }

export function useVisit(unitId: string): [Visit, ChangeVisit] {
  const key = `holdfast.visit.${unitId}`
  const [visit, setVisit] = useState<Visit>(() => recall(key) ?? begin())
  useEffect(() => keep(key, visit), [key, visit])
  return [visit, (change) => setVisit((before) => ({ ...before, ...change }))]
}

function begin(): Visit {
  return { conversation: `web-${randomId()}`, held: null, contact: noContact, booked: null }
}

function recall(key: string): Visit | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Visit | null
    return kept ? { ...begin(), ...kept } : undefined
  } catch {
    return undefined
  }
}

/** A browser that keeps nothing loses the convenience, not the booking. */
function keep(key: string, visit: Visit): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(visit))
  } catch {
    // Said above.
  }
}
