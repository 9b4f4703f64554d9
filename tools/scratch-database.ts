import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openEmbeddedDatabase } from '../src/platform/db/embedded/open-embedded-database.ts'
import { migrate, migrationsFolder } from '../src/platform/db/migrate.ts'

/**
 * Runs `use` on a database made for it and dropped after it, brought to the newest schema. It stands on the server of
 * HOLDFAST_TEST_DATABASE_URL or DATABASE_URL, whose own databases are not touched; with neither, on an embedded one
 * that lives as long as this call. `migrations`: another folder of them.
 */
export async function withScratchDatabase<T>(
  use: (client: pg.Client) => Promise<T>,
  migrations: string = migrationsFolder,
): Promise<T> {
  const given = process.env.HOLDFAST_TEST_DATABASE_URL ?? process.env.DATABASE_URL
  if (given) return await onServer(given, migrations, use)
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-scratch-'))
  const server = await openEmbeddedDatabase({ dataDir })
  try {
    return await onServer(server.url, migrations, use)
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function onServer<T>(server: string, migrations: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const name = `holdfast_scratch_${process.pid}_${randomBytes(4).toString('hex')}`
  const url = new URL(server)
  url.pathname = `/${name}`
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  try {
    // template0, because template1 may hold whatever somebody put there.
    await admin.query(`create database ${name} template template0`)
    try {
      await migrate(url.href, migrations)
      const client = new pg.Client({ connectionString: url.href })
      await client.connect()
      try {
        return await use(client)
      } finally {
        await client.end()
      }
    } finally {
      await admin.query(`drop database ${name} with (force)`)
    }
  } finally {
    await admin.end()
  }
}
