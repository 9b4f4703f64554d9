import { execFile } from 'node:child_process'
import { readFile, readlink, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

/** What a running server writes about itself in its data folder. It stays behind when the server is killed. */
export type PostmasterFile = { pid: number; port: number | undefined; status: string | undefined }

export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  // pid, data folder, start time, port, socket folder, listen address, shared memory key, status
  const lines = text.split('\n').map((line) => line.trim())
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return { pid, port: Number(lines[3]) || undefined, status: lines[7] || undefined }
}

/**
 * Whether process `pid` is the server of this data folder. Process ids are reused, in containers within minutes: being
 * alive proves nothing. A server works in its data folder, and Linux shows that; elsewhere `maybe` is the best answer,
 * and only a connection can tell.
 */
export async function isServerOf(cluster: string, pid: number): Promise<'yes' | 'maybe' | 'no'> {
  if (process.platform !== 'linux') return (await isAlivePostgres(pid)) ? 'maybe' : 'no'
  try {
    const [workingIn, ours] = [await stat(`/proc/${pid}/cwd`), await stat(cluster)]
    if (workingIn.ino !== ours.ino || workingIn.dev !== ours.dev) return 'no'
    return basename(await readlink(`/proc/${pid}/exe`)).startsWith('postgres') ? 'yes' : 'no'
  } catch (error) {
    // Gone, or not yet collected by its parent, or (no permission) some other user's.
    const isHidden = (error as NodeJS.ErrnoException).code !== 'ENOENT' && (await ownsProcess(pid))
    return isHidden ? 'maybe' : 'no'
  }
}

async function ownsProcess(pid: number): Promise<boolean> {
  const owner = await stat(`/proc/${pid}`).catch(() => undefined)
  return owner?.uid === process.getuid?.()
}

/** Whether the server known by `pid` is still there: cheap enough to ask several times a second. */
export async function isStillRunning(cluster: string, pid: number): Promise<boolean> {
  return process.platform === 'linux' ? (await isServerOf(cluster, pid)) !== 'no' : isAlive(pid)
}

async function isAlivePostgres(pid: number): Promise<boolean> {
  if (!isAlive(pid) || process.platform === 'win32') return isAlive(pid)
  const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }))
  return /postgres/.test(stdout)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false // gone, or another user's: PostgreSQL runs as we do
  }
}
