import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { textWithLinks } from './text-with-links.ts'

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
const shown = (markup: string) =>
  markup.replace(/<[^>]*>/g, '').replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? '')
const linksIn = (text: string) =>
  [...textWithLinks(text).text.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => shown(href ?? ''))

test('addresses become links, without what closes the sentence around them', () => {
  assert.deepEqual(linksIn('See https://a.example/r?x=1&y=2, or (http://b.example/ics).'), [
    'https://a.example/r?x=1&y=2',
    'http://b.example/ics',
  ])
  assert.deepEqual(linksIn('https://a.example/r?r=abc-_\nhttps://b.example'), [
    'https://a.example/r?r=abc-_',
    'https://b.example',
  ])
})

test('nothing else does', () => {
  assert.deepEqual(
    linksIn('javascript:alert(1) mailto:a@b.example data:text/html,x //c.example http:// ftp://d.example'),
    [],
  )
})

test('whatever the text is, it is shown as it is, and no markup comes of it', () => {
  const fragment = fc.constantFrom(
    '<script>',
    '"',
    "'",
    '&amp;',
    '</pre>',
    'https://x.example/"onx=',
    ' ',
    '\u202e',
    'ą',
  )
  const text = fc
    .array(fc.oneof(fragment, fc.string({ unit: 'binary' })), { maxLength: 8 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, (given) => {
      const { text: markup } = textWithLinks(given)
      assert.equal(shown(markup), given)
      assert.deepEqual(
        (markup.match(/<[^>]*>/g) ?? []).filter((tag) => !/^<\/?a[ >]/.test(tag)),
        [],
      )
      for (const [, attributes] of markup.matchAll(/<a ([^>]*)>/g)) {
        assert.match(attributes ?? '', /^href="https?:\/\/[^"]*" target="_blank" rel="noreferrer"$/)
      }
    }),
  )
})
