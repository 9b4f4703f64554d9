import { userInfo } from 'node:os'
import pg from 'pg'
import { startContainer } from './container.ts'
import { installDebianPackages } from './debian-package.ts'
import { type Met, type Need, NeedMissing, nothingToStop } from './need.ts'
import { findServerPrograms, startPrivateCluster } from './private-cluster.ts'

/** The oldest version Holdfast supports, and the one the second server should be. */
const oldest = 15

/**
 * The second server: a PostgreSQL that is not the embedded one, so that nothing depends on what only that one does.
 * A given one is used or refused; otherwise whatever is nearest: running, installed, installable, in a container.
 */
export const postgres: Need = {
  name: 'the second PostgreSQL',
  async meet(): Promise<Met> {
    const given = process.env.TEST_DATABASE_URL
    if (given) {
      const probed = await probe(given)
      if ('fault' in probed) throw new NeedMissing(`TEST_DATABASE_URL: ${probed.fault}`)
      return met(given, `${probed.version}, given by TEST_DATABASE_URL`)
    }
    const tried: string[] = []
    for (const user of new Set(['postgres', userInfo().username])) {
      const url = `postgres://${encodeURIComponent(user)}@localhost:5432/postgres`
      const probed = await probe(url)
      if (!('fault' in probed)) return met(url, `${probed.version} at localhost:5432`)
      tried.push(`as ${user} at localhost:5432: ${probed.fault}`)
    }
    const own = (await privateCluster(tried)) ?? (await installedCluster(tried)) ?? (await contained(tried))
    if (own) return own
    throw new NeedMissing(
      `The tests run once more on a second PostgreSQL, version ${oldest} or newer, and none was found:\n` +
        tried.map((attempt) => `    - ${attempt}\n`).join('') +
        '  Start one and set TEST_DATABASE_URL=postgres://user:password@host:port/postgres (a user that may create\n' +
        '  databases), or install the package postgresql, or start docker.',
    )
  },
}

function met(url: string, says: string, stop: () => Promise<void> = nothingToStop): Met {
  return { says, env: { HOLDFAST_TEST_DATABASE_URL: url }, stop }
}

async function privateCluster(tried: string[]): Promise<Met | undefined> {
  const programs = await findServerPrograms(oldest)
  if (!programs) {
    tried.push(`no server programs of version ${oldest} or newer are installed`)
    return undefined
  }
  try {
    const cluster = await startPrivateCluster(programs.folder)
    const probed = await probe(cluster.url)
    if (!('fault' in probed)) return met(cluster.url, `${probed.version}, ${cluster.says}`, cluster.stop)
    tried.push(`${cluster.says}: ${probed.fault}`)
    await cluster.stop()
  } catch (error) {
    tried.push((error as Error).message)
  }
  return undefined
}

async function installedCluster(tried: string[]): Promise<Met | undefined> {
  const whyNot = await installDebianPackages(['postgresql', 'postgresql-contrib'])
  if (!whyNot) return await privateCluster(tried)
  tried.push(whyNot)
  return undefined
}

async function contained(tried: string[]): Promise<Met | undefined> {
  const container = await startContainer(`postgres:${oldest}-alpine`, 5432, { POSTGRES_HOST_AUTH_METHOD: 'trust' })
  if (typeof container === 'string') {
    tried.push(container)
    return undefined
  }
  const url = `postgres://postgres@127.0.0.1:${container.port}/postgres`
  const deadline = Date.now() + 60_000
  let probed = await probe(url)
  while ('fault' in probed && Date.now() < deadline) {
    await new Promise((resume) => setTimeout(resume, 200))
    probed = await probe(url)
  }
  if (!('fault' in probed)) return met(url, `${probed.version}, ${container.says}`, container.stop)
  tried.push(`${container.says}: ${probed.fault}`)
  await container.stop()
  return undefined
}

/** Can the tests work there: a version we support, a user that may create databases, the extension to be had? */
export async function probe(url: string): Promise<{ version: string } | { fault: string }> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 })
  // A server that goes away while it is asked says so through the query; without a listener it would end the run.
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ number: number; version: string; creates: boolean; gist: boolean }>(`
      select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
        (select rolsuper or rolcreatedb from pg_roles where rolname = current_user) as creates,
        exists (select from pg_available_extensions where name = 'btree_gist') as gist`)
    const server = rows[0]!
    const version = `PostgreSQL ${server.version.split(' ')[0]}`
    if (server.number < oldest * 10_000) return { fault: `it is ${version}, older than ${oldest}` }
    if (!server.creates) return { fault: 'this user may not create databases' }
    if (!server.gist) return { fault: 'its contrib modules (btree_gist) are not installed' }
    return { version }
  } catch (error) {
    const { message, code } = error as Error & { code?: string }
    return { fault: message || code || 'no answer' }
  } finally {
    await client.end().catch(() => {})
  }
}
