import type { Ctx } from '../../context.ts'
import { type Route, routesFor } from '../../platform/http/endpoint.ts'
import type { Client } from './client.ts'
import * as contract from './contract.ts'
import { createClient } from './create-client.ts'
import { listClients } from './list-clients.ts'
import { showClient } from './show-client.ts'
import { updateClient } from './update-client.ts'

const on = routesFor<Ctx>()

const versioned = (body: Client) => ({ status: 200, body, etag: body.rowVersion }) as const

export const clientsRoutes: Route<Ctx>[] = [
  on(
    contract.listClients,
    (ctx, { params, query }) => listClients(ctx, { ...params, ...query }),
    (body) => ({ status: 200, body }),
  ),
  on(contract.showClient, (ctx, { params }) => showClient(ctx, params), versioned),
  on(
    contract.createClient,
    (ctx, { params, body }) => createClient(ctx, { ...params, client: body }),
    (body) => ({ status: 201, body, etag: body.rowVersion, location: `/api/v1/clients/${body.id}` }),
  ),
  on(
    contract.updateClient,
    (ctx, { params, ifMatch, body }) => updateClient(ctx, { ...params, ifMatch, change: body }),
    versioned,
  ),
]
