import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { importsOf, readSource } from './source-text.ts'

/** Where a test learns which server it works on: `test/world.ts` reads it, and so does whatever makes databases. */
const sign = 'HOLDFAST_TEST_DATABASE_URL'

type Module = { imports: string[]; choosesServer: boolean }

/** The files among `files` that work, through however many imports, on the server they are given: another one matters to them. */
export function databaseTestsAmong(files: readonly string[]): string[] {
  const known = new Map<string, Module>()
  const read = (path: string): Module => {
    const module = known.get(path) ?? readModule(path)
    known.set(path, module)
    return module
  }
  return files.filter((file) => {
    const reached = new Set([file])
    for (const path of reached) for (const next of read(path).imports) reached.add(next)
    return [...reached].some((path) => read(path).choosesServer)
  })
}

function readModule(path: string): Module {
  if (!existsSync(path)) return { imports: [], choosesServer: false }
  const source = readSource(readFileSync(path, 'utf8'))
  const imports = importsOf(source)
    .filter(({ specifier, typeOnly }) => specifier.startsWith('.') && specifier.endsWith('.ts') && !typeOnly)
    .map(({ specifier }) => posix.join(posix.dirname(path), specifier))
  return { imports, choosesServer: source.bare.includes(sign) }
}
