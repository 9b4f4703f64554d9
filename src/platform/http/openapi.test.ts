import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { z } from 'zod'
import { problemKind } from '../problem.ts'
import type { Endpoint } from './endpoint.ts'
import { defineEndpoint } from './endpoint.ts'
import { openApiDocument } from './openapi.ts'
import type { OpenApiDocument, Operation, Response } from './openapi-document.ts'
import { idOf, instant, instantOut, localTime, pageOf, pageQuery } from './schemas.ts'

const about = { title: 'Sample', version: '1.2.3', serverUrl: '/', scopes: { 'units:write': 'Change units' } }
const staff = { roles: ['ADMIN', 'STAFF'], scope: 'units:write' }
const unitPath = z.strictObject({ unitId: idOf('unit') })
const hours = z.strictObject({ from: localTime, to: localTime }).meta({ id: 'Hours', description: 'One window' })
const unit = z.strictObject({ id: z.uuid(), name: z.string(), hours: z.array(hours) }).meta({ id: 'Unit' })
const taken = {
  ...problemKind('slot-taken', 409, 'That time is taken'),
  members: z.strictObject({ alternatives: z.array(instantOut) }),
}

const listUnits = defineEndpoint({
  id: 'list-units',
  method: 'GET',
  path: '/units',
  tag: 'units',
  summary: 'List units',
  access: 'anyone',
  rate: 'read',
  query: z.strictObject(pageQuery),
  answers: {
    200: { description: 'A page', schema: pageOf(unit), headers: { etag: 'Of the page' } },
    304: { description: 'As you have it' },
  },
  problems: [],
})
const updateUnit = defineEndpoint({
  id: 'update-unit',
  method: 'PATCH',
  path: '/units/:unitId',
  tag: 'units',
  summary: 'Change a unit',
  access: staff,
  rate: 'write',
  ifMatch: 'staff',
  params: unitPath,
  body: z.strictObject({ hours: z.array(hours).optional() }),
  answers: { 200: { description: 'Changed', schema: unit } },
  problems: [],
})
const lockSlot = defineEndpoint({
  id: 'lock-slot',
  method: 'POST',
  path: '/slots',
  tag: 'holds',
  summary: 'Hold a time',
  access: 'anyone',
  rate: 'hold',
  idempotent: true,
  body: z.strictObject({ start: instant, unitId: idOf('unit') }),
  answers: { 201: { description: 'Held', schema: z.strictObject({ token: z.string() }) } },
  problems: [taken],
})
const endpoints: Endpoint[] = [listUnits, updateUnit, lockSlot]

const document = openApiDocument(endpoints, about)
const [list, update, lock] = [
  document.paths['/units']!.get!,
  document.paths['/units/{unitId}']!.patch!,
  document.paths['/slots']!.post!,
]

function codesOf({ responses }: Operation, from: OpenApiDocument = document): string[] {
  return Object.entries(responses)
    .filter(([status]) => Number(status) >= 400)
    .flatMap(([, response]) => {
      const found = '$ref' in response ? from.components.responses[response.$ref.split('/').at(-1)!]! : response
      return Object.keys(found.content!['application/problem+json']!.examples!)
    })
}

const parametersOf = ({ parameters }: Operation) =>
  parameters.map((parameter) => ('$ref' in parameter ? parameter.$ref.split('/').at(-1) : parameter.name))

test('the document is valid by the rules of OpenAPI 3.1', async () => {
  assert.deepEqual(await new Validator().validate(structuredClone(document)), { valid: true })
})

test('the same contract gives the same bytes', () => {
  assert.equal(JSON.stringify(openApiDocument(endpoints, about)), JSON.stringify(document))
})

