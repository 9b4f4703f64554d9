import type { IncomingHttpHeaders } from 'node:http'
import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import type { KyselyPlugin } from 'kysely'
import type { Ctx } from '../../context.ts'
import { newId } from '../../lib/ids.ts'
import { cookiePrefix, sessionCookieOf } from './credential.ts'
import { ownOrigins } from './origin.ts'
import { longestPassword, shortestPassword } from './password.ts'
import { isUserActive } from './sessions.sql.ts'

const sevenDays = 7 * 24 * 3600

/** What better-auth answered: its status, and the cookies to hand on. */
export type SessionAnswer = { status: number; cookies: string[] }

export type StaffSessions = ReturnType<typeof openStaffSessions>

/**
 * better-auth, as far as we let it: it proves a password, makes, prolongs and ends sessions, and writes their cookie.
 * Everything that changes a user is an operation of ours, in one transaction with its event.
 */
export function openStaffSessions({ db, config, log }: Pick<Ctx, 'db' | 'config' | 'log'>) {
  const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' }
  const auth = betterAuth({
    appName: 'Holdfast',
    // Links in mails are not made here, so without PUBLIC_URL any base will do; origins are checked against the request.
    baseURL: config.PUBLIC_URL ?? 'http://localhost',
    basePath: '/api/auth',
    // As a list, so that no environment variable of better-auth's own can take its place.
    secrets: [{ version: 1, value: config.AUTH_SECRET }],
    database: { db: db.kysely.withPlugin(instantsAsDates), type: 'postgres', transaction: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
    },
    user: { modelName: 'users', fields: { emailVerified: 'email_verified', ...timestamps } },
    session: {
      modelName: 'sessions',
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...timestamps,
      },
      expiresIn: sevenDays,
      updateAge: 24 * 3600,
    },
    account: {
      modelName: 'accounts',
      fields: {
        userId: 'user_id',
        providerId: 'provider_id',
        accountId: 'account_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...timestamps,
      },
    },
    verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', ...timestamps } },
    databaseHooks: {
      session: {
        create: {
          // The password was right, and still they may not. The answer is that of a wrong one.
          before: async ({ userId }) => {
            const [user] = await db.run(isUserActive, userId)
            if (!user?.is_active) throw new APIError('UNAUTHORIZED')
          },
        },
      },
    },
    trustedOrigins: (request) => ownOrigins(request && new URL(request.url).host, config.PUBLIC_URL),
    advanced: {
      cookiePrefix,
      useSecureCookies: sessionCookieOf(config).isSecure,
      // Said, because better-auth leaves both out by itself where NODE_ENV is test.
      disableCSRFCheck: false,
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: () => newId(), validateSchema: false },
    },
    // Ours counts the same calls; see gate.ts.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    onAPIError: { throw: true },
    logger: { level: 'error', log: (_level, message) => log.error({ from: 'better-auth' }, message) },
  })

  /** Asks better-auth as the browser asked us. A database that is gone throws, as everywhere. */
  async function ask(path: string, from: Asker, body?: object): Promise<SessionAnswer> {
    const headers = new Headers({ [addressHeader]: from.ip })
    for (const name of handedOn) {
      const value = from.headers[name]
      if (value !== undefined) headers.set(name, String(value))
    }
    if (body) headers.set('content-type', 'application/json')
    const url = `${addressAsked(from.headers.host)}/api/auth${path}`
    const answer = await auth.handler(
      new Request(url, { method: body ? 'POST' : 'GET', headers, ...(body && { body: JSON.stringify(body) }) }),
    )
    return { status: answer.status, cookies: answer.headers.getSetCookie() }
  }

  return {
    signIn: (from: Asker, body: { email: string; password: string; rememberMe: boolean }) =>
      ask('/sign-in/email', from, body),
    /** Prolongs a session that was last prolonged a day ago or more. */
    refresh: (from: Asker) => ask('/get-session', from),
    signOut: (from: Asker) => ask('/sign-out', from, {}),
  }
}

/** A browser's request as it came in, with the address it came from. */
export type Asker = { readonly headers: IncomingHttpHeaders; readonly ip: string }

const addressHeader = 'x-holdfast-address'
const handedOn = [
  'cookie',
  'origin',
  'referer',
  'user-agent',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
] as const

/** Where a browser that sent this Host header was. One that names more or less than a host is nobody's browser: nowhere. */
function addressAsked(host: string | undefined): string {
  const asked = URL.parse(`http://${host}`)
  return host !== undefined && asked?.href === `${asked?.origin}/` ? asked.origin : 'http://nowhere.invalid'
}

/** better-auth reckons with Dates; our driver reads instants as Temporal. */
const instantsAsDates: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => ({ ...result, rows: result.rows.map(withDates) }),
}

function withDates(row: Record<string, unknown>): Record<string, unknown> {
  const asDate = (value: unknown) => (value instanceof Temporal.Instant ? new Date(value.epochMilliseconds) : value)
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asDate(value)]))
}
