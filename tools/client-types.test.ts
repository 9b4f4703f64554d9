import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { defineEndpoint } from '../src/platform/http/endpoint.ts'
import { openApiDocument } from '../src/platform/http/openapi.ts'
import { clientTypes } from './client-types.ts'
import { typeOfSchema } from './type-of-schema.ts'

const typeOf = (schema: z.ZodType) => typeOfSchema(z.toJSONSchema(schema, { io: 'input' }) as Record<string, unknown>)

test('every kind of schema has its TypeScript type', () => {
  assert.equal(typeOf(z.string()), 'string')
  assert.equal(typeOf(z.int().nullable()), 'number | null')
  assert.equal(typeOf(z.enum(['a', 'b'])), '"a" | "b"')
  assert.equal(typeOf(z.literal(30)), '30')
  assert.equal(typeOf(z.union([z.literal(30), z.literal(60)])), '30 | 60')
  assert.equal(typeOf(z.array(z.string())), 'string[]')
  assert.equal(typeOf(z.array(z.string().nullable())), 'Array<string | null>')
  assert.equal(typeOf(z.tuple([z.string(), z.int()])), '[string, number]')
  assert.equal(typeOf(z.record(z.string(), z.boolean())), 'Record<string, boolean>')
  assert.equal(typeOf(z.partialRecord(z.enum(['a', 'b']), z.int())), 'Partial<Record<"a" | "b", number>>')
  assert.equal(typeOf(z.unknown()), 'unknown')
  assert.equal(
    typeOf(z.intersection(z.record(z.string(), z.int()), z.union([z.string(), z.null()]))),
    'Record<string, number> & (string | null)',
  )
})

test('a member that may be left out is optional, and a strange name is quoted', () => {
  const type = typeOf(z.strictObject({ 'a-b': z.string().describe('What */ it is'), c: z.int().default(1) }))
  assert.equal(type, "{\n  /** What *\\/ it is */\n  'a-b': string\n  c?: number | undefined\n}")
})

test('an operation has its parameters, body and answers, refusals among them', () => {
  const unit = z.strictObject({ id: z.uuid() }).meta({ id: 'Unit' })
  const endpoint = defineEndpoint({
    id: 'update-unit',
    method: 'PATCH',
    path: '/units/:unitId',
    tag: 'units',
    summary: 'Change a unit',
    access: 'anyone',
    rate: 'write',
    ifMatch: 'staff',
    params: z.strictObject({ unitId: z.uuid() }),
    body: z.strictObject({ name: z.string() }),
    answers: { 200: { description: 'Changed', schema: unit }, 204: { description: 'Nothing to say' } },
    problems: [],
  })
  const types = clientTypes(openApiDocument([endpoint], { title: '', version: '1', serverUrl: '/' }))
  for (const part of [
    'export type Unit = {\n  id: string\n}',
    "'/units/{unitId}': {\n    /** update-unit: Change a unit */\n    patch: {",
    "'If-Match'?: string | undefined",
    "requestBody: { content: { 'application/json': {",
    "200: { content: { 'application/json': Unit } }",
    '204: { content?: never }',
    "412: { content: { 'application/problem+json': StaleProblem } }",
  ]) {
    assert.ok(types.includes(part), part)
  }
})
