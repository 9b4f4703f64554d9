/** Tests every endpoint from the contract itself: nobody has to remember to write them for a new one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import type { z } from 'zod'
import type { Actor } from '../../src/features/identity/actor.ts'
import { anonymous, roles } from '../../src/features/identity/actor.ts'
import { authoriseCall } from '../../src/features/identity/authorise-call.ts'
import { ownPassword, scopes } from '../../src/features/identity/scope.ts'
import type { Endpoint, Route } from '../../src/platform/http/endpoint.ts'
import { problemsOf } from '../../src/platform/http/implied-problems.ts'
import { openApiDocument } from '../../src/platform/http/openapi.ts'
import { openRateLimits } from '../../src/platform/http/rate-limit.ts'
import { sampleBody, sampleValue } from '../../src/platform/http/sample-value.ts'
import type { JsonSchema } from '../../src/platform/http/schema-components.ts'
import { toWireSchema } from '../../src/platform/http/schema-components.ts'
import { createServer } from '../../src/platform/http/server.ts'
import { openLog } from '../../src/platform/telemetry/log.ts'
import { openMetrics } from '../../src/platform/telemetry/metrics.ts'
import { allEndpoints, allRoutes, describeApi } from '../../src/routes.ts'

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const admin: Actor = {
  kind: 'user',
  id: 'admin',
  memberships: [{ unitId: null, role: 'ADMIN' }],
  scopes: 'all',
  mayOverbook: true,
}

const routes = allRoutes as readonly Route<unknown>[]

/** The endpoints served for one caller, of whom a minute allows `factor` times as much as usual. */
function serverFor(actor: Actor, { served = routes, factor = 1_000_000 } = {}) {
  return createServer<Actor, unknown>({
    routes: served,
    log: openLog({ level: 'silent', role: 'test' }),
    metrics: openMetrics(),
    rateLimits: openRateLimits(factor),
    trustProxy: false,
    identify: async () => actor,
    authorize: authoriseCall,
    contextFor: () => undefined,
  })
}

const endpointsThat = (keep: (endpoint: Endpoint) => boolean) => routes.map(({ endpoint }) => endpoint).filter(keep)
const isStaffOnly = ({ access }: Endpoint) => access !== 'anyone'
const hasBody = ({ body }: Endpoint) => body !== undefined
const changes = ({ method }: Endpoint) => method !== 'GET'

const schemaOf = (schema: z.ZodType) => toWireSchema(schema, 'request')

/** The address with plausible parameters. */
function urlOf({ path, params }: Endpoint): string {
  const values = params ? (sampleValue(schemaOf(params), () => ({}), true) as Record<string, unknown>) : {}
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name])))
}

/** Everything in a schema that has properties. */
function objectsIn(schema: unknown): JsonSchema[] {
  if (typeof schema !== 'object' || schema === null) return []
  const inner = Object.values(schema).flatMap(objectsIn)
  return 'properties' in schema && 'type' in schema ? [schema as JsonSchema, ...inner] : inner
}

