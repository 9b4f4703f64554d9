import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

/** Nothing but our own style: pages under it have no script at all. */
const scriptlessPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'"

/**
 * Serves text that stays the same while the process runs: built at the first request, so that the start does not wait for it,
 * and kept with its entity tag, plain and compressed.
 */
export function serveCached(server: FastifyInstance, url: string, type: string, build: () => string): void {
  let kept: { plain: Buffer; zipped: Buffer; etag: string } | undefined
  server.get(url, (request, reply) => {
    if (!kept) {
      const plain = Buffer.from(build())
      const etag = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
      kept = { plain, zipped: gzipSync(plain, { level: 9 }), etag }
    }
    const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding']))
    const etag = `"${kept.etag}${takesGzip ? '-gzip' : ''}"`
    reply.headers({
      'cache-control': 'no-cache',
      'content-security-policy': scriptlessPolicy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
      etag,
    })
    if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send()
    if (takesGzip) reply.header('content-encoding', 'gzip')
    return reply.type(type).send(takesGzip ? kept.zipped : kept.plain)
  })
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags.includes('*') || tags.includes(etag)
}
