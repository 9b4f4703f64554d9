import { enableCompileCache } from 'node:module'

// Compiled code is kept between starts: a third of the start is otherwise parsing.
enableCompileCache()

const { main } = await import('./command-line.ts')
process.exitCode = await main(process.argv.slice(2))