test('what an endpoint takes and who may call it implies its refusals', () => {
  assert.deepEqual(codesOf(list), [
    'malformed',
    'unauthenticated',
    'too-many-requests',
    'internal-error',
    'unavailable',
  ])
  const ofUpdate = codesOf(update)
  for (const code of ['malformed', 'unauthenticated', 'forbidden', 'not-found', 'stale', 'version-required']) {
    assert.ok(ofUpdate.includes(code), code)
  }
  assert.deepEqual(
    codesOf(lock).filter((code) => /key|taken/.test(code)),
    ['idempotency-key-in-use', 'slot-taken', 'idempotency-key-reused'],
  )
})

test('headers are listed where an endpoint takes or answers them', () => {
  assert.deepEqual(parametersOf(list), ['cursor', 'limit', 'If-None-Match', 'X-Correlation-Id'])
  assert.deepEqual(parametersOf(update), ['unitId', 'If-Match', 'X-Correlation-Id'])
  assert.deepEqual(parametersOf(lock), ['Idempotency-Key', 'X-Correlation-Id'])
  const headersOf = (operation: Operation, status: string) =>
    Object.keys((operation.responses[status] as Response).headers!)
  assert.ok(headersOf(list, '200').includes('ETag'))
  assert.ok(headersOf(update, '200').includes('ETag'))
  for (const name of ['Location', 'Idempotent-Replayed', 'RateLimit'])
    assert.ok(headersOf(lock, '201').includes(name), name)
})

test('credentials are optional where anyone may call, and a scope no key can have is for people only', () => {
  assert.deepEqual(list.security, [{}, { session: [] }, { apiKey: [] }])
  assert.deepEqual(update.security, [{ session: ['ADMIN', 'STAFF'] }, { apiKey: ['units:write'] }])
  const own: Endpoint = { ...updateUnit, access: { roles: ['ADMIN'], scope: 'own-password' } }
  const { paths } = openApiDocument([own], about)
  assert.deepEqual(paths['/units/{unitId}']!.patch!.security, [{ session: ['ADMIN'] }])
})

test('a shape used both ways is closed in requests and open in answers', () => {
  const { Hours, HoursInput, Unit } = document.components.schemas
  assert.equal(HoursInput?.additionalProperties, false)
  assert.equal(Hours && 'additionalProperties' in Hours, false)
  assert.deepEqual((Unit!.properties as Record<string, unknown>).hours, {
    type: 'array',
    items: { $ref: '#/components/schemas/Hours' },
  })
})

test('a transformed value is described as it is sent', () => {
  const { schema } = lock.requestBody!.content['application/json']!
  assert.deepEqual((schema.properties as Record<string, unknown>).start, { type: 'string', format: 'date-time' })
})

test('refusals of one status are told apart by code, with the members only one of them has', () => {
  const conflict = lock.responses['409'] as Response
  assert.deepEqual(conflict.content!['application/problem+json']!.schema, {
    oneOf: [
      { $ref: '#/components/schemas/IdempotencyKeyInUseProblem' },
      { $ref: '#/components/schemas/SlotTakenProblem' },
    ],
  })
  assert.match(JSON.stringify(document.components.schemas.SlotTakenProblem), /"alternatives"/)
})

test('every reference leads somewhere', () => {
  for (const [, ref = ''] of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)) {
    const found = ref
      .slice(2)
      .split('/')
      .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document)
    assert.ok(found, ref)
  }
})

test('two endpoints cannot share an address or an id, nor two shapes a name', () => {
  const other = z.strictObject({ other: z.string() }).meta({ id: 'Unit' })
  const clash: Endpoint = {
    ...listUnits,
    id: 'list-others',
    path: '/others',
    answers: { 200: { description: '', schema: other } },
  }
  assert.throws(() => openApiDocument([listUnits, { ...listUnits, id: 'list-again' }], about), /list-units/)
  assert.throws(() => openApiDocument([listUnits, { ...listUnits, path: '/again' }], about), /list-units/)
  assert.throws(() => openApiDocument([listUnits, clash], about), /"Unit"/)
})
