import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { EmbeddedDatabaseError, OWN_SERVER } from './embedded-database-error.ts'
import type { Binaries } from './locate-binaries.ts'
import { program } from './locate-binaries.ts'
import type { Account } from './unprivileged-account.ts'
import { canReach } from './unprivileged-account.ts'

/**
 * Returns binaries that `account` can run: those npm installed, or a copy in the first of `places` that can hold one.
 * A copy is needed when root's private home hides the originals, or when npm's install scripts (which create the
 * links between the libraries) were not run. One copy per version; it appears whole or not at all.
 */
export async function prepareBinaries(
  installed: Binaries,
  account: Account | undefined,
  places: string[],
): Promise<Binaries> {
  if (
    (await canReach(account, program(installed, 'postgres'))) &&
    (await missingLinks(installed.native)).length === 0
  ) {
    return installed
  }

  const failures: unknown[] = []
  for (const place of places) {
    const copy: Binaries = { native: join(place, `postgresql-${installed.version}`), version: installed.version }
    try {
      if (!(await exists(copy.native))) await copyAside(installed.native, copy.native)
      if (await canReach(account, program(copy, 'postgres'))) return copy
    } catch (error) {
      failures.push(error)
    }
  }
  throw new EmbeddedDatabaseError(
    'binaries-unreachable',
    `PostgreSQL must not run as root, and the user it would run as cannot read ${installed.native} or a copy of it in ` +
      `${places.join(' or ')}: install Holdfast in a folder everybody may read, start it as an ordinary user, or ${OWN_SERVER}.`,
    failures[0],
  )
}

async function copyAside(from: string, to: string): Promise<void> {
  const created = await mkdir(dirname(to), { recursive: true })
  if (created) await chmod(dirname(to), 0o755) // whatever our umask
  const building = await mkdtemp(`${to}.copying-`)
  try {
    await cp(from, building, { recursive: true, verbatimSymlinks: true })
    for (const { link, target } of await missingLinks(building)) await symlink(target, link)
    await makeReadable(building)
    await rename(building, to)
  } catch (error) {
    await rm(building, { recursive: true, force: true })
    // Another process was first: its copy is as good.
    if (!(await exists(to))) throw error
  }
}

/** npm packages cannot hold symbolic links: this one lists them instead, relative to the package. */
async function missingLinks(native: string): Promise<{ link: string; target: string }[]> {
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const wanted = (JSON.parse(listed) as { source: string; target: string }[]).map(({ source, target }) => ({
    link: join(native, relative('native', target)),
    target: relative(dirname(target), source),
  }))
  const isMissing = await Promise.all(wanted.map(async ({ link }) => !(await exists(link))))
  return wanted.filter((_, index) => isMissing[index])
}

/** Installed under a strict umask the originals may be readable by their owner alone. */
async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await makeReadable(path)
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
