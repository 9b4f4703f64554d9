import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importsOf, readSource } from './source-text.ts'

const bare = (text: string) => readSource(text).bare.replace(/ +/g, ' ').trim()

test('comments, strings, templates and regular expressions are blanked, code is not', () => {
  assert.equal(bare(`a /* b */ + 'c' // d`), `a + ' '`)
  assert.equal(bare('a + `b ${c + `d ${e}`} f` + g'), 'a + ` ${c + ` ${e}`} ` + g')
  assert.equal(bare('const a = /[/"]+/g.test(b) / 2'), 'const a = / /g.test(b) / 2')
  assert.equal(bare(`a / b / 'c'`), `a / b / ' '`)
  assert.equal(bare('`${{ a: { b } }}` + c'), '`${{ a: { b } }}` + c')
  assert.equal(bare(`'it\\'s' + x`), `' ' + x`)
})

test('both views keep every position and every line', () => {
  const text = "import a from 'b' // c\nconst d = `e\nf` /* g\nh */\n"
  const { code, bare } = readSource(text)
  assert.equal(code.length, text.length)
  assert.equal(bare.length, text.length)
  assert.equal(bare.split('\n').length, text.split('\n').length)
})

test('an unfinished comment, string or template ends with the file', () => {
  for (const text of ['a /* b', "a 'b", 'a `b', 'a `${b', 'a /b'])
    assert.equal(readSource(text).bare.length, text.length)
})

test('imports are found in all their forms, with their lines, and type-only ones told apart', () => {
  const text = `
import a, { b } from './value.ts'
import type { C } from './type.ts'
import { type D, type E } from './types.ts'
import { type F, g } from './mixed.ts'
import './effect.ts'
import * as h from "pg"
export { i } from './again.ts'
export type { J } from './again-type.ts'
const k = await import('./later.ts')
let l: import('./inline.ts').L
const m = "import n from './string.ts'" // import o from './comment.ts'
export const p = 1
import type
  { Q }
  from './lines.ts'
`
  assert.deepEqual(
    importsOf(readSource(text)).map((found) => [found.line, found.specifier, found.typeOnly]),
    [
      [2, './value.ts', false],
      [3, './type.ts', true],
      [4, './types.ts', true],
      [5, './mixed.ts', false],
      [6, './effect.ts', false],
      [7, 'pg', false],
      [8, './again.ts', false],
      [9, './again-type.ts', true],
      [10, './later.ts', false],
      [11, './inline.ts', true],
      [14, './lines.ts', true],
    ],
  )
})

test('an export list before an import does not swallow it', () => {
  const found = importsOf(readSource(`export { a }\nimport type { B } from './b.ts'`))
  assert.deepEqual(found, [{ specifier: './b.ts', typeOnly: true, line: 2 }])
})
