/** A source file read for its structure: two views of the same length, so a position found in one is valid in the other. */
export type SourceText = {
  /** Comments blanked. */
  code: string
  /** Comments, and the contents of strings, templates and regular expressions blanked: only syntax is left. */
  bare: string
}

export type Import = {
  /** As written: `./hold.ts`, `node:fs`, `pg`. */
  specifier: string
  typeOnly: boolean
  line: number
}

/** Words after which a `/` begins a regular expression and not a division. */
const beforeRegex = /(?:^|[=(,:;!&|?{}[+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|await|yield))\s*$/

/** Blanks what is not code. TypeScript 7 has no parser to call, and a whole one would be too much for these questions. */
export function readSource(text: string): SourceText {
  const code = text.split('')
  const bare = text.split('')
  // Templates nest: `${ `…` }`. For each one open, how many braces are open inside its current hole.
  const holes: number[] = []
  let at = 0

  const blank = (view: string[], from: number, to: number) => {
    for (let i = from; i < to; i++) if (view[i] !== '\n') view[i] = ' '
  }
  const skipString = (quote: string) => {
    const from = at + 1
    at++
    while (at < text.length && text[at] !== quote && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1
    blank(bare, from, at)
    at++
  }
  const skipTemplate = () => {
    const from = at
    while (at < text.length && text[at] !== '`' && !text.startsWith('${', at)) at += text[at] === '\\' ? 2 : 1
    blank(bare, from, Math.min(at, text.length))
    if (text[at] === '`') at++
    else if (at < text.length) {
      holes.push(0)
      at += 2
    }
  }
  const skipRegex = () => {
    const from = at + 1
    let inClass = false
    at++
    while (at < text.length && text[at] !== '\n' && (inClass || text[at] !== '/')) {
      if (text[at] === '[') inClass = true
      if (text[at] === ']') inClass = false
      at += text[at] === '\\' ? 2 : 1
    }
    blank(bare, from, at)
    at++
  }

  while (at < text.length) {
    const character = text[at]!
    if (text.startsWith('//', at) || text.startsWith('/*', at)) {
      const end = text[at + 1] === '/' ? text.indexOf('\n', at) : text.indexOf('*/', at + 2) + 2
      const to = end < at + 2 ? text.length : end
      blank(code, at, to)
      blank(bare, at, to)
      at = to
    } else if (character === "'" || character === '"') skipString(character)
    else if (character === '`') {
      at++
      skipTemplate()
    } else if (character === '/' && beforeRegex.test(bare.slice(Math.max(0, at - 80), at).join(''))) skipRegex()
    else if (character === '{' && holes.length > 0) {
      holes[holes.length - 1]!++
      at++
    } else if (character === '}' && holes.length > 0) {
      at++
      if (holes.at(-1) === 0) {
        holes.pop()
        skipTemplate()
      } else holes[holes.length - 1]!--
    } else at++
  }
  return { code: code.join(''), bare: bare.join('') }
}

export function lineAt(text: string, position: number): number {
  let line = 1
  for (let i = text.indexOf('\n'); i !== -1 && i < position; i = text.indexOf('\n', i + 1)) line++
  return line
}

const importForms = [
  // import … from '…', export … from '…'
  /\b(?:import|export)(?<type>\s+type\b(?!\s*(?:,|from\b)))?\s*(?<names>(?:(?!\b(?:import|export)\b)[\w\s{},*$])*?)\s*\bfrom\s*(?<quote>['"])/g,
  // import '…'
  /\bimport\s*(?<quote>['"])/g,
  // import('…')
  /\bimport\s*\(\s*(?<quote>['"`])/g,
]

/** Every module a file names, with whether it needs only its types. */
export function importsOf(source: SourceText): Import[] {
  const found: Import[] = []
  for (const form of importForms) {
    for (const match of source.bare.matchAll(form)) {
      const from = match.index + match[0].length
      const to = source.bare.indexOf(match.groups!.quote!, from)
      const names = match.groups!.names ?? ''
      const inBraces = /^\{(.*)\}$/s
        .exec(names)?.[1]
        ?.split(',')
        .filter((name) => name.trim() !== '')
      const onlyTypeNames =
        inBraces !== undefined && inBraces.length > 0 && inBraces.every((name) => /^\s*type\s/.test(name))
      found.push({
        specifier: source.code.slice(from, to),
        typeOnly: match.groups!.type !== undefined || onlyTypeNames || isInlineType(source.bare, match),
        line: lineAt(source.bare, match.index),
      })
    }
  }
  return found.sort((a, b) => a.line - b.line)
}

/** `let x: import('./y.ts').Y` is a type; `await import('./y.ts')` is not. */
function isInlineType(bare: string, match: RegExpExecArray): boolean {
  return (
    match[0].includes('(') && /(?:[:<|&]|\btypeof)\s*$/.test(bare.slice(Math.max(0, match.index - 40), match.index))
  )
}
