import { randomInt } from 'node:crypto'

export const shortestPassword = 12
export const longestPassword = 128

/** No letters and digits that look alike: it is read off a screen and typed. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password to be used once, such as `k7mq-2xvn-…`: five groups of four, 99 bits. */
export function newOneTimePassword(): string {
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return Array.from({ length: 5 }, group).join('-')
}
