import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { readConfig, withSecret } from '../../src/config.ts'
import { type Ctx, openContext } from '../../src/context.ts'
import { readCredentials } from '../../src/platform/db/embedded/credentials.ts'
import { dataArea } from '../../src/platform/db/embedded/data-area.ts'
import { readPostmasterFile } from '../../src/platform/db/embedded/postmaster-file.ts'
import { type ServerProcess, startProcess, until } from './server-process.ts'

/** A data folder with its own PostgreSQL, run by a process that may be killed and started again. */
export type Installation = {
  /** Starts the whole product on the folder, after whatever happened to it. */
  start: () => Promise<ServerProcess>
  /** The process id of its PostgreSQL, as its data folder says. */
  postgresPid: () => Promise<number>
  /** A context on its database, for preparing and for looking; not part of what is tested. */
  openContext: () => Promise<Ctx>
  query: <R extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<R[]>
  /** Stops what is running and removes the folder. */
  remove: () => Promise<void>
}

/** A new installation in a folder of its own. */
export async function newInstallation(): Promise<Installation> {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-crash-'))
  const area = dataArea(dataDir)
  let running: ServerProcess | undefined
  const postmaster = () => until('PostgreSQL to be there', () => readPostmasterFile(area.cluster))
  const databaseUrl = async () => {
    const { port } = await until('PostgreSQL to listen', async () => {
      const file = await postmaster()
      return file.port !== undefined && file
    })
    return `postgres://holdfast:${(await readCredentials(area)).holdfast}@127.0.0.1:${port}/holdfast`
  }
  return {
    start: async () => {
      running = await startProcess({ DATA_DIR: dataDir, DEMO_DATA: 'false', DATABASE_POOL_SIZE: '12' }, 'all')
      return running
    },
    postgresPid: async () => (await postmaster()).pid,
    openContext: async () => {
      const url = await databaseUrl()
      const config = withSecret(readConfig({ DATABASE_URL: url, DATA_DIR: dataDir, LOG_LEVEL: 'silent' }))
      return openContext(config, url, 'onlooker')
    },
    query: async (text, values) => {
      const client = new pg.Client({ connectionString: await databaseUrl() })
      await client.connect()
      try {
        return (await client.query(text, values)).rows
      } finally {
        await client.end()
      }
    },
    remove: async () => {
      // Started once more, so that what a kill left running is adopted and stopped with it.
      const last = running ?? (await startProcess({ DATA_DIR: dataDir, DEMO_DATA: 'false' }, 'all'))
      await last.end()
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
