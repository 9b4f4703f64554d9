import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { localeFor, textsIn } from './speak.ts'
import type { Texts } from './texts.ts'

const page = join(import.meta.dirname, '..')
const keys = Object.keys(textsIn.en) as (keyof Texts)[]

test('G4: no text of the booking page is left unused', () => {
  const source = globSync('**/*.{ts,tsx}', { cwd: page, exclude: ['dist', 'languages/**'] })
    .map((file) => readFileSync(join(page, file), 'utf8'))
    .join('\n')
  assert.deepEqual(
    keys.filter((key) => !new RegExp(`\\bt\\.${key}\\b`).test(source)),
    [],
  )
})

test('G4: every language says everything, and says it in its own words', () => {
  const spoken = (text: Texts[keyof Texts]) =>
    typeof text === 'function' ? (text as (...values: unknown[]) => string)(3, 'x') : String(text)
  for (const texts of Object.values(textsIn)) {
    assert.deepEqual(Object.keys(texts).sort(), [...keys].sort())
    for (const key of keys) assert.ok(spoken(texts[key]).trim().length > 0, key)
  }
  const same = (one: Texts, other: Texts) => keys.filter((key) => spoken(one[key]) === spoken(other[key]))
  assert.deepEqual(same(textsIn.en, textsIn.lt), [])
  assert.deepEqual(same(textsIn.en, textsIn.pt), ['minutes', 'email'])
})

test('G4: Lithuanian counts one, a few and many in three ways', () => {
  const { placesLeft } = textsIn.lt
  assert.deepEqual(
    [1, 2, 9, 10, 11, 21, 22].map(placesLeft),
    ['1 vieta', '2 vietos', '9 vietos', '10 vietų', '11 vietų', '21 vieta', '22 vietos'].map((text) => `liko ${text}`),
  )
})

test('G4: dates are written as the browser does where it speaks the language', () => {
  assert.equal(localeFor('en', ['en-GB', 'en']), 'en-GB')
  assert.equal(localeFor('pt', ['lt-LT', 'pt-BR']), 'pt-BR')
  assert.equal(localeFor('lt', ['en-US']), 'lt-LT')
  assert.equal(localeFor('en', ['en']), 'en')
})
