// A Holdfast process as the tests need one: opens the folder named on its command line, says how that went in one line
// of JSON, and stops in order on SIGTERM or when the test that started it is gone.
import type { EmbeddedDatabaseError } from './embedded-database-error.ts'
import { openEmbeddedDatabase } from './open-embedded-database.ts'

const [dataDir = ''] = process.argv.slice(2)
try {
  const { url, role, pid, firstStart, stop } = await openEmbeddedDatabase({ dataDir })
  const end = async (): Promise<void> => {
    await stop()
    process.exit(0)
  }
  process.once('SIGTERM', end)
  process.stdin.once('end', end).resume()
  say({ url, role, pid, firstStart })
} catch (error) {
  const { code, message } = error as EmbeddedDatabaseError
  say({ code, message })
}

function say(what: object): void {
  process.stdout.write(`${JSON.stringify(what)}\n`)
}
