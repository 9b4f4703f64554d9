import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

/** Where the SQL files live: `NNNN-what.sql`, applied in order, never edited once released. */
export const migrationsFolder = fileURLToPath(new URL('../../../db/migrations/', import.meta.url))

/** Any constant: every Holdfast process that migrates takes the same lock. */
const migrationLock = 4_865_102

const oldestServer = 15

export class MigrationError extends Error {}

type Migration = { version: string; name: string; text: string; checksum: string }

/** Brings the database at `url` to the newest schema. Safe to run from several processes at once; one does the work. */
export async function migrate(url: string, folder: string = migrationsFolder): Promise<{ applied: string[] }> {
  const client = await connect(url)
  try {
    await refuseOldServer(client)
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await client.query(`
      create table if not exists schema_migrations (
        version text primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`)
    const migrations = await readMigrations(folder)
    const { rows: done } = await client.query<{ version: string; checksum: string; name: string }>(
      'select version, name, checksum from schema_migrations order by version',
    )
    refuseMismatch(migrations, done)
    const pending = migrations.filter((migration) => !done.some((row) => row.version === migration.version))
    for (const migration of pending) await apply(client, migration)
    return { applied: pending.map((migration) => migration.name) }
  } finally {
    await client.end()
  }
}

/** The first connection of a process: here it shows that the address is wrong or nobody is there. */
async function connect(url: string): Promise<pg.Client> {
  try {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'holdfast-migrate',
      connectionTimeoutMillis: 10_000,
    })
    await client.connect()
    return client
  } catch (cause) {
    // What PostgreSQL itself answered speaks for itself.
    if (cause instanceof pg.DatabaseError) throw cause
    const { message, code } = cause as NodeJS.ErrnoException
    throw new MigrationError(`DATABASE_URL: the server cannot be reached (${message || code}).`, { cause })
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`)
  const major = Math.floor(Number(rows[0]?.version) / 10_000)
  if (major < oldestServer) {
    throw new MigrationError(
      `The database is PostgreSQL ${major}; Holdfast needs ${oldestServer} or newer. ` +
        'Upgrade the server, or leave DATABASE_URL unset to use the embedded one.',
    )
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file)).sort()
  return Promise.all(
    files.map(async (file) => {
      const text = (await readFile(`${folder}/${file}`, 'utf8')).replaceAll('\r\n', '\n')
      const checksum = createHash('sha256').update(text).digest('hex')
      return { version: file.slice(0, 4), name: file, text, checksum }
    }),
  )
}

function refuseMismatch(known: Migration[], done: { version: string; checksum: string; name: string }[]): void {
  for (const row of done) {
    const migration = known.find((candidate) => candidate.version === row.version)
    if (!migration) {
      throw new MigrationError(
        `The database has migration ${row.name}, which this Holdfast does not know: it was upgraded by a newer one. ` +
          'Run that version, or restore a backup from before the upgrade.',
      )
    }
    if (migration.checksum !== row.checksum) {
      throw new MigrationError(
        `Migration ${row.name} was changed after it had been applied. Migrations are forward-only: ` +
          'restore the file and put the change into a new migration.',
      )
    }
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    // A migration that cannot get its locks at once gives up instead of queueing every booking behind itself.
    await client.query(`set local lock_timeout = '5s'`)
    await client.query(migration.text)
    await client.query('insert into schema_migrations (version, name, checksum) values ($1, $2, $3)', [
      migration.version,
      migration.name,
      migration.checksum,
    ])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MigrationError(`Migration ${migration.name} failed and changed nothing: ${reason}`, { cause })
  }
}
