import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Cause } from '../cause.ts'
import { fieldProblem, methodNotAllowed, notFound, Problem, versionRequired } from '../problem.ts'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { inSpan } from '../telemetry/trace.ts'
import type { Access, AnswerOf, Endpoint, InputOf, Route } from './endpoint.ts'
import { type KeyedRequest, Replay, requestHash, type StoredAnswer } from './idempotency.ts'
import { problemBody, toProblem } from './problem-answer.ts'
import type { RateLimits } from './rate-limit.ts'
import { validate } from './validate.ts'

/** A keyed request and how its result is turned into the answer to store. */
export type Keyed = KeyedRequest & { store: (result: unknown) => StoredAnswer }

export type ServerOptions<A extends Cause['actor'], C> = {
  routes: readonly Route<C>[]
  log: Log
  metrics: Metrics
  rateLimits: RateLimits
  /** Proxies whose X-Forwarded-For is believed; false takes the peer's address. */
  trustProxy: boolean | string
  /** Who is calling. @throws Problem `unauthenticated` for credentials that are no good. */
  identify: (headers: IncomingHttpHeaders, ip: string) => Promise<A>
  /** @throws Problem `unauthenticated` or `forbidden`. */
  authorize: (actor: A, access: Access) => void
  /** The context one request runs in. */
  contextFor: (cause: Cause & { actor: A }, keyed: Keyed | undefined) => C
  /** Pages and anything else that is not an endpoint. */
  extend?: (server: FastifyInstance) => Promise<void> | void
}

export const apiHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

const channels = new Set(['web', 'api'])
const correlationPattern = /^[A-Za-z0-9._:-]{8,100}$/

/** Serves the endpoints. Not listening yet. */
export async function createServer<A extends Cause['actor'], C>(
  options: ServerOptions<A, C>,
): Promise<FastifyInstance> {
  const server = fastify({
    logger: false,
    bodyLimit: 256 * 1024,
    trustProxy: options.trustProxy,
    // Keep-alive connections must not hold up a stop; requests that run are finished.
    forceCloseConnections: 'idle',
    // An answer that is being written is finished even when the server was told to stop.
    return503OnClosing: false,
    requestTimeout: 60_000,
    routerOptions: { maxParamLength: 200 },
    // What is refused before any route is found, as an address that cannot be decoded.
    frameworkErrors: (error, request, reply) => {
      sendProblem(options, request, reply, error, 'none')
    },
  })
  // A connection whose request was under way is closed when it is answered, not kept alive for a next one.
  server.addHook('preClose', async () => {
    server.server.keepAliveTimeout = 1
  })
  server.setErrorHandler((error, request, reply) => sendProblem(options, request, reply, error, 'none'))
  server.setNotFoundHandler((request, reply) => {
    const allowed = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).filter(
      (method) => server.findRoute({ method, url: request.url.split('?')[0] ?? '' }) !== null,
    )
    const problem =
      allowed.length > 0
        ? new Problem(methodNotAllowed, `This address takes ${allowed.join(', ')}.`)
        : new Problem(
            notFound,
            `There is no ${request.method} ${request.url.split('?')[0]}. See /docs for what there is.`,
          )
    if (allowed.length > 0) reply.header('allow', allowed.join(', '))
    return sendProblem(options, request, reply, problem, 'none')
  })
  // A JSON body may be absent where the endpoint has none, whatever the content type says.
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') return done(null, undefined)
    return server.getDefaultJsonParser('error', 'error')(_request, body as string, done)
  })
  for (const route of options.routes) {
    server.route({
      method: route.endpoint.method,
      url: route.endpoint.path,
      handler: (request, reply) => serve(options, route, request, reply),
    })
  }
  await options.extend?.(server)
  return server
}

async function serve<A extends Cause['actor'], C>(
  options: ServerOptions<A, C>,
  route: Route<C>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { endpoint } = route
  const began = performance.now()
  const correlationId = correlationOf(request)
  let limits: Record<string, string> = {}
  try {
    const actor = await options.identify(request.headers, request.ip)
    limits = await options.rateLimits(endpoint.rate, callerOf(actor, request.ip))
    options.authorize(actor, endpoint.access)
    refuseUnversionedWrite(endpoint, actor, request)
    const input = validate(endpoint, request)
    const keyed = keyOf(route, actor, request, input)
    const ctx = options.contextFor({ actor, channel: channelOf(actor, request), correlationId }, keyed)
    const result = await inSpan(endpoint.id, { 'holdfast.correlation_id': correlationId }, () => route.run(ctx, input))
    const answer = toStored(route.answer(result, input))
    return send(options, request, reply, endpoint, answer, { correlationId, began, limits })
  } catch (error) {
    if (error instanceof Replay) {
      const headers = { ...error.answer.headers, 'idempotent-replayed': 'true' }
      return send(options, request, reply, endpoint, { ...error.answer, headers }, { correlationId, began, limits })
    }
    return sendProblem(options, request, reply, error, endpoint.id, correlationId, began)
  }
}

