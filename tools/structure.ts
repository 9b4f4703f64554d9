import { posix } from 'node:path'
import { importsOf, lineAt, readSource, type SourceText } from './source-text.ts'
import { checkTests } from './structure-of-tests.ts'
import * as rules from './structure-rules.ts'

export type Finding = {
  path: string
  line: number
  rule: rules.Rule
  /** What is so here. */
  says: string
  /** Where the thing belongs. */
  instead: string
}

/** What a rule looks at: the path from the repository's root with `/`, and the text read once. */
export type CheckedFile = { path: string; name: string; text: string; source: SourceText }

/** A finding without its path, as the single rules give it. */
export type Remark = Omit<Finding, 'path'>

/** Everything that can be said about one file without seeing the others. `path` is relative to the root, with `/`. */
export function checkFile(path: string, text: string): Finding[] {
  const file = { path, name: posix.basename(path), text, source: readSource(/\.(css|sql)$/.test(path) ? '' : text) }
  const checks = [checkPlace, checkName, checkSize, checkImports, checkSql, checkSigns, checkBarrel, checkTests]
  return checks.flatMap((check) => check(file)).map((remark) => ({ path, ...remark }))
}

/** Migrations are numbered 0001, 0002 … without a gap and without two of one number. */
export function checkMigrationNumbers(paths: readonly string[]): Finding[] {
  const migrations = paths.filter((path) => path.startsWith('db/migrations/')).sort()
  return migrations.flatMap((path, i) => {
    const expected = String(i + 1).padStart(4, '0')
    if (posix.basename(path).startsWith(`${expected}-`)) return []
    return [
      {
        path,
        line: 1,
        rule: 'migrations' as const,
        says: `the ${i + 1}. migration is not numbered ${expected}`,
        instead: `Name it ${expected}-what-it-does.sql; two branches that took one number: the later one to land renumbers.`,
      },
    ]
  })
}

const isTest = (path: string) => /\.test\.tsx?$/.test(path)

/** `src/features/booking/place-hold.ts` → features, booking. */
function placeOf(path: string): { layer: rules.Layer; feature?: string } | undefined {
  const [root, first, second] = path.split('/')
  if (root !== 'src' || !first) return undefined
  if (first === 'features') return second === undefined ? { layer: 'features' } : { layer: 'features', feature: second }
  if (first === 'platform' || first === 'lib') return { layer: first }
  return { layer: 'main' }
}

const allFeatures = [...rules.featureRows.flatMap((row) => row.features), ...rules.listeningFeatures]

function checkPlace({ path, name, text }: CheckedFile): Remark[] {
  const parts = path.split('/')
  const remark = (rule: rules.Rule, says: string, instead: string): Remark[] => [{ line: 1, rule, says, instead }]

  if (parts[0] === 'db') {
    if (!/^\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.sql$/.test(name)) {
      return remark('migrations', `${name} is no migration's name`, 'Name it NNNN-what-it-does.sql.')
    }
    if (!text.startsWith('--')) {
      return remark('migrations', 'it begins without a word', 'Begin with -- why, which locks it takes, how long.')
    }
    return []
  }
  if (parts[0] !== 'src') return []

  const [, first = '', second = '', third = ''] = parts
  if (parts.length === 2) {
    if (first.replace(/\.test\.ts$/, '.ts') in rules.compositionFiles) return []
    return remark(
      'tree',
      `src/ holds only ${Object.keys(rules.compositionFiles).join(', ')}`,
      'A thing of the product goes to src/features, a technical matter to src/platform, pure code to src/lib.',
    )
  }
  if (first === 'platform') {
    const part = second.replace(/\..*$/, '')
    if (rules.platformParts.includes(part)) return []
    return remark(
      'tree',
      `src/platform has no "${part}"`,
      `It goes to one of ${rules.platformParts.join(', ')}; a truly new matter is one word in platformParts.`,
    )
  }
  if (first === 'features') {
    if (!allFeatures.includes(second)) {
      return remark(
        'tree',
        `"${second}" is no feature`,
        `Features are what a receptionist would name: ${allFeatures.join(', ')}. A new one takes its row in featureRows.`,
      )
    }
    if (parts.length === 4) return checkVocabulary(name)
    if (!rules.plugInFolders.includes(third)) {
      return remark(
        'vocabulary',
        `a feature has no folder "${third}"`,
        `Put the file beside the others, or in a plug-in folder (${rules.plugInFolders.join(', ')}).`,
      )
    }
    return []
  }
  if (first === 'lib') return []
  return remark('tree', `src/ has no folder "${first}"`, 'The layers are features, platform and lib.')
}

