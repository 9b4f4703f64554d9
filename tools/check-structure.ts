/** `npm run check:structure`: reads every file of the tree and says where it leaves the house style. */
import { globSync, readFileSync } from 'node:fs'
import { checkFile, checkMigrationNumbers, type Finding } from './structure.ts'
import { lessons } from './structure-rules.ts'

const patterns = ['{src,web,test,bench,tools}/**/*.{ts,tsx,cts,mts,js,cjs,mjs,css,sql}', 'db/migrations/*']
const ignored = /(^|\/)(node_modules|dist|results)\/|\.generated\./

/** Every finding in the tree under the current folder. */
export function checkTree(): { files: number; findings: Finding[] } {
  const paths = globSync(patterns)
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !ignored.test(path))
    .sort()
  const findings = paths.flatMap((path) => checkFile(path, readFileSync(path, 'utf8')))
  return { files: paths.length, findings: [...findings, ...checkMigrationNumbers(paths)] }
}

if (import.meta.main) {
  const { files, findings } = checkTree()
  for (const { path, line, rule, says, instead } of findings) {
    console.log(`${path}:${line}  [${rule}] ${says}\n    Why: ${lessons[rule]}\n    Do:  ${instead}\n`)
  }
  console.log(`${files} files, ${findings.length} findings`)
  if (findings.length > 0) process.exitCode = 1
}
