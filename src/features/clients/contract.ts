import { z } from 'zod'
import { defineEndpoint } from '../../platform/http/endpoint.ts'
import { idOf, line, pageOf, pageQuery } from '../../platform/http/schemas.ts'
import { forbidden, malformed, notFound, stale, versionRequired } from '../../platform/problem.ts'
import { clientChange, clientOut, newClient } from './client.ts'
import { clientExists } from './problems.ts'

const tag = 'clients'
const unitPath = z.strictObject({ unitId: idOf('unit') })
const clientPath = z.strictObject({ clientId: idOf('client') })
const etag = { etag: 'Its version; send it as If-Match with a change' }

const reading = { roles: ['ADMIN', 'STAFF', 'PROVIDER'], scope: 'clients:read' } as const
const writing = { roles: ['ADMIN', 'STAFF'], scope: 'clients:write' } as const

export const listClients = defineEndpoint({
  id: 'list-clients',
  method: 'GET',
  path: '/api/v1/units/:unitId/clients',
  tag,
  summary: 'List or search the clients of a unit',
  description:
    'By name. `search` finds a part of a name, in any letter case, or, when it is three or more digits, a part of a phone number.',
  access: reading,
  rate: 'read',
  params: unitPath,
  query: z.strictObject({ ...pageQuery, search: line(100).optional() }),
  answers: { 200: { description: 'A page of clients', schema: pageOf(clientOut) } },
  problems: [malformed, notFound, forbidden],
})

export const showClient = defineEndpoint({
  id: 'show-client',
  method: 'GET',
  path: '/api/v1/clients/:clientId',
  tag,
  summary: 'Show a client',
  description: 'What the unit knows of a person who books there.',
  access: reading,
  rate: 'read',
  params: clientPath,
  answers: { 200: { description: 'The client', schema: clientOut, headers: etag } },
  problems: [malformed, notFound, forbidden],
})

export const createClient = defineEndpoint({
  id: 'create-client',
  method: 'POST',
  path: '/api/v1/units/:unitId/clients',
  tag,
  summary: 'Add a client',
  description:
    'A phone number is one person within a unit: when it is known, the refusal `client-exists` carries that client’s `clientId`. A booking adds its client by itself.',
  access: writing,
  rate: 'write',
  params: unitPath,
  body: newClient,
  idempotent: true,
  answers: { 201: { description: 'The new client', schema: clientOut, headers: { ...etag, location: 'Where it is' } } },
  problems: [malformed, notFound, forbidden, clientExists],
})

export const updateClient = defineEndpoint({
  id: 'update-client',
  method: 'PATCH',
  path: '/api/v1/clients/:clientId',
  tag,
  summary: 'Change a client',
  description: 'Fields left out stay as they are.',
  access: writing,
  rate: 'write',
  params: clientPath,
  body: clientChange,
  ifMatch: 'staff',
  answers: { 200: { description: 'The client as it is now', schema: clientOut, headers: etag } },
  problems: [malformed, notFound, forbidden, stale, versionRequired, clientExists],
})
