import { cleanText, cutText } from '../../lib/clean-text.ts'
import { wordsIn } from '../../lib/languages/words.ts'
import { withoutMarks } from './letter.ts'
import type { MessageFacts } from './message.ts'
import type { Occasion } from './tell-occasion.ts'

/** The longest form a telephone gets: three parts of plain characters, eight of others. */
const SHORT = 480
/** A link that leaves no room for words stays out. */
const LONGEST_LINK = 300
const NAME = 40

/**
 * What happened, to what, when and where to click, in one paragraph for SMS and messengers. Written in plain GSM characters
 * where the words allow it: 153 of them fit into one part of an SMS, of others only 67.
 */
export function writeShort({ audience, recipient, unit }: MessageFacts, occasion: Occasion): string {
  const { messages } = wordsIn[recipient.language]
  const { appointment, heading, lead, telling, span, previousStart, action } = occasion
  const what = name(audience === 'CLIENT' ? appointment.service : appointment.clientName)
  const before = previousStart === null ? '' : ` (${messages.before(previousStart)})`
  const said = [
    `${name(unit.name)}: ${heading}${/[.!?]$/.test(heading) ? '' : '.'}`,
    `${what}, ${span.start}${before}.`,
  ]
  if (telling.needsLead) said.push(lead)
  const link = action && action.href.length <= LONGEST_LINK ? `${action.label}: ${action.href}` : ''
  const room = SHORT - (link === '' ? 0 : link.length + 1)
  return plainCharacters(`${cutText(withoutMarks(said.join(' ')), room)} ${link}`.trim())
}

export function writeShortCode({ recipient, unit }: MessageFacts, digits: string, validMinutes: number): string {
  const { short } = wordsIn[recipient.language].messages.code
  return plainCharacters(cutText(short(name(unit.name), digits, validMinutes), SHORT))
}

const name = (text: string) => cleanText(text, NAME) || '…'

/** The basic table and the extension of GSM 03.38. */
const gsm = /^[\n\r !"#$%&'()*+,\-./0-9:;<=>?@A-Z[\\\]^_a-z{|}~£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€]*$/
const plainer: Record<string, string> = {
  '–': '-',
  '—': '-',
  '−': '-',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '…': '...',
}

/** Typography is given up only where that makes the whole text plain. */
function plainCharacters(text: string): string {
  const plain = text.replace(/[–—−’‘“”„…]/g, (character) => plainer[character] ?? character)
  return gsm.test(plain) && plain.length <= SHORT ? plain : text
}
