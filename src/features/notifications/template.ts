import { join } from 'node:path'
import { Eta } from 'eta'
import { type Letter, withElements, withoutMarks } from './letter.ts'

const views = join(import.meta.dirname, 'templates')

/** Each template is read and compiled once, when it is first needed. */
let html: Eta | undefined
let text: Eta | undefined

export function fillHtml(letter: Letter): string {
  html ??= new Eta({
    views,
    cache: true,
    autoTrim: false,
    escapeFunction: (value) => withElements(escaped(known(value))),
  })
  return html.render('./letter-html', letter)
}

/** Ends with one line end and never has two blank lines in a row. */
export function fillText(letter: Letter): string {
  text ??= new Eta({ views, cache: true, autoTrim: false, escapeFunction: (value) => withoutMarks(known(value)) })
  return `${text
    .render('./letter-text', letter)
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`
}

/** A slip in a template fails here, before somebody reads "undefined". */
function known(value: unknown): string {
  if (typeof value === 'string') return value
  throw new TypeError(`a template writes ${String(value)}`)
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(value: string): string {
  return /[&<>"']/.test(value) ? value.replace(/[&<>"']/g, (character) => entities[character] ?? '') : value
}
