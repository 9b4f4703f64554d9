import { randomBytes } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import type { DataArea } from './data-area.ts'
import { giveToFolderOwner } from './data-area.ts'
import { EmbeddedDatabaseError } from './embedded-database-error.ts'

/** Holdfast itself works as `holdfast`, who owns its database and nothing else; `postgres` only sets it up. */
export type Credentials = { postgres: string; holdfast: string }

/** Makes new passwords and keeps them (durably, readable by the owner alone) before anything depends on them. */
export async function createCredentials(area: DataArea): Promise<Credentials> {
  const credentials: Credentials = { postgres: newPassword(), holdfast: newPassword() }
  const temporary = `${area.credentials}.new`
  await rm(temporary, { force: true })
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(credentials, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await giveToFolderOwner(area, temporary)
  await rename(temporary, area.credentials)
  return credentials
}

export async function readCredentials(area: DataArea): Promise<Credentials> {
  try {
    const stored = JSON.parse(await readFile(area.credentials, 'utf8')) as Partial<Credentials>
    if (stored.postgres && stored.holdfast) return { postgres: stored.postgres, holdfast: stored.holdfast }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && !(error instanceof SyntaxError)) throw error
  }
  throw new EmbeddedDatabaseError(
    'folder-damaged',
    `${area.credentials} holds no passwords for the database beside it: restore that file from the backup of the folder.`,
  )
}

/** Hexadecimal, so that it needs no escaping in SQL, in a URL or in a file. */
function newPassword(): string {
  return randomBytes(24).toString('hex')
}
