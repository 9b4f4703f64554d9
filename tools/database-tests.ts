import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { importsOf, readSource } from './source-text.ts'

/** Importing one of these, however indirectly, is how a test gets a database. */
const doors = ['test/world.ts', 'tools/scratch-database.ts']

/** The files among `files` that work on a database of the server they are given, so that another server makes a difference. */
export function databaseTestsAmong(files: readonly string[]): string[] {
  const known = new Map<string, string[]>()
  const importsIn = (path: string) => {
    const present = known.get(path)
    if (present) return present
    const found = existsSync(path)
      ? importsOf(readSource(readFileSync(path, 'utf8')))
          .filter(({ specifier, typeOnly }) => specifier.startsWith('.') && specifier.endsWith('.ts') && !typeOnly)
          .map(({ specifier }) => posix.join(posix.dirname(path), specifier))
      : []
    known.set(path, found)
    return found
  }
  return files.filter((file) => {
    const reached = new Set([file])
    for (const path of reached) for (const next of importsIn(path)) reached.add(next)
    return doors.some((door) => reached.has(door))
  })
}
