import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findZones, zoneOptions } from './zones.ts'

const winter = Date.parse('2027-01-15T12:00:00Z')
const options = zoneOptions(['Europe/Vilnius', 'Europe/Lisbon'], 'lt', winter)
const found = (typed: string) => findZones(options, typed).map(({ zone }) => zone)

test('G3: zones are found by city, with or without accents, by region, offset and their name in the language', () => {
  assert.equal(found('new y')[0], 'America/New_York')
  assert.equal(found('São Pau')[0], 'America/Sao_Paulo')
  assert.ok(found('europe').length > 30)
  assert.ok(found('+5:45').includes('Asia/Katmandu') || found('+5:45').includes('Asia/Kathmandu'))
  assert.ok(found('lietuv').includes('Europe/Vilnius'))
  assert.deepEqual(found('atlantis'), [])
})

test('G3: cities are found by the name they have today, and who types nothing sees the likely zones first', () => {
  assert.match(found('kyiv')[0] ?? '', /^Europe\/(Kiev|Kyiv)$/)
  assert.match(found('kolkata')[0] ?? '', /^Asia\/(Calcutta|Kolkata)$/)
  assert.deepEqual(
    options.slice(0, 2).map(({ zone, offset }) => `${zone} ${offset}`),
    ['Europe/Vilnius UTC+2', 'Europe/Lisbon UTC+0'],
  )
})
