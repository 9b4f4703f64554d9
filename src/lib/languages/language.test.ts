import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseLanguage } from './language.ts'

test('G4: the address outranks an earlier choice, which outranks the browser, which outranks the place', () => {
  const wishes = { asked: 'pt', kept: 'en', accepted: 'lt', fallback: 'en' } as const
  assert.equal(chooseLanguage(wishes), 'pt')
  assert.equal(chooseLanguage({ ...wishes, asked: undefined }), 'en')
  assert.equal(chooseLanguage({ ...wishes, asked: 'de', kept: '' }), 'lt')
  assert.equal(chooseLanguage({ fallback: 'pt' }), 'pt')
})

test('G4: of the languages a browser names, the best liked one we speak is taken', () => {
  const best = (accepted: string) => chooseLanguage({ accepted, fallback: 'lt' })
  assert.equal(best('pt-BR,pt;q=0.9,en;q=0.8'), 'pt')
  assert.equal(best('de-DE, de;q=0.9, en;q=0.7, pt;q=0.8'), 'pt')
  assert.equal(best('fr, *;q=0.1'), 'lt')
  assert.equal(best('en;q=0, pt;q=0.2'), 'pt')
  assert.equal(best(';;q=,,q=1'), 'lt')
  assert.equal(best('EN-gb'), 'en')
})
