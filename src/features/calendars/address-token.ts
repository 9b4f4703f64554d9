import { createHash, createHmac } from 'node:crypto'
import type { AppointmentId } from '../../lib/ids.ts'

/**
 * Tokens are derived from the installation's secret, so that the same one can be written into every later message although
 * only its hash is kept. Who reads the database learns none; a new secret makes new ones.
 */
function derive(secret: string, purpose: string, subject: string, bits: number): Buffer {
  return createHmac('sha256', secret)
    .update(`holdfast ${purpose}\0${subject}`)
    .digest()
    .subarray(0, bits / 8)
}

/** What the database keeps of a token. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

const base32Digits = 'abcdefghijklmnopqrstuvwxyz234567'

/**
 * Local part of the address one attendee of one appointment replies to: 120 bits in letters that survive mail programs which
 * change case, and without the `+` that some cut off.
 */
export function replyLocalPart(secret: string, appointmentId: AppointmentId, attendee: string): string {
  const bytes = derive(secret, 'reply', `${appointmentId} ${attendee}`, 120)
  let bits = 0n
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte)
  let text = ''
  for (let i = 0; i < 24; i++) {
    text = base32Digits.charAt(Number(bits & 31n)) + text
    bits >>= 5n
  }
  return `r-${text}`
}

/** Token of a link, 192 bits. */
export function linkToken(secret: string, purpose: string, subjectId: string, generation: number): string {
  return derive(secret, `link ${purpose}`, `${subjectId} ${generation}`, 192).toString('base64url')
}
