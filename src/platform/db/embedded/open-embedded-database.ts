import { checkVersion } from './check-version.ts'
import type { Credentials } from './credentials.ts'
import { readCredentials } from './credentials.ts'
import type { DataArea } from './data-area.ts'
import { claimDataArea, dataArea, ownerOf } from './data-area.ts'
import { explainFailure } from './embedded-database-error.ts'
import type { Server } from './find-running-server.ts'
import { findRunningServer } from './find-running-server.ts'
import { enter, hasUsers, whileLocked } from './folder-lock.ts'
import { initialiseCluster, removeLeftovers } from './initialise-cluster.ts'
import { readLastStart } from './last-start.ts'
import { locateBinaries } from './locate-binaries.ts'
import { isStillRunning } from './postmaster-file.ts'
import { prepareBinaries } from './prepare-binaries.ts'
import type { Runner } from './run-program.ts'
import { limitServerLog } from './server-log.ts'
import { startServer } from './start-server.ts'
import { stopServer } from './stop-server.ts'
import { asSuperuser, ensureDatabase } from './superuser.ts'
import { superviseServer } from './supervise-server.ts'
import { chooseAccount, giveAllTo } from './unprivileged-account.ts'

const NOTICE_AFTER_MS = 3000
const WHY_WAIT = 'it is recovering from a crash, or another process is just starting or stopping it'

/** pino and console both fit. */
export type EmbeddedDatabaseLog = { info: (message: string) => void; warn: (message: string) => void }

export type EmbeddedDatabase = {
  /** postgres://holdfast:…@127.0.0.1:port/holdfast; stays valid when the server had to be restarted. */
  readonly url: string
  /** Started it; or found it left over by a Holdfast that was killed; or uses it beside another process. */
  readonly role: 'owner' | 'adopted' | 'joined'
  readonly dataDir: string
  /** Process id of the server; another one after a restart. */
  readonly pid: number
  /** The database was created now, empty. */
  readonly firstStart: boolean
  /**
   * Stops using the server, and stops it too when nobody else uses it: whoever leaves last, not whoever came first,
   * because a worker's last write must not fail only because the server beside it went down first.
   */
  stop(): Promise<void>
}

/**
 * Opens the PostgreSQL that lives in `dataDir`: creates it, starts it, adopts it or joins it, as need be. While anybody
 * has it open it is watched, and restarted if it dies. Throws EmbeddedDatabaseError, whose message says what to do.
 * The server is deaf to the terminal's Ctrl-C: handle signals before calling this, and answer them with `stop`.
 */
export async function openEmbeddedDatabase(options: {
  dataDir: string
  log?: EmbeddedDatabaseLog
}): Promise<EmbeddedDatabase> {
  const area = dataArea(options.dataDir)
  const log = options.log ?? { info: () => undefined, warn: () => undefined }
  const notice = setTimeout(log.info.bind(log), NOTICE_AFTER_MS, `Waiting for PostgreSQL in ${area.root}: ${WHY_WAIT}.`)
  try {
    const installed = locateBinaries()
    await claimDataArea(area)
    return await whileLocked(area.lock, async () => {
      const account = await chooseAccount(area)
      const places = account ? ['/var/lib/holdfast', area.root] : [area.root]
      const binaries = await prepareBinaries(installed, account, places)
      return open(area, { binaries, account, cluster: area.cluster }, log)
    })
  } catch (error) {
    throw explainFailure('opening the embedded database', area.root, error)
  } finally {
    clearTimeout(notice)
  }
}

async function open(area: DataArea, runner: Runner, log: EmbeddedDatabaseLog): Promise<EmbeddedDatabase> {
  await removeLeftovers(area)
  const owner = await ownerOf(area.cluster)
  if (!owner) await initialiseCluster(area, runner)
  else if (owner.uid === 0) await giveAllTo(runner.account, area.cluster)
  await checkVersion(area.cluster)

  const credentials = await readCredentials(area)
  const isUsed = hasUsers(area.users)
  const running = await findRunningServer(area, runner, credentials)
  // Others whose server has just died count on its port.
  const port = isUsed ? (await readLastStart(area))?.port : undefined
  const server: Server = running ?? (await startServer(area, runner, { port }))
  const role = !running ? 'owner' : isUsed ? 'joined' : 'adopted'
  const firstStart = await asSuperuser(server.port, credentials, (client) => ensureDatabase(client, credentials)).catch(
    async (error: unknown) => {
      if (!running) await stopServer(area, runner)
      throw error
    },
  )
  log.info(`PostgreSQL (process ${server.pid}) on 127.0.0.1:${server.port}, data in ${area.root}: ${role}.`)

  const leave = enter(area.users)
  const supervision = superviseServer(server, {
    isRunning: (current) => isStillRunning(area.cluster, current.pid),
    restart: (dead, signal) => whileLocked(area.lock, () => restart(area, runner, credentials, dead.port, signal)),
    onLook: () => limitServerLog(area),
    warn: log.warn.bind(log),
  })

  const stop = async (): Promise<void> => {
    await supervision.stop()
    await whileLocked(area.lock, async () => {
      leave()
      if (!hasUsers(area.users)) await stopServer(area, runner)
    })
  }
  let stopped: Promise<void> | undefined
  return {
    url: `postgres://holdfast:${credentials.holdfast}@127.0.0.1:${server.port}/holdfast`,
    role,
    dataDir: area.root,
    get pid() {
      return supervision.current().pid
    },
    firstStart,
    stop: () => {
      stopped ??= stop().catch((error: unknown) => {
        throw explainFailure('stopping the embedded database', area.root, error)
      })
      return stopped
    },
  }
}

/** All users watch, so several may notice: the first one starts it, the others find it running. */
async function restart(
  area: DataArea,
  runner: Runner,
  credentials: Credentials,
  port: number,
  signal: AbortSignal,
): Promise<Server> {
  return (await findRunningServer(area, runner, credentials)) ?? (await startServer(area, runner, { port, signal }))
}
