/**
 * A mail server that takes everything, or, told by MAIL_SINK=hang, greets nobody. `GET /` says how many mails it took and
 * when the first and the last came, in milliseconds of its own clock; `DELETE /` starts the count anew.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

let taken = 0
let first = 0
let last = 0
const isHanging = process.env.MAIL_SINK === 'hang'

const smtp = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  logger: false,
  onConnect: (_session, reply) => {
    if (!isHanging) reply()
  },
  onData: (stream, _session, reply) => {
    stream.resume()
    stream.once('end', () => {
      taken++
      last = performance.now()
      if (taken === 1) first = last
      reply()
    })
  },
})
smtp.on('error', () => {})
smtp.listen(0, '127.0.0.1')
await once(smtp.server, 'listening')
const { port } = smtp.server.address() as AddressInfo

const http = createServer((request, response) => {
  const said = { smtp: `smtp://127.0.0.1:${port}`, taken, first, last, now: performance.now() }
  if (request.method === 'DELETE') taken = 0
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(said))
})
http.listen(0, '127.0.0.1')
await once(http, 'listening')
process.stdout.write(`ready http://127.0.0.1:${(http.address() as AddressInfo).port}\n`)
process.once('SIGTERM', () => process.exit(0))
