import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAddress, writeAddress } from './address.ts'

test('G3: an address is read back as it was written', () => {
  const address = { service: 'patikra', minutes: 60, with: 'a-1', day: '2027-03-01', step: 'details' as const }
  assert.deepEqual(readAddress(writeAddress(address)), address)
  assert.equal(writeAddress({}), '')
})

test('G3: an address somebody mangled leads to where it still makes sense', () => {
  assert.deepEqual(readAddress('?service=a&minutes=x&day=2027-02-30&step=pay&lang=lt'), { service: 'a' })
  assert.deepEqual(readAddress('?day=&minutes=99999&step=done'), { step: 'done' })
})
