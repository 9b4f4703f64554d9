/** A mail taken apart byte by byte, so that no library's leniency hides what is wrong. One octet is one character here. */
export type MailPart = {
  readonly headers: readonly MailHeader[]
  /** In lower case, without parameters. */
  readonly type: string
  /** Of Content-Type; names in lower case. */
  readonly parameters: ReadonlyMap<string, string>
  /** Decoded from its transfer encoding. */
  readonly content: Buffer
  readonly parts: readonly MailPart[]
  /** Where it lies in the mail, headers included. */
  readonly from: number
  readonly to: number
}

export type MailHeader = { readonly name: string; readonly value: string }

export function readMail(raw: Buffer): MailPart {
  return readPart(raw.toString('latin1'), 0, raw.length)
}

/** The values of all headers of that name, unfolded. */
export function headersOf(part: MailPart, name: string): string[] {
  return part.headers.filter((header) => header.name === name.toLowerCase()).map(({ value }) => value)
}

export function leavesOf(part: MailPart): MailPart[] {
  return part.parts.length > 0 ? part.parts.flatMap(leavesOf) : [part]
}

/** The addresses of a From, To or Reply-To. */
export function addressesOf(values: readonly string[]): string[] {
  return values.flatMap((value) =>
    value
      .replace(/"(?:\\.|[^"\\])*"/g, '')
      .split(',')
      .map((one) => (/<([^>]*)>/.exec(one)?.[1] ?? one).trim())
      .filter((address) => address !== ''),
  )
}

function readPart(mail: string, from: number, to: number): MailPart {
  const text = mail.slice(from, to)
  const end = /\r?\n\r?\n/.exec(text)
  const head = end ? text.slice(0, end.index) : text
  const body = end ? text.slice(end.index + end[0].length) : ''
  const headers = head
    .replace(/\r?\n(?=[ \t])/g, '')
    .split(/\r?\n/)
    .map((line) => ({ name: line.split(':', 1)[0]!.toLowerCase(), value: line.slice(line.indexOf(':') + 1).trim() }))
  const value = (name: string) => headers.find((header) => header.name === name)?.value ?? ''
  const { type, parameters } = readContentType(value('content-type'))
  const boundary = parameters.get('boundary')
  const parts = boundary === undefined ? [] : readParts(mail, to - body.length, to, boundary)
  return { headers, type, parameters, content: decode(body, value('content-transfer-encoding')), parts, from, to }
}

function readParts(mail: string, from: number, to: number, boundary: string): MailPart[] {
  const parts: MailPart[] = []
  const marks = new RegExp(`(?:^|\\r?\\n)--${RegExp.escape(boundary)}(--)?[ \\t]*(?:\\r?\\n|$)`, 'g')
  const body = mail.slice(from, to)
  let start: number | undefined
  for (;;) {
    const mark = marks.exec(body)
    if (start !== undefined) parts.push(readPart(mail, from + start, from + (mark?.index ?? body.length)))
    if (!mark || mark[1]) return parts
    start = mark.index + mark[0].length
    // The line end behind a boundary may be the one before the next.
    marks.lastIndex = start - (body[start - 2] === '\r' ? 2 : 1)
  }
}

function readContentType(value: string): { type: string; parameters: Map<string, string> } {
  const [type = ''] = value.split(';', 1)
  const parameters = new Map<string, string>()
  for (const [, name, quoted, plain] of value
    .slice(type.length)
    .matchAll(/;\s*([^\s=;]+)=(?:"((?:\\.|[^"\\])*)"|([^\s;]*))/g)) {
    parameters.set(name!.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '')
  }
  return { type: type.trim().toLowerCase(), parameters }
}

function decode(body: string, encoding: string): Buffer {
  if (/^base64$/i.test(encoding)) return Buffer.from(body, 'base64')
  if (!/^quoted-printable$/i.test(encoding)) return Buffer.from(body, 'latin1')
  const text = body
    .replace(/[ \t]+(?=\r?\n)/g, '')
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(text, 'latin1')
}
