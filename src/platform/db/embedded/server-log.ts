import type { FileHandle } from 'node:fs/promises'
import { copyFile, open, rm, stat, truncate } from 'node:fs/promises'
import type { DataArea } from './data-area.ts'
import { giveToFolderOwner } from './data-area.ts'

/** Two files of this size are kept at most: `postgres.log` and the one before, `postgres.log.1`. */
const LIMIT_BYTES = 5 * 1024 * 1024

/** Opens the log to append to, and a way to read what was appended since. */
export async function openServerLog(area: DataArea): Promise<{ file: FileHandle; readNew: () => Promise<string> }> {
  await limitServerLog(area)
  const file = await open(area.log, 'a', 0o600)
  await giveToFolderOwner(area, area.log)
  const { size } = await file.stat()
  return { file, readNew: () => readFrom(area.log, size) }
}

/** Moves a long log aside. The server keeps the file open and appends, so its content moves, not the file. */
export async function limitServerLog(area: DataArea, limitBytes = LIMIT_BYTES): Promise<void> {
  const size = await stat(area.log).then(
    (log) => log.size,
    () => 0,
  )
  if (size <= limitBytes) return
  const kept = `${area.log}.1`
  // On a full disk the copy is given up: room matters more than an old log.
  await copyFile(area.log, kept).then(
    () => giveToFolderOwner(area, kept),
    () => rm(kept, { force: true }),
  )
  await truncate(area.log, 0)
}

async function readFrom(path: string, start: number): Promise<string> {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(16 * 1024)
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
