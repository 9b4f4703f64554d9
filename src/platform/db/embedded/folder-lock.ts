import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { EmbeddedDatabaseError } from './embedded-database-error.ts'

// Node has no file locks of its own, but its SQLite does, on every platform. The kernel drops such a lock when its holder
// dies, however it dies: nothing to detect as stale, no process id that could have been reused, and it holds between
// containers that share a folder. The files stay empty: only their locks are used.

const SQLITE_BUSY = 5
const WAIT_LIMIT_MS = 10 * 60_000

type Release = () => void

/** Runs `body` while no other process (or caller in this one) is inside for the same file. */
export async function whileLocked<T>(path: string, body: () => Promise<T>): Promise<T> {
  const release = await acquire(path)
  try {
    return await body()
  } finally {
    release()
  }
}

/** Registers this caller as a user of what `path` stands for, until released or dead. Call it while locked. */
export function enter(path: string): Release {
  const release = tryLock(path, 'shared')
  if (!release) throw new EmbeddedDatabaseError('busy', `Another process keeps ${path} locked.`)
  return release
}

/** Whether anybody is registered by `enter`. Call it while locked, so that nobody comes in meanwhile. */
export function hasUsers(path: string): boolean {
  const release = tryLock(path, 'exclusive')
  release?.()
  return release === undefined
}

async function acquire(path: string): Promise<Release> {
  const giveUpAt = Date.now() + WAIT_LIMIT_MS
  for (let pause = 2; ; pause = Math.min(pause * 1.5, 50)) {
    const release = tryLock(path, 'exclusive')
    if (release) return release
    if (Date.now() > giveUpAt) {
      throw new EmbeddedDatabaseError(
        'busy',
        `Another process has kept ${path} locked for ten minutes: stop it and start again.`,
      )
    }
    await delay(pause)
  }
}

function tryLock(path: string, mode: 'exclusive' | 'shared'): Release | undefined {
  const file = new DatabaseSync(path, { timeout: 0 })
  try {
    // Without a journal nothing is ever written beside the file.
    file.exec('PRAGMA journal_mode = OFF')
    file.exec(mode === 'exclusive' ? 'BEGIN EXCLUSIVE' : 'BEGIN; SELECT count(*) FROM sqlite_schema')
  } catch (error) {
    file.close()
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined
    throw error
  }
  return () => file.close()
}
