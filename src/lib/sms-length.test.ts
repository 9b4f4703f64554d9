import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smsLength } from './sms-length.ts'

test('an SMS of plain characters has 160 places, and 153 for each of several parts', () => {
  assert.deepEqual(smsLength('a'.repeat(160)), { characters: 160, parts: 1, alphabet: 'GSM-7' })
  assert.deepEqual(smsLength('a'.repeat(161)), { characters: 161, parts: 2, alphabet: 'GSM-7' })
  assert.equal(smsLength('a'.repeat(306)).parts, 2)
  assert.equal(smsLength('a'.repeat(307)).parts, 3)
})

test('a euro sign takes two places', () => {
  assert.deepEqual(smsLength(`${'a'.repeat(158)}€`), { characters: 159, parts: 1, alphabet: 'GSM-7' })
  assert.equal(smsLength(`${'a'.repeat(159)}€`).parts, 2)
})

test('one letter beyond the plain table makes it 70 places, and 67 for each of several parts', () => {
  assert.deepEqual(smsLength(`ą${'a'.repeat(69)}`), { characters: 70, parts: 1, alphabet: 'UCS-2' })
  assert.equal(smsLength(`ą${'a'.repeat(70)}`).parts, 2)
  assert.equal(smsLength(`ą${'a'.repeat(133)}`).parts, 2)
  assert.equal(smsLength(`ą${'a'.repeat(134)}`).parts, 3)
})

test('an emoji is one character to people and two places to the network', () => {
  assert.deepEqual(smsLength(`${'a'.repeat(69)}💈`), { characters: 70, parts: 2, alphabet: 'UCS-2' })
})

test('an empty text is one part', () => {
  assert.deepEqual(smsLength(''), { characters: 0, parts: 1, alphabet: 'GSM-7' })
})
