export type EmbeddedDatabaseErrorCode =
  | 'no-binaries' // this platform has no PostgreSQL package, or it is not installed
  | 'binaries-unreachable' // running as root, and no place for the binaries that an unprivileged user can read
  | 'folder-not-ours' // not empty and not Holdfast's: left untouched
  | 'folder-damaged' // Holdfast's, but a part that only a backup can bring back is missing
  | 'other-version' // written by another major version of PostgreSQL
  | 'not-writable' // permissions, or a read-only disk
  | 'disk-full'
  | 'unknown-user' // PostgreSQL insists on a named user
  | 'used-elsewhere' // another container or machine is using the folder now
  | 'busy' // another process keeps the folder's lock, or the server does not get ready
  | 'start-failed'
  | 'stop-failed'

/** Why the embedded PostgreSQL cannot be used. The message is for the operator: it says what to do. */
export class EmbeddedDatabaseError extends Error {
  readonly code: EmbeddedDatabaseErrorCode

  constructor(code: EmbeddedDatabaseErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'EmbeddedDatabaseError'
    this.code = code
  }
}

export const OWN_SERVER = 'name a PostgreSQL server of your own in DATABASE_URL'

// In the words of Node, of PostgreSQL and of SQLite.
const DISK_FULL =
  /No space left|ENOSPC|free disk space|wrote only \d+ of|quota exceeded|EDQUOT|File too large|EFBIG|disk is full/i
const NOT_WRITABLE =
  /Read-only file system|EROFS|Permission denied|EACCES|EPERM|unable to open database|readonly database/i

/** Says a failed system call, or what a PostgreSQL program printed, as one sentence with a way out. */
export function explainFailure(doing: string, folder: string, failure: unknown): EmbeddedDatabaseError {
  if (failure instanceof EmbeddedDatabaseError) return failure

  const text = failure instanceof Error ? failure.message : String(failure)
  if (DISK_FULL.test(text)) {
    return new EmbeddedDatabaseError(
      'disk-full',
      `No disk space while ${doing} in ${folder}: free some and start again.`,
      failure,
    )
  }
  if (NOT_WRITABLE.test(text)) {
    return new EmbeddedDatabaseError(
      'not-writable',
      `Permission refused while ${doing} in ${folder}: start Holdfast as the user who owns that folder, ` +
        `choose a folder it may write to, or ${OWN_SERVER}. (${lastLines(text)})`,
      failure,
    )
  }
  if (/could not look up effective user ID/.test(text)) {
    return new EmbeddedDatabaseError(
      'unknown-user',
      `PostgreSQL needs a named user, and user id ${process.getuid?.()} has no line in /etc/passwd: ` +
        `add one, start Holdfast as a user that has one, or ${OWN_SERVER}.`,
      failure,
    )
  }
  return new EmbeddedDatabaseError(
    'start-failed',
    `PostgreSQL failed while ${doing} in ${folder}: ${lastLines(text)}`,
    failure,
  )
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-4).join(' / ')
}
