import { useState } from 'react'
import { agree, isZone } from './local-day.ts'

const kept = 'holdfast.zone'

export function deviceZone(): string | undefined {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/**
 * The zone times are shown in: one chosen earlier; else the unit's, when this device's clock agrees with it; else the
 * device's.
 */
export function useZone(unitZone: string): { zone: string; isElsewhere: boolean; chooseZone: (zone: string) => void } {
  const [now] = useState(() => Date.now())
  const [zone, setZone] = useState(() => recall() ?? usualZone(unitZone, now))
  const chooseZone = (chosen: string) => {
    setZone(chosen)
    try {
      localStorage.setItem(kept, chosen)
    } catch {
      // It holds until the page is left.
    }
  }
  return { zone, isElsewhere: !agree(zone, unitZone, now), chooseZone }
}

function usualZone(unitZone: string, now: number): string {
  const own = deviceZone()
  return own === undefined || !isZone(own) || agree(own, unitZone, now) ? unitZone : own
}

function recall(): string | undefined {
  try {
    const zone = localStorage.getItem(kept)
    return zone !== null && isZone(zone) ? zone : undefined
  } catch {
    return undefined
  }
}
