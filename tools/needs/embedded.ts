import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedDatabase } from '../../src/platform/db/embedded/open-embedded-database.ts'
import type { Met, Need } from './need.ts'

/** The first server, which npm brings. One for the whole run, with fsync on like in production. */
export const embedded: Need = {
  name: 'the embedded PostgreSQL',
  async meet(): Promise<Met> {
    const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-test-'))
    const server = await openEmbeddedDatabase({ dataDir })
    const stop = async () => {
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    }
    return { says: `process ${server.pid}, data in ${dataDir}`, env: { HOLDFAST_TEST_DATABASE_URL: server.url }, stop }
  },
}
