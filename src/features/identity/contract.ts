import { z } from 'zod'
import { defineEndpoint } from '../../platform/http/endpoint.ts'
import { email, idOf, instant, instantOut, line, pageOf, pageQuery } from '../../platform/http/schemas.ts'
import type { ProblemKind } from '../../platform/problem.ts'
import {
  forbidden,
  malformed,
  notFound,
  stale,
  tooManyRequests,
  unauthenticated,
  versionRequired,
} from '../../platform/problem.ts'
import { roles } from './actor.ts'
import { longestPassword, shortestPassword } from './password.ts'
import { crossSiteRequest, emailTaken, lastAdmin, wrongCredentials } from './problems.ts'
import { ownPassword, scopeNames, scopes } from './scope.ts'

const tag = 'identity'
const administration = { roles: ['ADMIN'], scope: 'users:write' } as const
const userPath = z.strictObject({ userId: idOf('user') })
const apiKeyPath = z.strictObject({ apiKeyId: idOf('api-key') })
const listQuery = z.strictObject({ ...pageQuery, unitId: idOf('unit').optional() })
const listing: readonly ProblemKind[] = [malformed, unauthenticated, forbidden, notFound]

// ---------------------------------------------------------------- shapes

const unitId = idOf('unit').nullable().meta({ description: 'Id of a unit; null: every unit, those to come included' })
const membership = z.strictObject({ unitId, role: z.enum(roles) })
const memberships = z.array(membership).max(500)
const membershipOut = z.strictObject({ unitId: z.uuid().nullable(), role: z.enum(roles) })
const mayOverbook = z.boolean().meta({ description: 'May overbook, with a reason, without being ADMIN' })
const password = z
  .string()
  .min(shortestPassword, `has fewer than ${shortestPassword} characters`)
  .max(longestPassword, `has more than ${longestPassword} characters`)
  .meta({ examples: ['four words nobody guesses'] })
const typedPassword = z.string().min(1, 'is empty').max(longestPassword, `has more than ${longestPassword} characters`)
const oneTimePassword = z.string().meta({ description: 'Shown this once. It opens nothing but the change of it' })
const rowVersion = z.int()

export const userOut = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    isActive: z.boolean(),
    mayOverbook,
    mustChangePassword: z.boolean(),
    memberships: z.array(membershipOut),
    createdAt: instantOut,
    rowVersion,
  })
  .meta({ id: 'User' })

export const apiKeyOut = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    hint: z.string().meta({ description: 'The first characters of the key' }),
    role: z.enum(roles),
    unitIds: z.array(z.uuid()).nullable(),
    scopes: z.array(z.string()),
    expiresAt: instantOut.nullable(),
    revokedAt: instantOut.nullable(),
    lastUsedAt: instantOut.nullable().meta({ description: 'To the minute' }),
    createdAt: instantOut,
    rowVersion,
  })
  .meta({ id: 'ApiKey' })

export const sessionOut = z
  .strictObject({
    user: z.strictObject({ id: z.uuid(), name: z.string(), email: z.string(), mustChangePassword: z.boolean() }),
    expiresAt: instantOut,
  })
  .meta({ id: 'Session' })

const callerOut = z
  .strictObject({
    kind: z.enum(['user', 'api-key']),
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    memberships: z.array(membershipOut),
    scopes: z.array(z.string()),
    mayOverbook: z.boolean(),
  })
  .meta({ id: 'Caller' })

// ---------------------------------------------------------------- sessions

export const signInEmail = defineEndpoint({
  id: 'sign-in-email',
  method: 'POST',
  path: '/api/auth/sign-in/email',
  tag,
  summary: 'Sign in with e-mail address and password',
  description: 'Sets the session cookie. From the fifth wrong password in a row each is followed by a longer pause.',
  access: 'anyone',
  rate: 'sign-in',
  body: z.strictObject({ email, password: typedPassword, rememberMe: z.boolean().optional() }),
  answers: { 200: { description: 'Signed in', schema: sessionOut, headers: { 'set-cookie': 'The session' } } },
  problems: [malformed, wrongCredentials, crossSiteRequest, tooManyRequests],
})

export const getSession = defineEndpoint({
  id: 'get-session',
  method: 'GET',
  path: '/api/auth/get-session',
  tag,
  summary: 'The session of this browser, if there is one',
  description: 'Prolongs it when it is more than a day old.',
  access: 'anyone',
  rate: 'read',
  answers: { 200: { description: 'The session, or null', schema: z.strictObject({ session: sessionOut.nullable() }) } },
  problems: [],
})

export const signOut = defineEndpoint({
  id: 'sign-out',
  method: 'POST',
  path: '/api/auth/sign-out',
  tag,
  summary: 'Sign out',
  description: 'Ends the session of this browser and takes its cookie back.',
  access: 'anyone',
  rate: 'write',
  answers: { 204: { description: 'Signed out' } },
  problems: [crossSiteRequest],
})

export const changePassword = defineEndpoint({
  id: 'change-password',
  method: 'POST',
  path: '/api/auth/change-password',
  tag,
  summary: 'Change your password',
  description: 'Your other sessions end. With a one-time password this is the only thing you can do.',
  access: { roles, scope: ownPassword },
  rate: 'sign-in',
  body: z.strictObject({ currentPassword: typedPassword, newPassword: password }),
  answers: { 204: { description: 'Changed' } },
  problems: [malformed, unauthenticated, forbidden, crossSiteRequest, tooManyRequests],
})

