import type { Ctx } from '../../context.ts'
import type { Route } from '../../platform/http/endpoint.ts'
import { routesFor } from '../../platform/http/endpoint.ts'
import type { ApiKey } from './api-key.ts'
import { changePassword } from './change-password.ts'
import * as contract from './contract.ts'
import { createApiKey } from './create-api-key.ts'
import { createUser } from './create-user.ts'
import { describeCaller } from './describe-caller.ts'
import { listApiKeys } from './list-api-keys.ts'
import { listUsers } from './list-users.ts'
import { resetPassword } from './reset-password.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import { updateUser } from './update-user.ts'
import type { User } from './user.ts'

const on = routesFor<Ctx>()

const userView = (user: User) => ({ ...user, memberships: [...user.memberships], createdAt: user.createdAt.toString() })
const apiKeyView = (key: ApiKey) => ({
  ...key,
  unitIds: key.unitIds && [...key.unitIds],
  scopes: [...key.scopes],
  expiresAt: key.expiresAt?.toString() ?? null,
  revokedAt: key.revokedAt?.toString() ?? null,
  lastUsedAt: key.lastUsedAt?.toString() ?? null,
  createdAt: key.createdAt.toString(),
})

export const identityRoutes: Route<Ctx>[] = [
  on(
    contract.changePassword,
    (ctx, { body }) => changePassword(ctx, body),
    () => ({ status: 204, body: undefined }),
  ),
  on(
    contract.describeCaller,
    (ctx) => describeCaller(ctx),
    (body) => ({ status: 200, body }),
  ),
  on(
    contract.listUsers,
    (ctx, { query }) => listUsers(ctx, query),
    ({ items, nextCursor }) => ({ status: 200, body: { items: items.map(userView), nextCursor } }),
  ),
  on(
    contract.createUser,
    (ctx, { body }) => createUser(ctx, body),
    ({ user, oneTimePassword }) => ({
      status: 201,
      body: { user: userView(user), oneTimePassword },
      etag: user.rowVersion,
      location: `/api/v1/users/${user.id}`,
    }),
  ),
  on(
    contract.updateUser,
    (ctx, { params, body, ifMatch }) => updateUser(ctx, params.userId, body, ifMatch),
    (user) => ({ status: 200, body: userView(user), etag: user.rowVersion }),
  ),
  on(
    contract.resetPassword,
    (ctx, { params }) => resetPassword(ctx, { id: params.userId }),
    (body) => ({ status: 200, body }),
  ),
  on(
    contract.listApiKeys,
    (ctx, { query }) => listApiKeys(ctx, query),
    ({ items, nextCursor }) => ({ status: 200, body: { items: items.map(apiKeyView), nextCursor } }),
  ),
  on(
    contract.createApiKey,
    (ctx, { body }) => createApiKey(ctx, body),
    ({ apiKey, key }) => ({
      status: 201,
      body: { apiKey: apiKeyView(apiKey), key },
      location: `/api/v1/api-keys/${apiKey.id}`,
    }),
  ),
  on(
    contract.revokeApiKey,
    (ctx, { params }) => revokeApiKey(ctx, params.apiKeyId),
    () => ({ status: 204, body: undefined }),
  ),
]
