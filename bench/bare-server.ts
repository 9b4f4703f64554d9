/** The limit the HTTP benches are measured against: a bare Fastify route that runs one trivial query on the same kind of pool. */
import fastify from 'fastify'
import { Database } from '../src/platform/db/database.ts'
import { statement } from '../src/platform/db/statement.ts'

const trivial = statement<{ one: number }>('bench-trivial', 'select 1 as one')

const db = new Database({ url: String(process.env.DATABASE_URL), poolSize: 16 })
const server = fastify()
server.get('/', async () => {
  const [row] = await db.run(trivial)
  return row
})
const url = await server.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`ready ${url}\n`)
process.once('SIGTERM', async () => {
  await server.close()
  await db.close()
})
