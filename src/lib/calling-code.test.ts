import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callingCodeOf } from './calling-code.ts'
import { toE164 } from './phone.ts'

test('G3: a place knows the calling code of its country, under the old and the new name of its zone', () => {
  const codeIn = (timeZone: string) => callingCodeOf({ phone: null, timeZone })?.callingCode
  assert.equal(codeIn('Europe/Vilnius'), '+370')
  assert.equal(codeIn('Atlantic/Azores'), '+351')
  assert.equal(codeIn('America/Argentina/Buenos_Aires'), '+54')
  assert.equal(codeIn('Asia/Kolkata'), '+91')
  assert.equal(codeIn('Asia/Calcutta'), '+91')
  assert.equal(codeIn('UTC'), undefined)
})

test('G3: its own phone number outranks its zone, and the example is a number that is accepted', () => {
  const hint = callingCodeOf({ phone: '+12125550142', timeZone: 'Europe/Vilnius' })
  assert.equal(hint?.callingCode, '+1')
  assert.ok(toE164(hint?.example ?? ''))
})
