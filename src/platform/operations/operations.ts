import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { defineEndpoint, type Route, routesFor } from '../http/endpoint.ts'
import { Problem, unavailable } from '../problem.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { databaseState } from './database-state.sql.ts'

const healthView = z
  .strictObject({
    status: z.literal('ok'),
    version: z.string(),
    node: z.string(),
    tzdata: z.string().meta({ description: 'Version of the time zone rules everything is computed with' }),
    uptimeSeconds: z.int(),
  })
  .meta({ id: 'Health' })

export const healthz = defineEndpoint({
  id: 'show-health',
  method: 'GET',
  path: '/healthz',
  tag: 'operations',
  summary: 'The process lives',
  description: 'Does not ask the database: a restart would not mend that. See /readyz.',
  access: 'anyone',
  rate: 'read',
  answers: { 200: { description: 'Alive', schema: healthView } },
  problems: [],
})

export const readyz = defineEndpoint({
  id: 'show-readiness',
  method: 'GET',
  path: '/readyz',
  tag: 'operations',
  summary: 'It can serve: the database answers',
  access: 'anyone',
  rate: 'read',
  answers: {
    200: {
      description: 'Ready',
      schema: z
        .strictObject({ status: z.literal('ready'), database: z.string(), schema: z.string() })
        .meta({ id: 'Readiness' }),
    },
  },
  problems: [unavailable],
})

export const metricsEndpoint = defineEndpoint({
  id: 'show-metrics',
  method: 'GET',
  path: '/metrics',
  tag: 'operations',
  summary: 'Figures of this process for Prometheus',
  description: 'Keep it off the public internet: it tells how busy you are.',
  access: 'anyone',
  rate: 'read',
  answers: { 200: { description: 'Prometheus text format' } },
  problems: [],
})

const textFormat = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }

/** What watches over a process asks for. */
export function operationRoutes<C extends { readonly db: Database; readonly metrics: Metrics }>(
  version: string,
): Route<C>[] {
  const on = routesFor<C>()
  return [
    on(
      healthz,
      async () => undefined,
      () => ({
        status: 200,
        body: {
          status: 'ok' as const,
          version,
          node: process.versions.node,
          tzdata: process.versions.tz ?? 'unknown',
          uptimeSeconds: Math.floor(process.uptime()),
        },
      }),
    ),
    on(
      readyz,
      async ({ db }) => {
        const [state] = await db.run(databaseState)
        if (!state?.migration) throw new Problem(unavailable, 'The database has not been migrated yet.', {}, 2)
        return { ...state, migration: state.migration }
      },
      (state) => ({
        status: 200,
        body: { status: 'ready' as const, database: state.version, schema: state.migration },
      }),
    ),
    on(
      metricsEndpoint,
      async ({ metrics }) => {
        const placed = (await metrics.slotLockSuccesses.get()).values[0]?.value ?? 0
        const confirmed = (await metrics.holdsConfirmed.get()).values[0]?.value ?? 0
        metrics.holdsConfirmedRatio.set(placed === 0 ? 0 : confirmed / placed)
        return Buffer.from(await metrics.registry.metrics())
      },
      (body) => ({ status: 200, body, headers: textFormat }),
    ),
  ]
}