/** `<verb>-<noun>.ts`, `<noun>.ts`, `<nouns>.sql.ts`, the fixed files, and tests of any of them. */
function checkVocabulary(name: string): Remark[] {
  if (name in rules.featureFiles || /\.test\.tsx?$/.test(name)) return []
  const remark = (says: string, instead: string): Remark[] => [{ line: 1, rule: 'vocabulary', says, instead }]
  const fixed = Object.entries(rules.featureFiles).map(([file, purpose]) => `${file} (${purpose})`)

  const sql = /^(.+)\.sql\.ts$/.exec(name)
  if (sql) {
    if (sql[1]!.endsWith('s') || rules.collectiveNouns.includes(sql[1]!)) return []
    return remark(
      `${name} is not a plural`,
      'Name it by its tables (appointments.sql.ts), or add the word to `collectiveNouns`.',
    )
  }
  const stem = name.replace(/\.ts$/, '')
  const [first = '', ...rest] = stem.split('-')
  if (!name.endsWith('.ts') || stem.includes('.')) {
    return remark(
      `${name} is of no kind a feature folder knows`,
      `It holds .ts, .sql.ts and .test.ts files; or ${fixed.join(', ')}.`,
    )
  }
  if (rules.emptyFeatureWords.includes(stem)) {
    return remark(`"${stem}" says nothing`, 'Move each thing to the noun it is about, or the operation that uses it.')
  }
  if (rest.length === 0 || rules.verbs.includes(first) || rules.compoundNouns.includes(stem)) return []
  return remark(
    `"${stem}" is neither <verb>-<noun> nor a known noun`,
    'An operation is named as spoken (place-hold.ts), a thing by its noun (hold.ts). If the name is right and only unknown, ' +
      'add its verb to `verbs` or the noun to `compoundNouns` in tools/structure-rules.ts.',
  )
}

function checkName({ path, name }: CheckedFile): Remark[] {
  const remarks: Remark[] = []
  const stem = name.split('.')[0]!
  for (const part of path.split('/').slice(0, -1).concat(stem)) {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/
    if (!kebab.test(part)) {
      remarks.push({
        line: 1,
        rule: 'names',
        says: `"${part}" is not kebab-case`,
        instead: 'Lower case, words joined by -.',
      })
      continue
    }
    const inName = part.split('-')
    const ending = inName.at(-1)!
    const isEnding = inName.length > 1 && rules.emptyEndings.includes(ending) && !rules.verbs.includes(inName[0]!)
    const empty = inName.find((word) => rules.emptyWords.includes(word)) ?? (isEnding ? ending : undefined)
    if (empty) {
      remarks.push({
        line: 1,
        rule: 'empty-name',
        says: `"${empty}" in ${part}`,
        instead:
          'Name the file by the one thing it does (place-hold.ts) or is (hold.ts); if that needs an "and", it is two files.',
      })
    }
  }
  return remarks
}

function checkSize({ path, text }: CheckedFile): Remark[] {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  if (lines <= rules.longestFile || path.startsWith('db/')) return []
  const instead = `It has ${lines}. Find the second thing and give it a file of its own name.`
  return [{ line: rules.longestFile, rule: 'size', says: `${lines} lines`, instead }]
}

function checkImports(file: CheckedFile): Remark[] {
  const from = placeOf(file.path)
  return importsOf(file.source).flatMap(({ specifier, typeOnly, line }) => {
    const remark = (rule: rules.Rule, instead: string): Remark[] => [
      { line, rule, says: `it imports ${typeOnly ? 'a type of ' : ''}${specifier}`, instead },
    ]
    if (!specifier.startsWith('.')) return checkPackage(file.path, specifier, typeOnly, remark)
    const target = posix.join(posix.dirname(file.path), specifier)
    if (file.path.startsWith('web/')) return checkWebImport(file.path, target, typeOnly, remark)
    if (!from) return []
    const to = placeOf(target)
    if (!to) {
      if (isTest(file.path) || /^(package\.json|db\/)/.test(target)) return []
      return remark(
        'test-only',
        'Move what the product needs into src/, and let tests, tools and pages import it from there.',
      )
    }
    if (isKnownByType(target) && from.layer === 'features') {
      if (typeOnly || isTest(file.path)) return []
      return remark('context', "Write `import type { Ctx } from '../../context.ts'` and take what you need from `ctx`.")
    }
    if (rules.layers.indexOf(to.layer) < rules.layers.indexOf(from.layer)) {
      return remark('layers', upwardsAdvice(from.layer, to.layer))
    }
    if (from.feature && to.feature && from.feature !== to.feature) {
      return checkFeatureImport({ path: file.path, from: from.feature, to: to.feature, target, typeOnly }, remark)
    }
    return []
  })
}

type Remarking = (rule: rules.Rule, instead: string) => Remark[]

const isKnownByType = (target: string) => rules.knownByType.some((name) => target === `src/${name}`)

function upwardsAdvice(from: rules.Layer, to: rules.Layer): string {
  if (from === 'lib')
    return 'Take the value as a parameter; if the code needs more than values, it belongs to the layer it needs.'
  if (to === 'features')
    return 'If it knows scheduling, move it into that feature; otherwise let the feature hand in a function.'
  return 'Take the few values it needs as parameters; src/context.ts passes them in.'
}

type FeatureImport = { path: string; from: string; to: string; target: string; typeOnly: boolean }

