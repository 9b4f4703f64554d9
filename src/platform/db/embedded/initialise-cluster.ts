import { mkdir, mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createCredentials } from './credentials.ts'
import type { DataArea } from './data-area.ts'
import type { Runner } from './run-program.ts'
import { folderAsSeenByServer, runProgram } from './run-program.ts'
import { giveTo } from './unprivileged-account.ts'

const BUILDING = 'initialising-'

/** Sized for one shop on one small machine. They land in postgresql.conf, where an operator may change them. */
const SETTINGS = {
  shared_buffers: '64MB',
  max_connections: '80',
  effective_cache_size: '512MB',
  maintenance_work_mem: '32MB',
  max_wal_size: '512MB',
  min_wal_size: '32MB',
  random_page_cost: '1.1',
  huge_pages: 'off', // asking for them kills the server in some containers
  io_method: 'sync', // saves three processes; everything fits the cache
  jit: 'off',
  // Parallel queries share memory through /dev/shm, which containers keep too small for them.
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Refused statements are the caller's to report: here they would fill the disk, with people's data.
  log_min_messages: 'log',
  log_checkpoints: 'off',
}

const HOST_RULES = `# Loopback only, and never without the password: other people may use this machine.
host  all  all  127.0.0.1/32  scram-sha-256
`

/**
 * Makes the data folder: aside first, then by one rename, so that a kill at any moment leaves either nothing that counts
 * or everything. Call it while the area is locked.
 */
export async function initialiseCluster(area: DataArea, runner: Runner): Promise<void> {
  const { postgres } = await createCredentials(area)

  const building = await mkdtemp(join(area.root, BUILDING))
  try {
    const cluster = join(building, 'cluster')
    await mkdir(cluster, { mode: 0o700 })
    await writeFile(join(building, 'password'), postgres, { mode: 0o600 })
    for (const path of [building, cluster, join(building, 'password')]) await giveTo(runner.account, path)

    await createCluster({ ...runner, cluster })
    await rename(cluster, area.cluster)
    await syncFolder(area.root)
  } finally {
    await rm(building, { recursive: true, force: true }).catch(() => undefined)
  }
}

async function createCluster(runner: Runner): Promise<void> {
  const folder = await folderAsSeenByServer(runner)
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['--set', `${name}=${value}`])
  await runProgram(runner, 'initdb', [
    ...['--pgdata', folder, '--username', 'postgres', '--pwfile', `${folder}/../password`, '--auth', 'scram-sha-256'],
    ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    ...['--data-checksums', '--no-instructions', '--no-sync', ...settings],
  ])
  await writeFile(join(runner.cluster, 'pg_hba.conf'), HOST_RULES)
  // One flush at the end, of the rules above too, before the rename makes it count.
  await runProgram(runner, 'initdb', ['--pgdata', folder, '--sync-only'])
}

/** What a killed initialisation left. Its initdb may still be writing: then a later start removes the rest. */
export async function removeLeftovers(area: DataArea): Promise<void> {
  for (const entry of await readdir(area.root)) {
    if (entry.startsWith(BUILDING))
      await rm(join(area.root, entry), { recursive: true, force: true }).catch(() => undefined)
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
