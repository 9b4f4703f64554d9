import type { SpawnOptions } from 'node:child_process'
import { spawn } from 'node:child_process'
import { EmbeddedDatabaseError, OWN_SERVER } from './embedded-database-error.ts'
import type { Binaries } from './locate-binaries.ts'
import { program } from './locate-binaries.ts'
import type { Account } from './unprivileged-account.ts'
import { canReach } from './unprivileged-account.ts'

/** Who runs PostgreSQL's programs, and in which data folder. */
export type Runner = { binaries: Binaries; account: Account | undefined; cluster: string }

/** Options to spawn a PostgreSQL program in its data folder, as its user, knowing nothing of our own environment. */
export function spawnOptions(runner: Runner): SpawnOptions {
  const { PATH, SystemRoot, TEMP } = process.env
  return {
    cwd: runner.cluster, // entered while still root, hence even when the user itself could not find its way there
    env: { PATH, SystemRoot, TEMP, LC_ALL: 'C', TZ: 'UTC' },
    windowsHide: true,
    ...(runner.account && { uid: runner.account.uid | 0, gid: runner.account.gid | 0 }),
  }
}

/** Runs a program to its end; rejects with what it wrote to stderr. */
export async function runProgram(runner: Runner, name: 'initdb' | 'pg_ctl', args: string[]): Promise<void> {
  const child = spawn(program(runner.binaries, name), args, {
    ...spawnOptions(runner),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(stderr.trim() || `${name} ended with ${signal ?? `exit code ${code}`}`))
    })
  })
}

/**
 * The name under which PostgreSQL itself can open its data folder. Its user cannot follow a path through root's private
 * home, but on Linux the folder it was started in has a second name that needs no path.
 */
export async function folderAsSeenByServer({ account, cluster }: Runner): Promise<string> {
  if (await canReach(account, cluster)) return cluster
  if (process.platform === 'linux') return '/proc/self/cwd'
  throw new EmbeddedDatabaseError(
    'not-writable',
    `PostgreSQL must not run as root, and the user it runs as cannot enter ${cluster}: ` +
      `choose a data folder outside root's home, start Holdfast as an ordinary user, or ${OWN_SERVER}.`,
  )
}
