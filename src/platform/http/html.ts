/** Text that is safe to send as HTML. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type HtmlValue = Html | string | number | undefined | false | readonly HtmlValue[]

/** html`<p>${anything}</p>`: what is not Html already is escaped, lists are joined, undefined and false are nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(parts.map((part, i) => part + (i < values.length ? written(values[i]) : '')).join(''))
}

/** Paragraphs and lists of `-` lines, with `code`, **strong** and *emphasis*: the Markdown our contracts use. */
export function prose(markdown: string): Html {
  const blocks = markdown
    .trim()
    .split(/\n{2,}/)
    .map((block) => {
      const lines = block.split('\n')
      if (!lines.every((line) => line.startsWith('- '))) return html`<p>${inline(block)}</p>`
      return html`<ul>${lines.map((line) => html`<li>${inline(line.slice(2))}</li>`)}</ul>`
    })
  return html`${blocks}`
}

/** One line of such Markdown. */
export function inline(markdown: string): Html {
  const marked = escapeText(markdown)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/(?<![\w*])\*([^*\s][^*]*)\*/g, '<em>$1</em>')
  return new Html(marked)
}

function written(value: HtmlValue): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map(written).join('')
  return escapeText(String(value))
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}
