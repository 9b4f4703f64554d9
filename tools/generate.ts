/** `npm run generate [-- --check]`: every generated file, each by the tool named after it. A new generator is one more line. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const generators = ['dump-schema.ts', 'generate-row-types.ts', 'generate-client.ts', 'generate-configuration.ts']

let failed = 0
for (const generator of generators) {
  const program = fileURLToPath(new URL(generator, import.meta.url))
  const { status } = spawnSync(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' })
  if (status !== 0) failed++
}
process.exitCode = failed > 0 ? 1 : 0
