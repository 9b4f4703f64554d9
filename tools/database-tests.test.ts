import assert from 'node:assert/strict'
import { test } from 'node:test'
import { databaseTestsAmong } from './database-tests.ts'

test('a test is a database test when its imports lead to a database, through however many files', () => {
  const files = ['tools/schema-text.test.ts', 'tools/source-text.test.ts', 'tools/structure.test.ts']
  assert.deepEqual(databaseTestsAmong(files), ['tools/schema-text.test.ts'])
})
