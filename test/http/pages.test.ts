import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { system } from '../../src/features/identity/actor.ts'
import { createUnit } from '../../src/features/units/create-unit.ts'
import { newUnit } from '../../src/features/units/unit.ts'
import { openClinic } from '../clinic.ts'
import { actingAs, openWorld, type World } from '../world.ts'

let world: World
before(async () => {
  world = await openWorld()
  await openClinic(world, { slug: 'clinic' })
})
after(() => world.close())

const get = (path: string, headers: Record<string, string> = {}) => world.call('GET', path, undefined, headers)
const langOf = (body: unknown) => /<html lang="(\w+)">/.exec(String(body))?.[1]

test('G4: every page and its files come under a policy without exceptions', async () => {
  for (const path of ['/book/clinic', '/book', '/book/no-such-place']) {
    const { headers, body } = await get(path)
    const policy = String(headers['content-security-policy'])
    assert.match(
      policy,
      /^default-src 'none'; script-src 'self'; style-src 'self';.*require-trusted-types-for 'script'$/,
    )
    assert.doesNotMatch(policy, /unsafe|https?:|\*/)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.doesNotMatch(String(body), /<style|\sstyle=|\son\w+=|<script(?![^>]* src=)/)
  }
})

test('G3: the files of a page are kept for ever and sent compressed, and nothing else can be had there', async () => {
  const { body } = await get('/book/clinic')
  const files = String(body).match(/\/assets\/booking\/[\w-]+\.(?:js|css|svg)/g) ?? []
  assert.equal(files.length, 3)
  for (const file of files) {
    const { status, headers } = await get(file)
    assert.equal(status, 200)
    assert.match(String(headers['cache-control']), /immutable/)
  }
  const script = files.find((file) => file.endsWith('.js')) ?? ''
  const zipped = await world.server.inject({ url: script, headers: { 'accept-encoding': 'gzip, br' } })
  assert.equal(zipped.headers['content-encoding'], 'gzip')
  const plain = await world.server.inject({ url: script })
  assert.equal(String(gunzipSync(zipped.rawPayload)), plain.body)
  for (const path of ['/assets/booking/.built-from', '/assets/booking/index.html', '/assets/booking/..%2fmain.tsx']) {
    assert.equal((await get(path)).status, 404, path)
  }
})

test('G4: a page speaks the language asked for, else the one chosen before, else the browser’s, else the unit’s', async () => {
  const accepts = { 'accept-language': 'pt-BR, en;q=0.5' }
  assert.equal(langOf((await get('/book/clinic?lang=lt', accepts)).body), 'lt')
  assert.equal(langOf((await get('/book/clinic', { ...accepts, cookie: 'a=b; holdfast_language=lt' })).body), 'lt')
  assert.equal(langOf((await get('/book/clinic', accepts)).body), 'pt')
  assert.equal(langOf((await get('/book/clinic', { 'accept-language': 'de' })).body), 'en')
  assert.match(String((await get('/book/clinic', accepts)).body), /<title>Marcações – Clinic clinic<\/title>/)
})

test('G3: an address that leads to no unit is a 404 page in the visitor’s language, however it is misspelt', async () => {
  for (const slug of ['no-such-place', 'CLINIC', '%00', '..%2f..', `${'a'.repeat(150)}`, '%F0%9F%92%A9']) {
    const { status, body } = await get(`/book/${slug}`, { 'accept-language': 'lt' })
    assert.equal(status, 404, slug)
    assert.match(String(body), /Tokio registracijos puslapio nėra/)
  }
  const trailing = await get('/book/')
  assert.deepEqual([trailing.status, trailing.headers.location], [308, '/book'])
  assert.equal((await get('/book?cursor=nonsense')).status, 200)
})

test('G4: whatever a unit is called, its name stays text', async () => {
  const name = `"><script>alert(1)</script>'&amp; {{title}} $&`
  const unit = newUnit.parse({ slug: 'hostile', name, timeZone: 'Europe/Vilnius', locale: 'en' })
  await createUnit(actingAs(world, system), unit)
  const { body } = await get('/book/hostile')
  assert.ok(!String(body).includes('<script>alert'))
  const escaped = /data-unit="([^"]*)"/.exec(String(body))?.[1] ?? ''
  const entities: Record<string, string> = { '&quot;': '"', '&#39;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' }
  assert.equal(JSON.parse(escaped.replace(/&(?:quot|#39|lt|gt|amp);/g, (entity) => entities[entity] ?? '')).name, name)
  assert.ok(!String((await get('/book')).body).includes('<script>alert'))
})

test('G3: when the database fails a page says that it is our fault, and when to come back', async () => {
  await world.query('alter table units rename to units_elsewhere')
  try {
    const { status, headers, body } = await get('/book/clinic')
    assert.equal(status, 503)
    assert.ok(headers['retry-after'])
    assert.match(String(body), /We cannot show this page just now/)
  } finally {
    await world.query('alter table units_elsewhere rename to units')
  }
  assert.equal((await get('/book/clinic')).status, 200)
})
