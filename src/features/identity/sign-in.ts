import type { Ctx } from '../../context.ts'
import { Problem } from '../../platform/problem.ts'
import { countAttempt, forgiveAttempts } from './count-attempt.ts'
import { originOf } from './origin.ts'
import { crossSiteRequest, wrongCredentials } from './problems.ts'
import type { Asker, StaffSessions } from './staff-session.ts'

/**
 * Proves a password and starts a session; answers the cookies to set. Unknown account, wrong password and deactivated user
 * are one answer that takes the same time. @throws Problem `wrong-credentials`, `too-many-requests`, `cross-site-request`.
 */
export async function signIn(
  { db, log, config }: Pick<Ctx, 'db' | 'log' | 'config'>,
  sessions: StaffSessions,
  from: Asker,
  { email, password, rememberMe = true }: { email: string; password: string; rememberMe?: boolean | undefined },
): Promise<string[]> {
  // Before anything is counted: another site must not use up the attempts of whoever has it open.
  if (originOf(from.headers, config.PUBLIC_URL) === 'elsewhere') throw notFromHere()
  await countAttempt(db, email, from.ip)
  const { status, cookies } = await sessions.signIn(from, { email, password, rememberMe })
  if (status === 200) {
    await forgiveAttempts(db, email, from.ip)
    return cookies
  }
  log.warn({ address: from.ip, status }, 'sign-in refused')
  if (status === 403) throw notFromHere()
  throw new Problem(wrongCredentials, 'The e-mail address or the password is wrong.')
}

function notFromHere(): Problem {
  return new Problem(crossSiteRequest, 'Sign in from a page of this installation.')
}
