/** One keep-alive connection that asks one thing at a time: cheap enough to leave the processor to what is measured. */
import { connect, type Socket } from 'node:net'

export type Reply = { readonly status: number; readonly text: string }

export type Caller = {
  post: (path: string, body: unknown) => Promise<Reply>
  get: (path: string) => Promise<Reply>
  close: () => void
}

export async function openCaller(base: string): Promise<Caller> {
  const { hostname, port, host } = new URL(base)
  const socket = connect(Number(port), hostname)
  socket.setNoDelay(true)
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  const ask = (head: string, body: string) =>
    exchange(
      socket,
      `${head} HTTP/1.1\r\nHost: ${host}\r\n${body ? `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` : ''}\r\n${body}`,
    )
  return {
    post: (path, body) => ask(`POST ${path}`, JSON.stringify(body)),
    get: (path) => ask(`GET ${path}`, ''),
    close: () => socket.destroy(),
  }
}

/** Answers of this server always carry Content-Length. */
function exchange(socket: Socket, request: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    let received = ''
    const read = (chunk: Buffer) => {
      received += chunk.toString('latin1')
      const headEnds = received.indexOf('\r\n\r\n')
      if (headEnds < 0) return
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0)
      if (received.length < headEnds + 4 + length) return
      socket.off('data', read).off('close', fail)
      resolve({ status: Number(received.slice(9, 12)), text: received.slice(headEnds + 4) })
    }
    const fail = () => reject(new Error('The connection was closed'))
    socket.on('data', read).once('close', fail)
    socket.write(request)
  })
}