type Sending = { correlationId: string; began: number; limits: Record<string, string> }

function send<A extends Cause['actor'], C>(
  options: ServerOptions<A, C>,
  request: FastifyRequest,
  reply: FastifyReply,
  endpoint: Endpoint,
  answer: Omit<StoredAnswer, 'body'> & { body: string | Buffer },
  sending: Sending,
): FastifyReply {
  const { correlationId, began, limits } = sending
  reply
    .code(answer.status)
    .headers(apiHeaders)
    .headers(limits)
    .headers(answer.headers)
    .header('x-correlation-id', correlationId)
  if (answer.body.length > 0 && !reply.hasHeader('content-type'))
    reply.header('content-type', 'application/json; charset=utf-8')
  seen(options, request, endpoint.id, answer.status, correlationId, began)
  return reply.send(answer.body.length > 0 ? answer.body : undefined)
}

function sendProblem<A extends Cause['actor'], C>(
  options: ServerOptions<A, C>,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  endpointId: string,
  correlationId: string = correlationOf(request),
  began: number = performance.now(),
): FastifyReply {
  const problem = toProblem(error)
  const { status } = problem.kind
  if (request.raw.aborted) return reply.hijack()
  if (status >= 500) options.log.error({ err: error, endpoint: endpointId, correlationId }, 'request failed')
  seen(options, request, endpointId, status, correlationId, began, problem.kind.code)
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
  return reply
    .code(status)
    .headers(apiHeaders)
    .header('x-correlation-id', correlationId)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(problem, correlationId)))
}

/** The one place where a request becomes a log line and a figure. */
function seen<A extends Cause['actor'], C>(
  { log, metrics }: ServerOptions<A, C>,
  request: FastifyRequest,
  endpoint: string,
  status: number,
  correlationId: string,
  began: number,
  problem?: string,
): void {
  const seconds = (performance.now() - began) / 1000
  metrics.httpRequestSeconds.observe({ endpoint, status }, seconds)
  const line = { endpoint, status, ms: Math.round(seconds * 1e5) / 100, correlationId, method: request.method, problem }
  if (status >= 400) log.info(line, 'refused')
  else log.debug(line, 'answered')
}

function correlationOf(request: FastifyRequest): string {
  const given = request.headers['x-correlation-id']
  return typeof given === 'string' && correlationPattern.test(given) ? given : randomUUID()
}

function channelOf(actor: Cause['actor'], request: FastifyRequest): string {
  const named = request.headers['x-channel']
  if (typeof named === 'string' && channels.has(named)) return named
  return actor.kind === 'user' ? 'staff' : 'api'
}

function callerOf(actor: Cause['actor'], ip: string): { isAnonymous: boolean; id: string } {
  const isAnonymous = actor.kind === 'anonymous'
  return { isAnonymous, id: isAnonymous ? ip : `${actor.kind}:${actor.id}` }
}

function refuseUnversionedWrite(endpoint: Endpoint, actor: Cause['actor'], request: FastifyRequest): void {
  if (endpoint.ifMatch !== 'staff' || request.headers['if-match'] !== undefined) return
  if (actor.kind === 'user' || actor.kind === 'api-key') {
    throw new Problem(
      versionRequired,
      'Send If-Match with the ETag of what you read (or * to overwrite), so that nobody else’s change is lost.',
    )
  }
}

function keyOf<C>(
  route: Route<C>,
  actor: Cause['actor'],
  request: FastifyRequest,
  input: InputOf<Endpoint>,
): Keyed | undefined {
  const key = request.headers['idempotency-key']
  if (!route.endpoint.idempotent || key === undefined) return undefined
  // What the database cannot keep exactly must not stand for something else there.
  if (typeof key !== 'string' || !/^[^\p{Cc}\p{Cs}]{1,200}$/u.test(key)) {
    throw fieldProblem('Idempotency-Key', 'Send 1 to 200 printable characters, best a fresh UUID per attempted change.')
  }
  return {
    // Strangers who happen to choose the same key must not be given each other's answers.
    principal: `${actor.kind}:${actor.kind === 'anonymous' ? request.ip : actor.id}`,
    endpoint: route.endpoint.id,
    key,
    hash: requestHash(request.url, request.body),
    store: (result) => {
      const { status, headers, body } = toStored(route.answer(result, input))
      return { status, headers, body: String(body) }
    },
  }
}

function toStored(answer: AnswerOf<Endpoint>): {
  status: number
  headers: Record<string, string>
  body: string | Buffer
} {
  const headers: Record<string, string> = { ...answer.headers }
  if (answer.etag !== undefined) headers.etag = typeof answer.etag === 'number' ? `"${answer.etag}"` : answer.etag
  if (answer.location !== undefined) headers.location = answer.location
  const raw = answer.body as unknown
  const body = raw === undefined ? '' : Buffer.isBuffer(raw) ? raw : JSON.stringify(raw)
  return { status: answer.status, headers, body }
}
