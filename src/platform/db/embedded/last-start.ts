import { readFile, readlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import type { DataArea } from './data-area.ts'
import { giveToFolderOwner } from './data-area.ts'

/** Where the server was started last, and on which port: it gets the same one again, and pools reconnect by themselves. */
export type LastStart = { place: string; port: number }

export async function readLastStart(area: DataArea): Promise<LastStart | undefined> {
  try {
    const stored = JSON.parse(await readFile(area.lastStart, 'utf8')) as Partial<LastStart>
    return stored.place && stored.port ? { place: stored.place, port: stored.port } : undefined
  } catch {
    return undefined // none, or torn by a crash: only the convenience is lost
  }
}

export async function writeLastStart(area: DataArea, port: number): Promise<void> {
  const lastStart: LastStart = { place: await currentPlace(), port }
  await writeFile(area.lastStart, `${JSON.stringify(lastStart)}\n`, { mode: 0o600 })
  await giveToFolderOwner(area, area.lastStart)
}

/**
 * Names the machine, boot and container this process runs in. A process id means something only there: two containers
 * that share a data folder see each other's servers as dead, and PostgreSQL's own guard is as blind as ours would be.
 */
export async function currentPlace(): Promise<string> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    return `${boot.trim()} ${await readlink('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}