test('every endpoint has an id and an address of its own, and the id is in kebab-case', () => {
  const ids = allEndpoints.map(({ id }) => id)
  const addresses = allEndpoints.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`)
  assert.ok(ids.length > 0)
  assert.deepEqual(
    ids.filter((id, i) => ids.indexOf(id) !== i),
    [],
  )
  assert.deepEqual(
    addresses.filter((address, i) => addresses.indexOf(address) !== i),
    [],
  )
  assert.deepEqual(
    ids.filter((id) => !kebab.test(id)),
    [],
  )
})

test('every endpoint says in a line what it does, and what each answer means', () => {
  const { tags = {} } = describeApi('1', '/')
  for (const { id, summary, answers, tag } of allEndpoints) {
    assert.match(summary, /^[^\n]{3,80}[^.\n]$/, `${id}: the summary is one line without a full stop`)
    assert.ok(tags[tag], `${id}: the tag ${tag} is described in src/routes.ts`)
    assert.ok(
      Object.keys(answers).some((status) => /^2/.test(status)),
      `${id}: it can succeed`,
    )
    for (const [status, { description }] of Object.entries(answers))
      assert.ok(description, `${id}: ${status} is described`)
  }
})

test('every parameter of a path is declared, and no other', () => {
  for (const { id, path, params } of allEndpoints) {
    const named = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)
    const declared = params ? Object.keys((schemaOf(params).properties ?? {}) as JsonSchema) : []
    assert.deepEqual(declared.sort(), named.sort(), id)
  }
})

test('every request schema refuses fields it does not know, all the way down', () => {
  for (const { id, params, query, body } of allEndpoints) {
    for (const schema of [params, query, body]) {
      if (!schema) continue
      for (const object of objectsIn(schemaOf(schema))) {
        const names = Object.keys(object.properties as JsonSchema).join(', ')
        assert.equal(object.additionalProperties, false, `${id}: make { ${names} } a z.strictObject`)
      }
    }
  }
})

test('what an endpoint takes goes with its method', () => {
  for (const { id, method, body, idempotent, ifMatch } of allEndpoints) {
    if (method === 'GET') assert.equal(body ?? idempotent ?? ifMatch, undefined, `${id}: a GET changes nothing`)
    if (method === 'PUT' || method === 'PATCH') assert.ok(body, `${id}: it takes what is to be`)
    if (idempotent) assert.equal(method, 'POST', `${id}: other methods are idempotent by themselves`)
  }
})

test('every endpoint for staff names roles that exist and a scope a key can be given', () => {
  for (const { id, access } of allEndpoints) {
    if (access === 'anyone') continue
    assert.ok(access.roles.length > 0, `${id}: somebody may call it`)
    assert.deepEqual(
      access.roles.filter((role) => !(roles as readonly string[]).includes(role)),
      [],
      id,
    )
    assert.ok(
      access.scope in scopes || access.scope === ownPassword,
      `${id}: the scope ${access.scope} is not in scope.ts`,
    )
  }
})

test('every problem has one meaning, wherever it is answered', () => {
  const known = new Map<string, string>()
  for (const endpoint of allEndpoints) {
    for (const { code, status, title } of problemsOf(endpoint)) {
      assert.match(code, kebab, endpoint.id)
      assert.ok(status >= 400 && status <= 599, `${endpoint.id}: ${code} is a refusal`)
      const meaning = `${status} ${title}`
      assert.equal(known.get(code) ?? meaning, meaning, `${endpoint.id}: ${code}`)
      known.set(code, meaning)
    }
  }
})

test('the OpenAPI document of the whole contract is valid', async () => {
  const document = openApiDocument(allEndpoints, describeApi('1', '/'))
  assert.deepEqual(await new Validator().validate(structuredClone(document)), { valid: true })
})

test('the example request in the documentation is one that the endpoint accepts', () => {
  for (const { id, params, query, body } of allEndpoints) {
    for (const [part, schema] of Object.entries({ params, query, body })) {
      if (!schema) continue
      const shape = schemaOf(schema)
      const lookup = (ref: string) =>
        (shape.$defs as Record<string, JsonSchema>)[ref.slice(ref.lastIndexOf('/') + 1)] ?? {}
      const example = part === 'body' ? sampleBody(shape, lookup) : sampleValue(shape, lookup, false)
      const { error } = schema.safeParse(example)
      const advice = 'give what no example fits a .meta({ examples: […] })'
      assert.equal(error, undefined, `${id}: ${part} ${JSON.stringify(example)}: ${advice}`)
    }
  }
})

test('every endpoint for staff answers 401 to a caller without credentials', async () => {
  const server = await serverFor(anonymous)
  for (const endpoint of endpointsThat(isStaffOnly)) {
    const { statusCode, headers, body } = await server.inject({ method: endpoint.method, url: urlOf(endpoint) })
    assert.equal(statusCode, 401, endpoint.id)
    assert.match(String(headers['content-type']), /^application\/problem\+json/)
    assert.equal(JSON.parse(body).code, 'unauthenticated')
  }
})

test('every endpoint for staff answers 403 to a key without its scope', async () => {
  const server = await serverFor({ ...admin, kind: 'api-key', scopes: [] })
  for (const endpoint of endpointsThat(isStaffOnly)) {
    const { statusCode, body } = await server.inject({ method: endpoint.method, url: urlOf(endpoint) })
    assert.deepEqual([statusCode, JSON.parse(body).code], [403, 'forbidden'], endpoint.id)
  }
})

test('every endpoint that takes changes answers malformed JSON with a problem', async () => {
  const server = await serverFor(admin)
  for (const endpoint of endpointsThat(changes)) {
    const { statusCode, headers, body } = await server.inject({
      method: endpoint.method,
      url: urlOf(endpoint),
      headers: { 'content-type': 'application/json', 'if-match': '*' },
      payload: '{"unfinished":',
    })
    assert.equal(statusCode, 400, endpoint.id)
    assert.match(String(headers['content-type']), /^application\/problem\+json/)
    assert.deepEqual(JSON.parse(body).errors[0].path, 'body')
  }
})

test('every endpoint names the field it does not know', async () => {
  const server = await serverFor(admin)
  for (const endpoint of endpointsThat(hasBody)) {
    const { statusCode, body } = await server.inject({
      method: endpoint.method,
      url: urlOf(endpoint),
      headers: { 'if-match': '*' },
      payload: { noSuchField: 1 },
    })
    const paths = (JSON.parse(body).errors ?? []).map(({ path }: { path: string }) => path)
    assert.equal(statusCode, 400, endpoint.id)
    assert.ok(paths.includes('noSuchField'), `${endpoint.id}: ${paths}`)
  }
  for (const endpoint of endpointsThat(({ method }) => method === 'GET')) {
    const { statusCode, body } = await server.inject({ method: 'GET', url: `${urlOf(endpoint)}?noSuchField=1` })
    if (!endpoint.query) continue
    assert.equal(statusCode, 400, endpoint.id)
    assert.match(body, /noSuchField/, endpoint.id)
  }
})

test('every endpoint that takes If-Match answers 428 to staff who send none', async () => {
  const server = await serverFor(admin)
  for (const endpoint of endpointsThat(({ ifMatch }) => ifMatch === 'staff')) {
    const { statusCode, body } = await server.inject({ method: endpoint.method, url: urlOf(endpoint) })
    assert.deepEqual([statusCode, JSON.parse(body).code], [428, 'version-required'], endpoint.id)
  }
})

test('every answer tells the allowance, is not stored, and carries the correlation id', async () => {
  // The endpoints without what they take, so that every one of them answers.
  const bare = routes.map(({ endpoint }): Route<unknown> => {
    const { params: _params, query: _query, body: _body, ...rest } = endpoint
    const answer = { status: 200, body: undefined }
    return { endpoint: rest, run: async () => undefined, answer: () => answer as never }
  })
  const server = await serverFor(admin, { served: bare })
  for (const { endpoint } of bare) {
    const sent = { 'if-match': '*', 'x-correlation-id': `test-${endpoint.id}` }
    const { statusCode, headers } = await server.inject({
      method: endpoint.method,
      url: urlOf(endpoint),
      headers: sent,
    })
    assert.equal(statusCode, 200, endpoint.id)
    assert.match(String(headers['ratelimit-policy']), new RegExp(`^"${endpoint.rate}";q=\\d+;w=60$`), endpoint.id)
    assert.match(String(headers.ratelimit), /;r=\d+;t=\d+$/)
    assert.equal(headers['x-correlation-id'], sent['x-correlation-id'])
    assert.equal(headers['cache-control'], 'no-store')
  }
})

test('an endpoint that is called too often answers 429 and says how long to wait', async () => {
  const server = await serverFor(anonymous, { factor: 1 / 1_000_000 })
  for (const endpoint of routes.map((route) => route.endpoint)) {
    const request = {
      method: endpoint.method,
      url: urlOf(endpoint),
      headers: { 'content-type': 'application/json' },
      payload: '{"no":1}',
    }
    const { method, url } = request
    const call = () => (method === 'GET' ? server.inject({ method, url: `${url}?no=1` }) : server.inject(request))
    await call()
    const { statusCode, headers } = await call()
    assert.equal(statusCode, 429, endpoint.id)
    assert.match(String(headers['retry-after']), /^[1-9]\d*$/)
  }
})
