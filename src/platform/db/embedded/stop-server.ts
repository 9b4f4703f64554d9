import { setTimeout as delay } from 'node:timers/promises'
import type { DataArea } from './data-area.ts'
import { EmbeddedDatabaseError } from './embedded-database-error.ts'
import { isServerOf, readPostmasterFile } from './postmaster-file.ts'
import type { Runner } from './run-program.ts'
import { runProgram } from './run-program.ts'

const FAST_LIMIT_MS = 60_000
const IMMEDIATE_LIMIT_MS = 10_000

/**
 * Stops the folder's server, if any: connections are ended, everything is written out. One that does not obey is stopped
 * without writing out, which loses nothing but time at the next start. Call it while the area is locked.
 */
export async function stopServer(area: DataArea, runner: Runner): Promise<void> {
  const pid = (await readPostmasterFile(area.cluster))?.pid
  if (pid === undefined) return
  if (await endsAfter('fast', area, runner, pid, FAST_LIMIT_MS)) return
  if (await endsAfter('immediate', area, runner, pid, IMMEDIATE_LIMIT_MS)) return
  throw new EmbeddedDatabaseError(
    'stop-failed',
    `PostgreSQL (process ${pid}) in ${area.cluster} does not stop: see ${area.log}.`,
  )
}

async function endsAfter(
  mode: 'fast' | 'immediate',
  area: DataArea,
  runner: Runner,
  pid: number,
  limitMs: number,
): Promise<boolean> {
  if ((await isServerOf(area.cluster, pid)) === 'no') return true
  if (process.platform === 'win32') {
    await runProgram(runner, 'pg_ctl', ['stop', '-D', area.cluster, '-m', mode, '-W'])
  } else {
    signalIfAlive(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
  }
  const giveUpAt = Date.now() + limitMs
  for (let pause = 4; Date.now() < giveUpAt; pause = Math.min(pause * 1.3, 50)) {
    await delay(pause)
    if ((await isServerOf(area.cluster, pid)) === 'no') return true
  }
  return false
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
