import type { EventEmitter } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Nudge } from '../db/transaction.ts'

export type PollingLoop = {
  /** Where this process is told of new work; work of other processes is found by polling alone. */
  readonly nudges: EventEmitter<Record<Nudge, []>>
  readonly nudge: Nudge
  readonly pollMilliseconds: number
  /** Least time from one turn to the next when there is no more to do at once, however often it is nudged. */
  readonly restMilliseconds?: number
  /** One turn; true when there may be more to do at once. */
  readonly turn: (stopping: AbortSignal) => Promise<boolean>
  /** Told of a turn that threw, and how many in a row did. The next one comes later and later, up to half a minute. */
  readonly onFailure: (error: unknown, failures: number) => void
}

/** What goes on until it is stopped. `wake` starts the next turn now; `stop` waits for the turn under way. */
export type Running = { readonly wake: () => void; readonly stop: () => Promise<void> }

const longestPauseMs = 30_000

/** Takes turns until stopped: at once while there is more to do, otherwise when nudged or after a while. */
export function startPolling({
  nudges,
  nudge,
  pollMilliseconds,
  restMilliseconds = 0,
  turn,
  onFailure,
}: PollingLoop): Running {
  const stopping = new AbortController()
  let wake = () => {}
  let wasWoken = false
  const onNudge = () => {
    wasWoken = true
    wake()
  }
  nudges.on(nudge, onNudge)

  const rest = (milliseconds: number, signal: AbortSignal) => wait(milliseconds, undefined, { signal }).catch(() => {})
  const loop = async () => {
    let failures = 0
    while (!stopping.signal.aborted) {
      wasWoken = false
      try {
        const isMore = await turn(stopping.signal)
        failures = 0
        if (isMore) continue
        if (restMilliseconds > 0) await rest(restMilliseconds, stopping.signal)
        // A nudge during the turn may be of something the turn had already looked past.
        if (wasWoken) continue
      } catch (error) {
        failures++
        onFailure(error, failures)
      }
      const pause = failures === 0 ? pollMilliseconds : Math.min(longestPauseMs, 250 * 2 ** failures)
      const woken = new Promise<void>((resolve) => {
        if (failures === 0) wake = resolve
      })
      const isWoken = new AbortController()
      await Promise.race([woken, rest(pause, AbortSignal.any([stopping.signal, isWoken.signal]))])
      isWoken.abort()
    }
  }
  const finished = loop()
  return {
    wake: onNudge,
    stop: async () => {
      stopping.abort()
      nudges.off(nudge, onNudge)
      await finished
    },
  }
}
