import { createHash } from 'node:crypto'
import type { Queryable } from '../../platform/db/database.ts'
import { Problem, tooManyRequests } from '../../platform/problem.ts'
import { countAttemptRow, findPause, forgetAttempts } from './sign-in-attempts.sql.ts'

/**
 * Counts an attempt to prove a password, before it is looked at. Give the database, not a transaction: the count must stand
 * whatever becomes of the attempt. Accounts nobody has are counted alike. @throws Problem `too-many-requests` in a pause.
 */
export async function countAttempt(db: Queryable, account: string, address: string): Promise<void> {
  const where = [hashOfAccount(account), networkOf(address)] as const
  const [counted] = await db.run(countAttemptRow, ...where)
  if (counted) return
  const [pause] = await db.run(findPause, ...where)
  const seconds = Math.max(1, pause?.seconds ?? 1)
  throw new Problem(
    tooManyRequests,
    `Too many wrong passwords for this account from here. Try again in ${seconds} s.`,
    {},
    seconds,
  )
}

/** The password was right, or is a new one: counting starts anew. Without an address: wherever from. */
export async function forgiveAttempts(db: Queryable, account: string, address?: string): Promise<void> {
  await db.run(forgetAttempts, hashOfAccount(account), address === undefined ? null : networkOf(address))
}

function hashOfAccount(account: string): Buffer {
  return createHash('sha256').update(account.toLowerCase()).digest()
}

/** An IPv6 caller owns a /64 and could come from another address each time; IPv4 and anything else is one address. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped || !address.includes(':')) return mapped ?? address
  const [left = [], right = []] = address
    .toLowerCase()
    .split('::')
    .map((side) => side.split(':').filter(Boolean))
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`
}
