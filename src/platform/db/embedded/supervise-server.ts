import { setTimeout as delay } from 'node:timers/promises'

const LOOK_EVERY_MS = 250
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 30_000
const STABLE_AFTER_MS = 60_000

export type Supervised<Server> = {
  isRunning: (server: Server) => Promise<boolean>
  /** Gets a server running again on the same port; rejects when it could not. */
  restart: (server: Server, signal: AbortSignal) => Promise<Server>
  onLook: () => Promise<void>
  warn: (message: string) => void
}

/**
 * Watches a server and restarts it whenever it is gone, with growing pauses, until stopped. Looking at the process
 * (not only waiting for our child to exit) is what works for a server that somebody else started.
 */
export function superviseServer<Server extends { pid: number }>(
  first: Server,
  { isRunning, restart, onLook, warn }: Supervised<Server>,
): { current: () => Server; stop: () => Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  let server = first
  let runningSince = Date.now()
  let pause = 0

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      await sleep(LOOK_EVERY_MS, signal)
      if (signal.aborted) return
      await onLook().catch(() => undefined)
      if (await isRunning(server)) continue

      if (Date.now() - runningSince > STABLE_AFTER_MS) pause = 0
      warn(`PostgreSQL (process ${server.pid}) is gone; starting it again${pause ? ` in ${pause} ms` : ''}.`)
      await revive()
    }
  }

  async function revive(): Promise<void> {
    while (!signal.aborted) {
      await sleep(pause, signal)
      pause = Math.min(Math.max(pause * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS)
      if (signal.aborted) return
      try {
        server = await restart(server, signal)
        runningSince = Date.now()
        return
      } catch (error) {
        if (!signal.aborted) warn(`${(error as Error).message} Trying again in ${pause} ms.`)
      }
    }
  }

  const watching = watch().catch((error: unknown) => warn(`PostgreSQL is no longer watched: ${String(error)}`))
  return {
    current: () => server,
    stop: async () => {
      stopping.abort()
      await watching
    },
  }
}

/** Ends early, without an error, when stopped; does not keep the process alive. */
async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds > 0) await delay(milliseconds, undefined, { signal, ref: false }).catch(() => undefined)
}
