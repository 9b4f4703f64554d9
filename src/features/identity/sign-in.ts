import type { Ctx } from '../../context.ts'
import { Problem } from '../../platform/problem.ts'
import { countAttempt, forgiveAttempts } from './count-attempt.ts'
import { crossSiteRequest, wrongCredentials } from './problems.ts'
import type { Asker, StaffSessions } from './staff-session.ts'

/**
 * Proves a password and starts a session; answers the cookies to set. Unknown account, wrong password and deactivated user
 * are one answer that takes the same time. @throws Problem `wrong-credentials`, `too-many-requests`, `cross-site-request`.
 */
export async function signIn(
  { db, log }: Pick<Ctx, 'db' | 'log'>,
  sessions: StaffSessions,
  from: Asker,
  { email, password, rememberMe = true }: { email: string; password: string; rememberMe?: boolean | undefined },
): Promise<string[]> {
  await countAttempt(db, email, from.ip)
  const { status, cookies } = await sessions.signIn(from, { email, password, rememberMe })
  if (status === 200) {
    await forgiveAttempts(db, email, from.ip)
    return cookies
  }
  log.warn({ address: from.ip, status }, 'sign-in refused')
  if (status === 403) throw new Problem(crossSiteRequest, 'Sign in from a page of this installation.')
  throw new Problem(wrongCredentials, 'The e-mail address or the password is wrong.')
}
