import { chown, readdir, readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DataArea } from './data-area.ts'
import { isRoot, ownerOf } from './data-area.ts'
import { EmbeddedDatabaseError, OWN_SERVER } from './embedded-database-error.ts'

/** The user PostgreSQL runs as. */
export type Account = { uid: number; gid: number }

/**
 * PostgreSQL refuses to run as root. As root it runs as whoever owns the data (so that root and that user can take
 * turns), else as the first of these users that exists: `nobody` last, whom other programs may share. Undefined: we are not root, it runs as we do.
 */
export async function chooseAccount(area: DataArea): Promise<Account | undefined> {
  if (!isRoot()) return undefined

  const clusterOwner = await ownerOf(area.cluster)
  if (clusterOwner && clusterOwner.uid !== 0) return clusterOwner

  // initdb wants a user with a name: a folder mounted into a container often belongs to a number only.
  const users = await listUsers()
  const folderOwner = await ownerOf(area.root)
  const owner = users.find((user) => user.uid === folderOwner?.uid && user.uid !== 0)
  const named = ['holdfast', 'postgres', '_postgres', 'nobody'].map((name) => users.find((user) => user.name === name))
  const chosen = owner ?? named.find((user) => user !== undefined && user.uid !== 0)
  if (!chosen) {
    throw new EmbeddedDatabaseError(
      'unknown-user',
      `PostgreSQL must not run as root, and /etc/passwd has no user "postgres" or "nobody" to run it as: ` +
        `add a user "postgres", start Holdfast as an ordinary user, or ${OWN_SERVER}.`,
    )
  }
  return { uid: chosen.uid, gid: chosen.gid }
}

async function listUsers(): Promise<{ name: string; uid: number; gid: number }[]> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n')
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    // Unsigned, as the file system reports it: macOS writes nobody's id as -2.
    return name && uid && gid ? [{ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }] : []
  })
}

/** Whether `account` can read `path` and pass through every folder above it, judged by the permission bits. */
export async function canReach(account: Account | undefined, path: string): Promise<boolean> {
  if (!account) return true
  try {
    const real = await realpath(path)
    if (!(await allows(account, real, 0o5))) return false
    for (let folder = dirname(real), last = real; folder !== last; last = folder, folder = dirname(folder)) {
      if (!(await allows(account, folder, 0o1))) return false
    }
    return true
  } catch {
    return false
  }
}

async function allows(account: Account, path: string, bits: number): Promise<boolean> {
  const { mode, uid, gid } = await stat(path)
  const granted = uid === account.uid ? mode >> 6 : gid === account.gid ? mode >> 3 : mode
  return (granted & bits) === bits
}

/** Hands a file or folder over to PostgreSQL's user. */
export async function giveTo(account: Account | undefined, path: string): Promise<void> {
  if (account) await chown(path, account.uid, account.gid)
}

/** The same with everything inside: a backup restored by root belongs to root. The folder itself goes last. */
export async function giveAllTo(account: Account | undefined, folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await giveAllTo(account, path)
    else if (entry.isFile()) await giveTo(account, path)
  }
  await giveTo(account, folder)
}
