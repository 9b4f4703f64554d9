import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { DataArea } from './data-area.ts'
import { EmbeddedDatabaseError, explainFailure } from './embedded-database-error.ts'
import type { Server } from './find-running-server.ts'
import { readLastStart, writeLastStart } from './last-start.ts'
import { program } from './locate-binaries.ts'
import { readPostmasterFile } from './postmaster-file.ts'
import type { Runner } from './run-program.ts'
import { folderAsSeenByServer, spawnOptions } from './run-program.ts'
import { openServerLog } from './server-log.ts'

const ORPHANS_LIMIT_MS = 30_000

/**
 * Starts PostgreSQL and returns when it accepts connections, after crash recovery if need be. With `port` it must be that
 * one (open pools know it); otherwise the one of last time when free, or any. Call it while the area is locked and no
 * server runs on it. `signal` gives up and takes back what was started.
 */
export async function startServer(
  area: DataArea,
  runner: Runner,
  { port, signal }: { port?: number | undefined; signal?: AbortSignal } = {},
): Promise<Server> {
  const stale = await readPostmasterFile(area.cluster)
  const lastPort = (await readLastStart(area))?.port
  const giveUpAt = Date.now() + ORPHANS_LIMIT_MS
  for (let attempt = 0; ; attempt += 1) {
    const candidate = port ?? (attempt === 0 && lastPort && (await isFree(lastPort)) ? lastPort : await pickPort())
    await writeLastStart(area, candidate)
    const { pid, failure } = await launch(area, runner, candidate, stale?.pid, signal)
    if (pid !== undefined) return { pid, port: candidate }

    signal?.throwIfAborted()
    const isPortTaken = /Address already in use|could not create any TCP\/IP sockets/.test(failure)
    // After a kill -9 the old server's children may take a moment to notice. PostgreSQL will not start beside them.
    const hasOrphans = /shared memory block.*still in use/.test(failure) && Date.now() < giveUpAt
    if (!hasOrphans && !(isPortTaken && port === undefined && attempt < 10)) {
      throw explainFailure('starting PostgreSQL', area.cluster, failure)
    }
    if (hasOrphans) await delay(50)
  }
}

async function launch(
  area: DataArea,
  runner: Runner,
  port: number,
  stalePid: number | undefined,
  signal: AbortSignal | undefined,
): Promise<{ pid: number; failure?: never } | { pid?: never; failure: string }> {
  const log = await openServerLog(area)
  const { env, ...options } = spawnOptions(runner)
  const child = spawn(program(runner.binaries, 'postgres'), await serverArguments(runner, port), {
    ...options,
    // Tells PostgreSQL that the process id in a left-over postmaster.pid, if alive, is somebody else's by now. It still
    // makes sure by its shared memory that no server of this folder lives, which deleting the file would prevent.
    env: { ...env, ...(stalePid && { PG_GRANDPARENT_PID: String(stalePid) }) },
    stdio: ['ignore', log.file.fd, log.file.fd],
    detached: true, // out of reach of the terminal's Ctrl-C: our orderly stop ends it, and it survives our crash
  })
  child.unref()
  let ended: string | undefined // by what
  child.once('error', (error) => (ended = error.message))
  child.once('exit', (code, by) => (ended ??= by ?? `exit code ${code}`))
  await log.file.close()

  for (let pause = 4; ended === undefined; pause = Math.min(pause * 1.3, 50)) {
    if (signal?.aborted) child.kill('SIGINT')
    else if (child.pid !== undefined && (await isReady(area.cluster, child.pid))) return { pid: child.pid }
    await delay(pause)
  }
  return { failure: `${lastWords(await log.readNew())}\nended by ${ended}`.trim() }
}

/** What holds whatever postgresql.conf says: a command line beats it. */
async function serverArguments(runner: Runner, port: number): Promise<string[]> {
  const fixed = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '', // their paths are limited to 107 bytes, and the folder's may be longer
    fsync: 'on',
    full_page_writes: 'on',
    logging_collector: 'off', // stderr is our log file
    log_destination: 'stderr',
  }
  return [
    '-D',
    await folderAsSeenByServer(runner),
    ...Object.entries(fixed).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
}

/** The server's own word, in a file nobody else can write: whoever else listens on the port gets no password from us. */
async function isReady(cluster: string, pid: number): Promise<boolean> {
  const file = await readPostmasterFile(cluster)
  return file !== undefined && file.pid === pid && file.status === 'ready'
}

/** The end of the log, without times and process ids. Errors in settings are logged as LOG, so nothing is left out. */
function lastWords(log: string): string {
  const lines = log.trim().split('\n').slice(-6)
  return lines.map((line) => line.replace(/^\S+ \S+ \S+ \[\d+\] /, '')).join('\n')
}

/** Below the ranges from which systems take ports for outgoing connections, so that a restart finds it free again. */
async function pickPort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    if (await isFree(port)) return port
  }
  throw new EmbeddedDatabaseError('start-failed', 'No free port between 20000 and 32000 on 127.0.0.1 for PostgreSQL.')
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
