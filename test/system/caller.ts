import assert from 'node:assert/strict'
import { it } from 'node:test'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import type { Answer, World } from '../world.ts'

type Headers = Record<string, string>
type Fields = Record<string, unknown>

/** Somebody who asks a clinic for what cannot be, with whatever else is needed said rightly. */
export type Caller = {
  readonly world: World
  readonly clinic: Clinic
  /** Another unit, and a client of it. */
  readonly foreign: Clinic
  readonly foreignClient: string
  /** A hold of the clinic. */
  readonly booked: { readonly id: string; readonly token: string }
  readonly admin: Headers
  readonly desk: Headers
  readonly wish: Fields
  call: World['call']
  get: (path: string, headers?: Headers) => Promise<Answer>
  /** A hold of `wish`, with a body as it is sent. */
  raw: (body: string, headers?: Headers) => Promise<Answer>
  lock: (more?: Fields, headers?: Headers) => Promise<Answer>
  book: (client: unknown, more?: Fields, headers?: Headers) => Promise<Answer>
  service: (more: Fields) => Promise<Answer>
  block: (more: Fields, headers?: Headers) => Promise<Answer>
  hours: (windows: readonly unknown[]) => Promise<Answer>
  availability: (query: string) => Promise<Answer>
  listed: (cursor: string) => Promise<Answer>
}

export const nobody = '0198c1de-7a30-7cc4-9f5e-3d0a8b6f21c7'

/** Opens two units in a world whose clock is on 26 February 2027, 08:00 UTC. */
export async function openCaller(world: World): Promise<Caller> {
  world.setClock('2027-02-26T08:00:00Z')
  const clinic = await openClinic(world)
  const foreign = await openClinic(world)
  const admin = { ...(await employ(world, null, 'ADMIN')).headers, 'if-match': '*' }
  const desk = { ...(await employ(world, clinic.unitId, 'STAFF')).headers, 'if-match': '*' }
  const [resourceId] = clinic.resourceIds
  const { call } = world
  const get: Caller['get'] = (path, headers) => call('GET', path, undefined, headers)
  const wishOf = ({ unitId, serviceId }: Clinic) => ({ unitId, serviceId, start: '2027-03-01T09:00:00Z' })
  const wish = wishOf(clinic)
  const client = { name: 'Jonas', phone: '+37061234567' }
  const elsewhere = await call('POST', '/api/v1/appointments', { ...wishOf(foreign), client })
  const held = await call('POST', '/api/v1/slots/lock', { ...wish, start: '2027-03-01T12:00:00Z' })
  assert.deepEqual([elsewhere.status, held.status], [201, 201])
  const units = `/api/v1/units/${clinic.unitId}`
  return {
    world,
    clinic,
    foreign,
    foreignClient: elsewhere.body.clientId,
    booked: { id: held.body.appointmentId, token: held.body.reservationToken },
    admin,
    desk,
    wish,
    call,
    get,
    raw: (body, headers) => call('POST', '/api/v1/slots/lock', body, headers),
    lock: (more, headers) => call('POST', '/api/v1/slots/lock', { ...wish, ...more }, headers),
    book: (client, more, headers) => call('POST', '/api/v1/appointments', { ...wish, client, ...more }, headers),
    service: (more) => {
      const roles = [{ role: 'provider', resourceIds: clinic.resourceIds }]
      return call('POST', `${units}/services`, { slug: 'more', name: 'More', durations: [30], roles, ...more }, admin)
    },
    block: (more, headers = desk) => {
      const time = { startsAt: '2027-03-04T09:00:00Z', endsAt: '2027-03-04T10:00:00Z' }
      return call('POST', `${units}/blocks`, { resourceId, ...time, ...more }, headers)
    },
    hours: (windows) => call('PUT', `/api/v1/resources/${resourceId}/working-hours`, { windows }, admin),
    availability: (query) => get(`${units}/availability?serviceId=${clinic.serviceId}&${query}`),
    listed: (cursor) => get(`/api/v1/appointments?unitId=${clinic.unitId}&cursor=${cursor}`, desk),
  }
}

/** `path` is the field that must be named; with 404, the thing. */
export type Refusal = readonly [what: string, ask: (to: Caller) => Promise<Answer>, status: number, path?: string]

/** A test for each: it is refused, says which field is wrong, and no row of any table is another than before. */
export function refuses(caller: () => Caller, refusals: readonly Refusal[]): void {
  for (const [what, ask, status, path] of refusals) {
    // Escaped, since some of the names cannot be printed.
    const named = path ? ` and names ${JSON.stringify(path).slice(1, -1)}` : ''
    it(`C1: refuses ${what} with ${status}${named}, and writes nothing`, async () => {
      const before = await contentsOf(caller().world)
      assertProblem(await ask(caller()), status, path)
      assert.deepEqual(await contentsOf(caller().world), before)
    })
  }
}

export function assertProblem({ status, headers, body }: Answer, expected: number, path?: string): void {
  const told = JSON.stringify(body)
  assert.equal(status, expected, told)
  assert.match(String(headers['content-type']), /^application\/problem\+json/, told)
  assert.equal(body.status, expected)
  assert.ok(body.code && body.title && body.detail && body.correlationId, told)
  if (path === undefined) return
  // What is not there, or not theirs, is named in words: whose it is must not be told apart.
  if (expected === 404) assert.match(body.detail, new RegExp(`\\b${path}\\b`))
  else
    assert.ok(
      body.errors?.some((error: { path: string }) => error.path === path),
      `${path} is not named in ${told}`,
    )
}

/** The database cannot serve just now: the caller is told so, and when to come again. */
export function assertUnavailable(answer: Answer): void {
  assertProblem(answer, 503)
  assert.equal(answer.body.code, 'unavailable')
  assert.ok(Number(answer.headers['retry-after']) >= 1)
}

/** Every row of every table, summed up. */
export async function contentsOf(world: World): Promise<Record<string, string>> {
  const tables = await world.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const sums = tables.map(
    ({
      name,
    }) => `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum
                     from ${name} t`,
  )
  const rows = await world.query<{ name: string; sum: string }>(sums.join(' union all '))
  assert.ok(rows.length > 10)
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]))
}
