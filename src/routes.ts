import type { Ctx } from './context.ts'
import { auditRoutes } from './features/audit/routes.ts'
import { availabilityRoutes } from './features/availability/routes.ts'
import { findOutsideHours } from './features/booking/find-outside-hours.ts'
import { bookingRoutes } from './features/booking/routes.ts'
import { calendarsRoutes } from './features/calendars/routes.ts'
import { clientsRoutes } from './features/clients/routes.ts'
import { getSession, signInEmail, signOut } from './features/identity/contract.ts'
import { crossSiteRequest, passwordChangeRequired } from './features/identity/problems.ts'
import { identityRoutes } from './features/identity/routes.ts'
import { ownPassword, scopes } from './features/identity/scope.ts'
import { notificationsRoutes } from './features/notifications/routes.ts'
import { unitsRoutesWith } from './features/units/routes.ts'
import type { Endpoint, Route } from './platform/http/endpoint.ts'
import type { ApiDescription } from './platform/http/openapi-document.ts'
import { operationRoutes } from './platform/operations/operations.ts'
import type { ProblemKind } from './platform/problem.ts'
import { version } from './version.ts'

/** Every endpoint with what serves it, in the order of the documentation. */
export const allRoutes: readonly Route<Ctx>[] = [
  ...availabilityRoutes,
  ...bookingRoutes,
  ...unitsRoutesWith(findOutsideHours),
  ...clientsRoutes,
  ...calendarsRoutes,
  ...notificationsRoutes,
  ...identityRoutes,
  ...auditRoutes,
  ...operationRoutes<Ctx>(version),
]

/** The whole contract: with what identity's gate serves apart, and with what it can refuse on any address. */
export const allEndpoints: readonly Endpoint[] = [
  ...allRoutes.map(({ endpoint }) => endpoint),
  signInEmail,
  getSession,
  signOut,
].map((endpoint: Endpoint) => ({ ...endpoint, problems: [...endpoint.problems, ...refusedAtTheGate(endpoint)] }))

function refusedAtTheGate({ access, method }: Endpoint): ProblemKind[] {
  const refused = method === 'GET' ? [] : [crossSiteRequest]
  return access === 'anyone' || access.scope === ownPassword ? refused : [...refused, passwordChangeRequired]
}

/** What the documentation says of the whole. `serverUrl` is the public address, or `/`. */
export function describeApi(apiVersion: string, serverUrl: string): ApiDescription {
  return {
    title: 'Holdfast',
    version: apiVersion,
    serverUrl,
    description:
      'Appointments that hold: a time that was promised to somebody is never promised to anybody else. ' +
      'Find a free time, hold it *before* you offer it, and confirm it into an appointment.',
    tags: {
      availability: 'Which times are free, and why another is not.',
      holds: 'A time claimed for a few minutes, so that it can be offered without being lost.',
      appointments: 'What was booked, from the request to the visit.',
      blocks: 'Time of a resource that is taken by something other than an appointment.',
      catalogue: 'Units, the services they offer, and the people and rooms that perform them.',
      clients: 'The people who book.',
      calendars: 'Appointments in people’s own calendar programs: files, and feeds behind secret addresses.',
      notifications: 'What people are told, by which channel, and what became of it.',
      identity: 'Staff, sessions and API keys.',
      audit: 'Who did what, when, and what it changed.',
      operations: 'For those who keep it running.',
    },
    scopes,
  }
}
