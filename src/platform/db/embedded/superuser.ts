import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import type { Credentials } from './credentials.ts'
import { EmbeddedDatabaseError } from './embedded-database-error.ts'
import type { Runner } from './run-program.ts'
import { giveTo } from './unprivileged-account.ts'

const CANNOT_CONNECT_NOW = '57P03'
const REFUSED = /^28/ // the SQLSTATE class of invalid authorisation

/** Connects as `postgres` for a moment. */
export async function asSuperuser<T>(
  port: number,
  { postgres }: Credentials,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await connect(port, postgres)
  try {
    return await use(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A server that says it is ready may still turn the first connection away. */
async function connect(port: number, password: string, attempts = 50): Promise<Client> {
  const client = new Client({
    ...{ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres', ssl: false },
    connectionTimeoutMillis: 10_000,
    application_name: 'holdfast-embedded',
  })
  client.on('error', () => undefined) // the server died meanwhile: the query in progress, or the next, rejects
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    if (error instanceof DatabaseError && REFUSED.test(error.code ?? '')) throw passwordRefused(error)
    if (attempts === 0 || !(error instanceof DatabaseError && error.code === CANNOT_CONNECT_NOW)) throw error
    await delay(20)
    return connect(port, password, attempts - 1)
  }
}

/** Whether the server at the other end works on our folder: it must see a file that was written there just now. */
export async function proveSameFolder(client: Client, { cluster, account }: Runner): Promise<boolean> {
  const name = `holdfast-proof-${randomUUID()}`
  const path = join(cluster, name)
  try {
    await writeFile(path, name, { mode: 0o600, flag: 'wx' })
    await giveTo(account, path)
    const { rows } = await client.query<{ seen: string | null }>('SELECT pg_read_file($1, true) AS seen', [name])
    return rows[0]?.seen === name
  } finally {
    await rm(path, { force: true })
  }
}

/**
 * Makes sure that Holdfast's own role and database exist; says whether the database was created now. The role may create
 * databases (tests clone theirs) but is no superuser: a hole in a query must not become a shell.
 */
export async function ensureDatabase(client: Client, { holdfast }: Credentials): Promise<boolean> {
  const { rows } = await client.query<{ role: boolean; database: boolean }>(`
    SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'holdfast') AS role,
           EXISTS (SELECT FROM pg_database WHERE datname = 'holdfast') AS database`)
  if (!rows[0]?.role) await client.query(`CREATE ROLE holdfast LOGIN CREATEDB PASSWORD '${holdfast}'`)
  if (!rows[0]?.database) await client.query('CREATE DATABASE holdfast OWNER holdfast')
  return !rows[0]?.database
}

function passwordRefused(cause: DatabaseError): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    'folder-damaged',
    `PostgreSQL refuses the password in credentials.json (${cause.message}): restore that file from the backup of the data folder.`,
    cause,
  )
}
