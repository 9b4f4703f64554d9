import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readSource } from '../../../tools/source-text.ts'
import { type Language, languages } from './language.ts'
import { wordsIn } from './words.ts'

type Leaf = { path: string; value: unknown }

function leavesOf(node: object, path = ''): Leaf[] {
  return Object.entries(node).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`
    return typeof value === 'object' && value !== null ? leavesOf(value, at) : [{ path: at, value }]
  })
}

/** Regional times are a choice of the language: not every one has them. */
function leaves(language: Language): Leaf[] {
  const { regionalTimes: _, ...words } = wordsIn[language]
  return leavesOf(words)
}

/** Fits every parameter: a number of minutes, a name, a date, what a telling is told. */
const anything = Object.assign(new String('12'), {
  unit: 'Unit',
  nearness: 'LATER',
  month: 3,
  day: 9,
  weekday: 2,
  year: 2027,
})

function spoken({ value }: Leaf): string {
  if (value === null) return ''
  return typeof value === 'function' ? String(value(anything, anything, anything)) : String(value)
}

test('B6: every language says everything', () => {
  const expected = leaves('en').map(({ path }) => path)
  for (const language of languages) {
    assert.deepEqual(
      leaves(language)
        .map(({ path }) => path)
        .sort(),
      expected.toSorted(),
      language,
    )
    for (const leaf of leaves(language)) {
      if (leaf.value === null) assert.match(leaf.path, /\.(lead|text)$/, `${language} ${leaf.path}`)
      else assert.ok(spoken(leaf).trim().length > 0, `${language} ${leaf.path}`)
      assert.doesNotMatch(spoken(leaf), /undefined|null|NaN|\[object/, `${language} ${leaf.path}`)
    }
  }
})

test('B6: no word is left unused', () => {
  const source = globSync('src/**/*.ts', { cwd: root, exclude: ['src/lib/languages/**', '**/*.test.ts'] })
    .map((file) => readSource(readFileSync(join(root, file), 'utf8')).code)
    .filter((code) => /\/(?:words|message-words|time-words)\.ts'/.test(code))
    .join('\n')
  const names = new Set(leaves('en').flatMap(({ path }) => path.split('.')))
  assert.deepEqual(
    [...names].filter((name) => !new RegExp(String.raw`\b${name}\b`).test(source)),
    [],
  )
})

test('B6: every language says it in its own words', () => {
  const same = (one: Language, other: Language) => {
    const others = new Map(leaves(other).map((leaf) => [leaf.path, spoken(leaf)]))
    const isWord = (text: string) => text !== 'E-mail' && /\p{L}{4}/u.test(text.replaceAll('Unit', ''))
    return leaves(one).flatMap((leaf) =>
      isWord(spoken(leaf)) && spoken(leaf) === others.get(leaf.path) ? [leaf.path] : [],
    )
  }
  assert.deepEqual(same('en', 'lt'), [])
  assert.deepEqual(same('lt', 'pt'), [])
  assert.deepEqual(same('en', 'pt'), [])
})

test('D12: words are set as a printer sets them', () => {
  for (const language of languages) {
    for (const leaf of leaves(language)) {
      const [text, path] = [spoken(leaf), `${language} ${leaf.path}`]
      assert.doesNotMatch(text, /["']|\.\.\.| {2}| [,.!?:]|^\s|\s$/, path)
      if (/\.lead$/.test(path) && text !== '') assert.match(text, /[.!?:]$/, path)
      if (/\.(heading|subject)$/.test(path)) assert.doesNotMatch(text, /[.:]$/, path)
    }
  }
})

test('E3: Lithuanian counts the minutes of a code in three ways', () => {
  const { lead } = wordsIn.lt.messages.code
  for (const [minutes, counted] of [
    [1, '1 minutę'],
    [5, '5 minutes'],
    [10, '10 minučių'],
    [21, '21 minutę'],
  ] as const) {
    assert.ok(lead(minutes).includes(`galioja ${counted}.`), lead(minutes))
  }
})

const root = join(import.meta.dirname, '../../..')
