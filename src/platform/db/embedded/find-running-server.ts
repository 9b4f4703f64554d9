import { setTimeout as delay } from 'node:timers/promises'
import type { Credentials } from './credentials.ts'
import type { DataArea } from './data-area.ts'
import { EmbeddedDatabaseError } from './embedded-database-error.ts'
import { hasUsers } from './folder-lock.ts'
import { currentPlace, readLastStart } from './last-start.ts'
import { isServerOf, readPostmasterFile } from './postmaster-file.ts'
import type { Runner } from './run-program.ts'
import { asSuperuser, proveSameFolder } from './superuser.ts'

/** A server that works on our data folder. */
export type Server = { pid: number; port: number }

/** Crash recovery may take minutes; past this somebody has to look. */
const READY_LIMIT_MS = 10 * 60_000

/**
 * Finds the server that somebody (perhaps a Holdfast that was killed) left running on our folder, and waits until it is
 * ready. Undefined when none runs: one that is just stopping is waited for. Call it while the area is locked.
 */
export async function findRunningServer(
  area: DataArea,
  runner: Runner,
  credentials: Credentials,
): Promise<Server | undefined> {
  if (await wasStartedElsewhere(area)) return undefined
  const giveUpAt = Date.now() + READY_LIMIT_MS
  while (Date.now() < giveUpAt) {
    const file = await readPostmasterFile(area.cluster)
    if (!file) return undefined
    const isOurs = await isServerOf(area.cluster, file.pid)
    if (isOurs === 'no') return undefined

    if (file.status === 'ready' && file.port) {
      const isProven = await answersAsOurs(file.port, runner, credentials, isOurs)
      if (isProven) return { pid: file.pid, port: file.port }
      if (isOurs === 'maybe') return undefined
    }
    await delay(20)
  }
  throw new EmbeddedDatabaseError(
    'busy',
    `PostgreSQL in ${area.cluster} is running but does not get ready: see ${area.log}.`,
  )
}

/**
 * Whether postmaster.pid, if any, speaks of another machine, boot or container, where its process id means nothing. It is
 * stale then; unless somebody there is using the server now, and starting a second one would destroy the data.
 */
async function wasStartedElsewhere(area: DataArea): Promise<boolean> {
  const lastStart = await readLastStart(area)
  if (!lastStart || lastStart.place === (await currentPlace())) return false
  if (!hasUsers(area.users)) return true
  throw new EmbeddedDatabaseError(
    'used-elsewhere',
    `Another container or machine is using ${area.root}: two of them cannot share an embedded database. ` +
      'Stop the other one, or give both a PostgreSQL server in DATABASE_URL.',
  )
}

/** Connects and compares. A stranger who took over the port cannot pass; a server going down may fail to answer. */
async function answersAsOurs(
  port: number,
  runner: Runner,
  credentials: Credentials,
  isOurs: 'yes' | 'maybe',
): Promise<boolean> {
  try {
    return await asSuperuser(port, credentials, (client) => proveSameFolder(client, runner))
  } catch (error) {
    if (isOurs === 'yes' && error instanceof EmbeddedDatabaseError) throw error // not a stranger's: our password is wrong
    return false
  }
}
