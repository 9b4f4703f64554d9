import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedDatabaseError } from './embedded-database-error.ts'
import { POSTGRES_MAJOR } from './locate-binaries.ts'

/** Refuses data of another major version of PostgreSQL, which cannot be read: it has to be dumped by its own. */
export async function checkVersion(cluster: string): Promise<void> {
  const written = await readFile(join(cluster, 'PG_VERSION'), 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  )
  if (written === String(POSTGRES_MAJOR)) return
  if (written === undefined) {
    throw new EmbeddedDatabaseError(
      'folder-damaged',
      `${cluster} is no PostgreSQL data folder (it has no PG_VERSION): restore it from a backup, or move it away to start empty.`,
    )
  }
  throw new EmbeddedDatabaseError(
    'other-version',
    `The data in ${cluster} is PostgreSQL ${written}'s, and this Holdfast brings PostgreSQL ${POSTGRES_MAJOR}. Nothing was changed. ` +
      `Start the Holdfast that wrote it, dump the database (pg_dump) and restore the dump into a new folder; ` +
      `or run PostgreSQL ${written} on that data and name it in DATABASE_URL.`,
  )
}