/** Served by the gate rather than as routes, because they set cookies; here for the documentation and the client. */
export const sessionEndpoints = [signInEmail, getSession, signOut] as const

export const describeCaller = defineEndpoint({
  id: 'describe-caller',
  method: 'GET',
  path: '/api/v1/me',
  tag,
  summary: 'Who you are',
  description: 'The person or the API key that asks, with roles and scopes.',
  access: 'anyone',
  rate: 'read',
  answers: { 200: { description: 'You', schema: callerOut } },
  problems: [unauthenticated],
})

// ---------------------------------------------------------------- users

export const listUsers = defineEndpoint({
  id: 'list-users',
  method: 'GET',
  path: '/api/v1/users',
  tag,
  summary: 'List staff',
  description: 'Everybody who works in the units you are ADMIN of, with their roles there, oldest first.',
  access: administration,
  rate: 'read',
  query: listQuery,
  answers: { 200: { description: 'A page of users', schema: pageOf(userOut) } },
  problems: listing,
})

export const createUser = defineEndpoint({
  id: 'create-user',
  method: 'POST',
  path: '/api/v1/users',
  tag,
  summary: 'Add somebody to the staff',
  description:
    'Answers a one-time password to hand over. Takes no Idempotency-Key, because a stored answer would be a stored password: ' +
    'when the answer was lost, reset the password.',
  access: administration,
  rate: 'write',
  body: z.strictObject({
    name: line(200),
    email,
    memberships: memberships.min(1, 'give at least one role'),
    mayOverbook: mayOverbook.default(false),
  }),
  answers: {
    201: {
      description: 'The user',
      schema: z.strictObject({ user: userOut, oneTimePassword }),
      headers: { location: 'Where it is' },
    },
  },
  problems: [malformed, unauthenticated, forbidden, notFound, emailTaken],
})

export const updateUser = defineEndpoint({
  id: 'update-user',
  method: 'PATCH',
  path: '/api/v1/users/:userId',
  tag,
  summary: 'Change what somebody is and may do',
  description:
    'Absent fields stay. `memberships` are all roles in the units you are ADMIN of; roles elsewhere stay. Deactivating ends ' +
    'all sessions at once.',
  access: administration,
  rate: 'write',
  params: userPath,
  body: z.strictObject({
    name: line(200).optional(),
    memberships: memberships.optional(),
    isActive: z.boolean().optional(),
    mayOverbook: mayOverbook.optional(),
  }),
  ifMatch: 'staff',
  answers: { 200: { description: 'The user', schema: userOut, headers: { etag: 'The row version' } } },
  problems: [malformed, unauthenticated, forbidden, notFound, stale, versionRequired, lastAdmin],
})

export const resetPassword = defineEndpoint({
  id: 'reset-password',
  method: 'POST',
  path: '/api/v1/users/:userId/reset-password',
  tag,
  summary: 'Give somebody a new one-time password',
  description: 'Ends all their sessions.',
  access: administration,
  rate: 'write',
  params: userPath,
  answers: { 200: { description: 'The new password', schema: z.strictObject({ email: z.string(), oneTimePassword }) } },
  problems: [malformed, unauthenticated, forbidden, notFound],
})

// ---------------------------------------------------------------- API keys

const scope = z.enum(scopeNames).meta({
  description: Object.entries(scopes)
    .map(([name, meaning]) => `\`${name}\`: ${meaning}`)
    .join('. '),
})

export const listApiKeys = defineEndpoint({
  id: 'list-api-keys',
  method: 'GET',
  path: '/api/v1/api-keys',
  tag,
  summary: 'List API keys',
  description: 'Those that work only in units you are ADMIN of, revoked ones included, oldest first.',
  access: administration,
  rate: 'read',
  query: listQuery,
  answers: { 200: { description: 'A page of keys', schema: pageOf(apiKeyOut) } },
  problems: listing,
})

export const createApiKey = defineEndpoint({
  id: 'create-api-key',
  method: 'POST',
  path: '/api/v1/api-keys',
  tag,
  summary: 'Make an API key',
  description: 'Shown this once; Holdfast keeps only a hash. Takes no Idempotency-Key for the same reason.',
  access: administration,
  rate: 'write',
  body: z.strictObject({
    name: line(200),
    role: z.enum(roles),
    unitIds: z
      .array(idOf('unit'))
      .min(1, 'names no unit')
      .max(500)
      .nullable()
      .meta({ description: 'null: every unit' }),
    scopes: z.array(scope).min(1, 'names no scope').max(50),
    expiresAt: instant.nullable().optional().meta({ description: 'Absent or null: never' }),
  }),
  answers: {
    201: {
      description: 'The key',
      schema: z.strictObject({
        apiKey: apiKeyOut,
        key: z.string().meta({ description: 'Send it as `Authorization: Bearer hf_…`' }),
      }),
      headers: { location: 'Where it is' },
    },
  },
  problems: [malformed, unauthenticated, forbidden, notFound],
})

export const revokeApiKey = defineEndpoint({
  id: 'revoke-api-key',
  method: 'DELETE',
  path: '/api/v1/api-keys/:apiKeyId',
  tag,
  summary: 'Revoke an API key',
  description: 'From the next request on it is refused. It stays in the list. Again: 204 again.',
  access: administration,
  rate: 'write',
  params: apiKeyPath,
  answers: { 204: { description: 'Revoked' } },
  problems: [malformed, unauthenticated, forbidden, notFound],
})
