import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { NeedMissing } from './need.ts'
import { firstExecutable, runCommand } from './run-command.ts'

export type PrivateCluster = { url: string; says: string; stop(): Promise<void> }

/** Where systems keep the server programs, which are seldom in PATH. */
const binFolders = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/usr/local/opt/postgresql@*/bin',
]

/** The folder with `initdb` and `postgres` of the oldest installed version from `oldest` on, if there is one. */
export async function findServerPrograms(oldest: number): Promise<{ folder: string; version: number } | undefined> {
  const inPath = firstExecutable(['pg_config'])
  const named = inPath ? await runCommand(inPath, ['--bindir']) : undefined
  const folders = [...globSync(binFolders), ...(named?.ok ? [named.output.trim()] : [])]
  const found = []
  for (const folder of new Set(folders)) {
    if (!firstExecutable([join(folder, 'initdb')])) continue
    const { ok, output } = await runCommand(join(folder, 'postgres'), ['--version'])
    const version = Number(/\b(\d+)(?:\.|\b)/.exec(output)?.[1])
    if (ok && version >= oldest) found.push({ folder, version })
  }
  // The oldest, because the newest is what the embedded one already is.
  return found.sort((a, b) => a.version - b.version)[0]
}

/** A server of our own in a temporary folder, on a free port of loopback. Stop it: nothing of it stays. */
export async function startPrivateCluster(folder: string): Promise<PrivateCluster> {
  const owner = unprivilegedOwner()
  const home = mkdtempSync(join(tmpdir(), 'holdfast-second-server-'))
  if (owner) chownSync(home, owner.uid, owner.gid)
  const data = join(home, 'data')
  const remove = () => rmSync(home, { recursive: true, force: true })

  const made = await runCommand(
    join(folder, 'initdb'),
    ['--pgdata', data, '--username', 'postgres', '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
    owner,
  )
  if (!made.ok) {
    remove()
    throw new NeedMissing(`${folder}/initdb failed: ${made.output.trim()}`)
  }
  const port = await freePort()
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=']
  const server = spawn(join(folder, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...owner,
  })
  let log = ''
  server.stderr.on('data', (chunk) => {
    log = (log + chunk).slice(-4_000)
  })
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const stop = async () => {
    await end(server)
    remove()
  }
  if (!(await answers(url, server))) {
    await stop()
    throw new NeedMissing(`${folder}/postgres did not start: ${log.trim()}`)
  }
  return { url, says: `a private one from ${folder}`, stop }
}

/** PostgreSQL refuses to run as root: then it runs as the system's own postgres user, or as nobody. */
function unprivilegedOwner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  return { uid: Number(user?.[2] ?? 65_534), gid: Number(user?.[3] ?? 65_534) }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

async function answers(url: string, server: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline && server.exitCode === null) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return true
    } catch {
      await new Promise((resume) => setTimeout(resume, 50))
    }
  }
  return false
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const gone = once(server, 'exit')
  server.kill('SIGINT')
  const tooLong = setTimeout(() => server.kill('SIGQUIT'), 10_000)
  await gone
  clearTimeout(tooLong)
}
