import assert from 'node:assert/strict'
import { test } from 'node:test'
import fastify from 'fastify'
import { z } from 'zod'
import { problemKind } from '../problem.ts'
import { serveDocs } from './docs-page.ts'
import type { Endpoint } from './endpoint.ts'
import { defineEndpoint } from './endpoint.ts'
import { idOf, localDate } from './schemas.ts'

const lockSlot = defineEndpoint({
  id: 'lock-slot',
  method: 'POST',
  path: '/units/:unitId/slots',
  tag: 'holds',
  summary: 'Hold a <time>',
  description: 'Takes `a < b`.\n\n- **first**\n- *second*',
  access: { roles: ['ADMIN'], scope: 'slots:write' },
  rate: 'hold',
  params: z.strictObject({ unitId: idOf('unit') }),
  body: z.strictObject({
    on: localDate,
    note: z.string().meta({ examples: ["Ana's"] }),
    who: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('any') }),
      z.strictObject({ kind: z.literal('one'), resourceId: idOf('resource') }),
    ]),
  }),
  answers: { 200: { description: 'Held', schema: z.strictObject({ token: z.string() }) } },
  problems: [problemKind('slot-taken', 409, 'That time is taken')],
})

function openDocs(endpoints: Endpoint[] = [lockSlot]) {
  const server = fastify()
  serveDocs(server, endpoints, { title: 'Sample', version: '1', serverUrl: '/' })
  return server
}

test('the documentation needs no script and has no inline style', async () => {
  const server = openDocs()
  for (const url of ['/docs', '/docs/problems']) {
    const page = await server.inject(url)
    assert.equal(page.statusCode, 200)
    assert.doesNotMatch(page.body, /<script|<style|\sstyle=|\son[a-z]+=/i)
    assert.match(String(page.headers['content-security-policy']), /^default-src 'none'; style-src 'self';/)
  }
})

test('what the contract says cannot become markup', async () => {
  const { body } = await openDocs().inject('/docs')
  assert.match(body, /Hold a &lt;time&gt;/)
  assert.match(body, /<code>a &lt; b<\/code>/)
  assert.match(body, /<li><strong>first<\/strong><\/li><li><em>second<\/em><\/li>/)
})

test('an example request can be pasted into a shell', async () => {
  const { body } = await openDocs().inject('/docs')
  const shown = body.replaceAll('&quot;', '"').replaceAll('&#39;', "'")
  assert.match(shown, /curl -X POST "\$HOLDFAST_URL\/units\/[0-9a-f-]{36}\/slots"/)
  assert.match(shown, /Authorization: Bearer \$HOLDFAST_KEY/)
  assert.ok(shown.includes(String.raw`"note": "Ana'\''s"`))
  assert.match(shown, /"on": "2027-03-01"/)
})

test('every problem a page or an answer refers to has its anchor', async () => {
  const server = openDocs()
  const { body: problems } = await server.inject('/docs/problems')
  const { body: docs } = await server.inject('/docs')
  const document = (await server.inject('/openapi.json')).body
  const named = [...docs.matchAll(/\/docs\/problems#([a-z-]+)/g), ...document.matchAll(/\/docs\/problems#([a-z-]+)/g)]
  assert.ok(named.length > 10)
  for (const [, code] of named) assert.match(problems, new RegExp(`<article id="${code}"`))
})

test('every link inside the documentation leads somewhere', async () => {
  const { body } = await openDocs().inject('/docs')
  const links = [...body.matchAll(/href="#([^"]+)"/g)].map(([, id = '']) => id)
  assert.ok(links.length > 5)
  for (const id of links) assert.match(body, new RegExp(`id="${id}"`), id)
})

test('a page that is known is not sent again, and a browser gets it compressed', async () => {
  const server = openDocs()
  for (const url of ['/docs', '/docs/problems', '/openapi.json', '/docs/docs.css']) {
    const first = await server.inject({ url, headers: { 'accept-encoding': 'gzip, br' } })
    assert.equal(first.headers['content-encoding'], 'gzip')
    const etag = String(first.headers.etag)
    const again = await server.inject({ url, headers: { 'accept-encoding': 'gzip', 'if-none-match': `W/${etag}` } })
    assert.deepEqual([again.statusCode, again.body], [304, ''])
    const plain = await server.inject({ url, headers: { 'if-none-match': etag } })
    assert.deepEqual([plain.statusCode, plain.headers['content-encoding']], [200, undefined])
  }
})
