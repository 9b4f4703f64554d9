import { chmod, chown, mkdir, open, readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { EmbeddedDatabaseError, OWN_SERVER } from './embedded-database-error.ts'

/** Everything Holdfast keeps in its data folder. Backing up the whole folder while it is stopped backs up all of it. */
export type DataArea = {
  root: string
  /** PostgreSQL's own data folder. A subfolder, so that a mounted volume (which cannot be renamed over) can be `root`. */
  cluster: string
  credentials: string
  log: string
  /** Held for the moments in which the server is initialised, started, joined or stopped. Marks the folder as ours. */
  lock: string
  /** Held, shared, by every process for as long as it uses the server. */
  users: string
  /** Where and on which port the server was started last. */
  lastStart: string
}

export function dataArea(dataDir: string): DataArea {
  const root = resolve(dataDir)
  return {
    root,
    cluster: join(root, 'postgres'),
    credentials: join(root, 'credentials.json'),
    log: join(root, 'postgres.log'),
    lock: join(root, 'holdfast.lock'),
    users: join(root, 'holdfast.users'),
    lastStart: join(root, 'last-start.json'),
  }
}

/** What an otherwise empty folder may contain: a fresh volume, a folder kept in git, a start with a DATABASE_URL before. */
const HARMLESS = new Set(['lost+found', '.gitkeep', '.gitignore', '.DS_Store', 'auth-secret'])

/** Creates the folder, or makes sure that it is empty or ours. A folder that is neither is refused before anything is written. */
export async function claimDataArea(area: DataArea): Promise<void> {
  if ((await ownerOf(area.root)) === undefined) {
    await mkdir(dirname(area.root), { recursive: true })
    await mkdir(area.root, { mode: 0o700 }).catch(unlessItExists)
    // The database's user must be able to pass through; what is secret inside has its own permissions.
    if (isRoot()) await chmod(area.root, 0o711)
  }

  const entries = await readdir(area.root).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOTDIR' ? notOurs(area, 'it is a file, not a folder') : error
  })
  const isOurs = entries.includes('holdfast.lock') || entries.includes('credentials.json')
  if (!isOurs && !entries.every((entry) => HARMLESS.has(entry))) {
    throw entries.includes('PG_VERSION')
      ? notOurs(area, 'it is a PostgreSQL data folder that Holdfast did not make')
      : notOurs(area, 'it holds other files')
  }
  for (const file of [area.lock, area.users]) await createFile(area, file)
}

/** Creates a file that only its owner reads; as root it goes to the folder's owner, who may come back without root. */
async function createFile(area: DataArea, file: string): Promise<void> {
  await (await open(file, 'a', 0o600)).close()
  await giveToFolderOwner(area, file)
}

export async function giveToFolderOwner(area: DataArea, file: string): Promise<void> {
  const owner = await ownerOf(area.root)
  if (isRoot() && owner && owner.uid !== 0) await chown(file, owner.uid, owner.gid)
}

/** Who owns a folder or file; undefined when there is none. */
export async function ownerOf(path: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const { uid, gid } = await stat(path)
    return { uid, gid }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

export function isRoot(): boolean {
  return process.getuid?.() === 0
}

function unlessItExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

function notOurs(area: DataArea, why: string): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    'folder-not-ours',
    `${area.root} cannot be Holdfast's data folder: ${why}. Nothing was changed. Name an empty folder, or ${OWN_SERVER}.`,
  )
}
