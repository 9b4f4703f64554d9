import { useEffect, useState } from 'react'

/** Whole seconds until `endsAt` (epoch ms), counted down; 0 when it is over. */
export function useSecondsLeft(endsAt: number): number {
  const [seen, setSeen] = useState(() => ({ endsAt, now: Date.now() }))
  // Another end: what was seen of the clock may be minutes old.
  if (seen.endsAt !== endsAt) setSeen({ endsAt, now: Date.now() })
  const left = Math.max(0, endsAt - seen.now)
  useEffect(() => {
    const look = () => setSeen({ endsAt, now: Date.now() })
    // Until the shown second changes: a fixed interval would skip one now and then.
    const timer = left > 0 ? setTimeout(look, left % 1000 || 1000) : undefined
    // Timers sleep in a hidden tab; who comes back must not see an old figure.
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [left, endsAt])
  return Math.ceil(left / 1000)
}
