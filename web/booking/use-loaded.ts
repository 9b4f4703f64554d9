import { useCallback, useEffect, useEffectEvent, useState } from 'react'

export type Loaded<T> = {
  /** Of the key asked for; undefined until it is there. */
  data: T | undefined
  error: unknown
  isLoading: boolean
  /** Asks again; what is known stays in view meanwhile. */
  reload: () => void
}

/** Loads what `key` names, anew when it changes; null loads nothing. Answers that come too late are dropped. */
export function useLoaded<T>(key: string | null, load: () => Promise<T>): Loaded<T> {
  const [answer, setAnswer] = useState<{ key: string; data?: T; error?: unknown }>()
  const [round, setRound] = useState(0)
  const start = useEffectEvent(load)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is another try of the same
  useEffect(() => {
    if (key === null) return
    let isWanted = true
    const take = (taken: { key: string; data?: T; error?: unknown }) => {
      if (isWanted) setAnswer(taken)
    }
    start().then(
      (data) => take({ key, data }),
      (error: unknown) => take({ key, error }),
    )
    return () => {
      isWanted = false
    }
  }, [key, round])
  const reload = useCallback(() => setRound((before) => before + 1), [])
  const current = answer?.key === key ? answer : undefined
  return {
    data: current?.data,
    error: current?.error,
    isLoading: key !== null && current === undefined,
    reload,
  }
}
