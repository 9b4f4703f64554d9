import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { languages } from '../../lib/languages/language.ts'
import { renderMessage } from './render-message.ts'
import { type SampleMessage, sampleMessages } from './sample-facts.ts'

/** Every message as text, to be read by people: `KEEP_GOLDEN=1 node --test …` writes them anew. */
const folder = join(import.meta.dirname, 'templates/golden')

function describe({ facts, links, writtenAt, variant }: SampleMessage): string {
  const { subject, text, short } = renderMessage(facts, links, writtenAt)
  return `${variant ? `=== ${variant}\n` : ''}Subject: ${subject}\nShort:   ${short}\n\n${text}`
}

function goldenFiles(): Map<string, string> {
  const files = new Map<string, string>()
  for (const sample of languages.flatMap(sampleMessages)) {
    const name = `${sample.kind}.${sample.audience}.${sample.language}.txt`
    const before = files.get(name)
    files.set(name, before === undefined ? describe(sample) : `${before}\n\n${describe(sample)}`)
  }
  return files
}

test('E3: every message reads as it was approved', () => {
  const files = goldenFiles()
  if (process.env.KEEP_GOLDEN) {
    for (const name of readdirSync(folder)) rmSync(join(folder, name))
    for (const [name, text] of files) writeFileSync(join(folder, name), text)
  }
  assert.deepEqual(readdirSync(folder).sort(), [...files.keys()].sort())
  for (const [name, text] of files) assert.equal(text, readFileSync(join(folder, name), 'utf8'), name)
})
