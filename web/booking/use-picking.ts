import { useState } from 'react'
import type { Lost } from './parts/alternatives.tsx'
import { alternativesIn, codeOf } from './trouble.ts'

export type Picking = {
  /** Start of the time that is being asked for just now. */
  pending: number | undefined
  /** The time asked for last was somebody else's by then. */
  lost: Lost | undefined
  /** Any other refusal or failure, and the time it was about. */
  failed: { start: number; error: unknown } | undefined
  pick: (start: number) => void
  /** Forgets what went wrong. */
  clear: () => void
  /** Says that a time was lost in another way than by picking it. */
  lose: (start: number, error: unknown) => void
}

/** Holding a time: one at a time, and what became of it. */
export function usePicking(
  hold: (start: number) => Promise<void>,
  { onHeld, onRefused }: { onHeld: (start: number) => void; onRefused?: () => void },
): Picking {
  const [state, setState] = useState<Pick<Picking, 'pending' | 'lost' | 'failed'>>(nothing)
  const lose = (start: number, error: unknown) =>
    setState({ ...nothing, lost: { start, alternatives: alternativesIn(error) } })
  const pick = async (start: number) => {
    // Lost times stay in view, so that the list does not jump while one of them is asked for.
    setState(({ lost }) => ({ ...nothing, lost, pending: start }))
    try {
      await hold(start)
      setState(nothing)
      onHeld(start)
    } catch (error) {
      if (codeOf(error) === 'slot-taken') lose(start, error)
      else setState({ ...nothing, failed: { start, error } })
      onRefused?.()
    }
  }
  return {
    ...state,
    pick: (start) => {
      if (state.pending === undefined) void pick(start)
    },
    clear: () => setState(nothing),
    lose,
  }
}

const nothing = { pending: undefined, lost: undefined, failed: undefined }
