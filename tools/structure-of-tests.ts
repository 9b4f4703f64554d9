import { lineAt } from './source-text.ts'
import type { CheckedFile, Remark } from './structure.ts'

const requirementIds = /^[A-H]\d+(?:(?:, ?|–|-)[A-H]?\d+)*: /
const call = String.raw`(?<![.\w$])(?:test|it|describe|suite)`
const unproven = [
  new RegExp(String.raw`${call}\s*\.\s*(only|skip|todo)\b`, 'g'),
  /\bt\s*\.\s*(skip|todo)\s*\(/g,
  new RegExp(String.raw`${call}\s*\(\s*['"\`][^,]*,\s*\{[^}]*\b(only|skip|todo)\s*:`, 'g'),
]

/** Test names are sentences, and every test runs. */
export function checkTests({ path, source }: CheckedFile): Remark[] {
  if (!/\.test\.tsx?$/.test(path)) return []
  const remarks: Remark[] = []
  for (const match of source.bare.matchAll(/(?<![.\w$])(?:test|it)\s*\(\s*(['"`])/g)) {
    const from = match.index + match[0].length
    const name = source.code.slice(from, endOfName(source.bare, from, match[1]!))
    const fault = faultOfName(name)
    if (!fault) continue
    remarks.push({
      line: lineAt(source.bare, match.index),
      rule: 'test-name',
      says: `"${name}" ${fault}`,
      instead: 'Say what is true: "A8: of twenty simultaneous holds on one slot, exactly one wins".',
    })
  }
  for (const sign of unproven) {
    for (const match of source.bare.matchAll(sign)) {
      remarks.push({
        line: lineAt(source.bare, match.index),
        rule: 'test-runs',
        says: `a test is marked ${match[1]}`,
        instead: 'Mend it or delete it; what is still to be built is an issue, not a test.',
      })
    }
  }
  return remarks
}

function endOfName(bare: string, from: number, quote: string): number {
  const end = bare.indexOf(quote, from)
  return end === -1 ? bare.length : end
}

function faultOfName(name: string): string | undefined {
  const sentence = name.replace(requirementIds, '').replace(/\$\{[^}]*\}/g, 'something')
  if (/^(?:should|works?|tests? (?:that|if|whether))\b/i.test(sentence)) return 'says what it should, not what is'
  if (sentence.trim().split(/\s+/).length < 3) return 'is not a sentence'
  return undefined
}
