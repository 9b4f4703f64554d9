import { ConfigError, readConfig } from './config.ts'
import { EmbeddedDatabaseError } from './platform/db/embedded/embedded-database-error.ts'
import { MigrationError } from './platform/db/migrate.ts'
import { Problem } from './platform/problem.ts'
import { version } from './version.ts'

const help = `Holdfast ${version} — appointments that hold.

  npm start                       the whole product: web, API and background jobs
  npm start -- server             web and API only
  npm start -- worker             background jobs only, beside a server on the same database
  npm start -- migrate            bring the database to the newest schema and stop
  npm start -- reset-password E   give the user with e-mail E a new one-time password

  --help  this text    --version  the version

Without DATABASE_URL an embedded PostgreSQL in DATA_DIR (./data) is used; several processes may share it.
All settings are environment variables: see docs/configuration.md.`

const roles = ['all', 'server', 'worker', 'migrate', 'reset-password'] as const

/** Picks a role and runs it. Returns the exit code; the long-running roles return when they were told to stop. */
export async function main(words: readonly string[]): Promise<number> {
  if (words.includes('--help') || words.includes('-h')) return say(help)
  if (words.includes('--version')) return say(version)
  const option = words.find((word) => word.startsWith('-'))
  if (option) return complain(`There is no option "${option}": settings are environment variables; see --help.`)
  const [role = 'all', ...rest] = words
  if (!(roles as readonly string[]).includes(role))
    return complain(`There is no role "${role}". The roles are ${roles.join(', ')}; see --help.`)
  if (rest.length > (role === 'reset-password' ? 1 : 0))
    return complain(`"${rest.at(-1)}" is one word too many; see --help.`)
  try {
    const config = readConfig()
    const { run } = await import('./run.ts')
    return await run(config, role as (typeof roles)[number], rest)
  } catch (error) {
    const isClear =
      error instanceof ConfigError || error instanceof MigrationError || error instanceof EmbeddedDatabaseError
    if (isClear) return complain(error.message)
    const { code, syscall, message } = error as NodeJS.ErrnoException
    if (error instanceof Problem) return complain(error.detail)
    const port = role === 'worker' ? 'WORKER_PORT' : 'PORT'
    if (code === 'EADDRINUSE')
      return complain(`${port}: another program listens there. Stop it, or set ${port} to a free one.`)
    if (code === 'EACCES' && syscall === 'listen')
      return complain(`${port}: this user may not listen there (${message}).`)
    if (code === 'EADDRNOTAVAIL' || syscall === 'getaddrinfo')
      return complain(`HOST: this machine has no such address (${message}).`)
    // What PostgreSQL says in its own codes: a wrong password, no right to create tables, too many connections, …
    if (error instanceof Error && 'severity' in error) return complain(`DATABASE_URL: PostgreSQL refuses: ${message}.`)
    if (syscall === 'connect') return complain(`DATABASE_URL: the server cannot be reached (${message}).`)
    if (/invalid IP address/i.test(message))
      return complain(`TRUST_PROXY: ${message}. Give true, or addresses and ranges.`)
    throw error
  }
}

function say(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}

function complain(text: string): number {
  process.stderr.write(`Holdfast cannot start. ${text}\n`)
  return 1
}
