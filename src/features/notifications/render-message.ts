import { cleanText } from '../../lib/clean-text.ts'
import type { MessageFacts, MessageLinks, RenderedMessage } from './message.ts'
import { tellOccasion } from './tell-occasion.ts'
import { fillHtml, fillText } from './template.ts'
import { writeCodeLetter, writeLetter } from './write-letter.ts'
import { writeShort, writeShortCode } from './write-short.ts'

/**
 * A message in the words of its reader: whatever stands in the facts, the subject is one line of at most 200 characters,
 * the HTML escaped and at most 30 KB, the short form at most 480 characters. Pure but for the templates, which are read at
 * the first call. `writtenAt` (epoch ms), the date the message will bear, lets an approval and a reminder say today or
 * tomorrow. @throws TypeError when the facts lack what their kind tells of.
 */
export function renderMessage(
  facts: MessageFacts,
  links: MessageLinks,
  writtenAt: number | null = null,
): RenderedMessage {
  const occasion = tellOccasion(facts, links, writtenAt)
  if (occasion === null) return renderCode(facts)
  const letter = writeLetter(facts, links, occasion)
  return {
    subject: letter.subject,
    text: fillText(letter),
    html: fillHtml(letter),
    short: writeShort(facts, occasion),
  }
}

function renderCode(facts: MessageFacts): RenderedMessage {
  if (!facts.code) throw new TypeError(`${facts.kind} tells a code, and there is none`)
  const { validMinutes } = facts.code
  const digits = cleanText(facts.code.digits, 12)
  const letter = writeCodeLetter(facts, digits, validMinutes)
  return {
    subject: letter.subject,
    text: fillText(letter),
    html: fillHtml(letter),
    short: writeShortCode(facts, digits, validMinutes),
  }
}