function checkFeatureImport({ path, from, to, target, typeOnly }: FeatureImport, remark: Remarking): Remark[] {
  const name = posix.basename(target)
  if (name.endsWith('.sql.ts')) {
    return remark('private-sql', `Call one of ${to}'s operations; if none fits, add it in src/features/${to}/.`)
  }
  if (rules.privateFeatureFiles.includes(name) || target.split('/').length > 4) {
    return remark('private', `Call the operation behind it, or move the shared part to a noun of ${to}.`)
  }
  // A test arranges its world by calling whatever operations it takes.
  if (isTest(path)) return []
  if (rules.listeningFeatures.includes(to)) {
    return remark('listens', `Record an event in ${from}/events.ts and let ${to} react to it.`)
  }
  if (rules.listeningFeatures.includes(from)) {
    const verb = name.split('-')[0]!
    const isOperation = rules.verbs.includes(verb) && name.includes('-')
    const mayCall = rules.readingVerbs.includes(verb) || rules.calledByListeners.includes(to)
    if (!isOperation || typeOnly || mayCall) return []
    return remark(
      'listens',
      'Take what the message needs from the event, or from a noun; it changes nothing elsewhere.',
    )
  }
  const rowOf = (feature: string) => rules.featureRows.findIndex((row) => row.features.includes(feature))
  const [own, other] = [rowOf(from), rowOf(to)]
  if (own === -1 || other === -1 || other < own) return []
  if (other === own && (rules.featureRows[own]!.mutual || typeOnly || name === 'events.ts')) return []
  return remark(
    'features',
    other === own
      ? `${from} and ${to} are siblings: let one record an event and the other react, or put the shared part below both.`
      : `${to} comes after ${from}: move the call into ${to}, or let ${to} react to ${from}'s event.`,
  )
}

function checkPackage(path: string, specifier: string, typeOnly: boolean, remark: Remarking): Remark[] {
  if (!path.startsWith('src/') || isTest(path) || typeOnly) return []
  const name = specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : specifier.split('/')[0]!
  if (path.startsWith('src/lib/') && !rules.purePackages.includes(name)) {
    return remark('pure', 'Move it to src/platform, or, if the package is pure, add it to purePackages.')
  }
  if (rules.sqlPackages.includes(name) && !mayHoldSql(path)) {
    return remark('sql-place', 'Use ctx.transaction and the statements of a *.sql.ts file.')
  }
  return []
}

function checkWebImport(path: string, target: string, typeOnly: boolean, remark: Remarking): Remark[] {
  if (target.startsWith('src/')) {
    if (/\.generated\.ts$/.test(target) || (typeOnly && posix.basename(target) === 'contract.ts')) return []
    return remark('web', "Import types from a feature's contract.ts, or call the server through the generated client.")
  }
  const appOf = (file: string) => rules.webApps.find((app) => file.startsWith(`web/${app}/`))
  if (appOf(target) && appOf(target) !== appOf(path)) {
    return remark('web', 'Each app is a bundle of its own: move the shared part into a folder of web/ that is no app.')
  }
  return []
}

const mayHoldSql = (path: string) =>
  !path.startsWith('src/') || path.startsWith('src/platform/db/') || path.endsWith('.sql.ts') || isTest(path)

function checkSql({ path, source }: CheckedFile): Remark[] {
  if (mayHoldSql(path)) return []
  return rules.sqlSigns.flatMap(({ sign, is }) =>
    [...source.bare.matchAll(sign)].map((match) => ({
      line: lineAt(source.bare, match.index),
      rule: 'sql-place' as const,
      says: `there is ${is}`,
      instead: 'Move it to the <nouns>.sql.ts of the feature that owns the table, under a name that says what it asks.',
    })),
  )
}

function checkSigns({ path, source }: CheckedFile): Remark[] {
  if (!path.startsWith('src/') || isTest(path)) return []
  const at = (sign: RegExp, rule: rules.Rule, instead: string): Remark[] =>
    [...source.bare.matchAll(sign)].map((match) => ({
      line: lineAt(source.bare, match.index),
      rule,
      says: `there is ${match[0].replace(/\s+/g, ' ')}`,
      instead,
    }))
  const found: Remark[] = []
  if (!(path in rules.environmentReaders)) {
    found.push(
      ...at(
        rules.environmentSigns,
        'environment',
        'Add the setting to src/config.ts and take its value as a parameter.',
      ),
    )
  }
  const layer = placeOf(path)?.layer
  if (layer === 'features' || layer === 'lib') {
    found.push(
      ...at(rules.clockSigns, 'clock', 'Use `await tx.now()`, or take the instant as a parameter in pure code.'),
    )
  }
  return found
}

function checkBarrel({ source }: CheckedFile): Remark[] {
  const rest = source.bare.replace(
    /\bexport\s+(?:type\s+)?(?:\*(?:\s*as\s+\w+)?|\{[^}]*\})\s*from\s*(['"])\s*\1;?/g,
    '',
  )
  if (rest === source.bare || rest.trim() !== '') return []
  const instead = 'Delete it and import from the files themselves.'
  return [{ line: 1, rule: 'barrel', says: 'it only re-exports', instead }]
}
