/** Bad input: a 4xx that names the field, as problem+json, and not a row of any table is another than before. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { type Answer, openWorld, type World } from '../world.ts'

const now = '2027-02-26T08:00:00Z'
const start = '2027-03-01T09:00:00Z'
const nobody = '0198c1de-7a30-7cc4-9f5e-3d0a8b6f21c7'

let world: World
let clinic: Clinic
let foreign: Clinic
let foreignClient: string
let booked: { id: string; token: string }
let admin: Record<string, string>
let desk: Record<string, string>

before(async () => {
  world = await openWorld()
  world.setClock(now)
  clinic = await openClinic(world)
  foreign = await openClinic(world)
  admin = { ...(await employ(world, null, 'ADMIN')).headers, 'if-match': '*' }
  desk = { ...(await employ(world, clinic.unitId, 'STAFF')).headers, 'if-match': '*' }
  const elsewhere = await world.call('POST', '/api/v1/appointments', {
    ...wishOf(foreign),
    client: { name: 'Jonas', phone: '+37061234567' },
  })
  foreignClient = elsewhere.body.clientId
  const held = await world.call('POST', '/api/v1/slots/lock', { ...wishOf(clinic), start: '2027-03-01T12:00:00Z' })
  booked = { id: held.body.appointmentId, token: held.body.reservationToken }
})
after(() => world.close())

const wishOf = ({ unitId, serviceId }: Clinic) => ({ unitId, serviceId, start })
const lock = (more: Record<string, unknown> = {}, headers?: Record<string, string>) =>
  world.call('POST', '/api/v1/slots/lock', { ...wishOf(clinic), ...more }, headers)
const book = (client: unknown, more: Record<string, unknown> = {}, headers?: Record<string, string>) =>
  world.call('POST', '/api/v1/appointments', { ...wishOf(clinic), client, ...more }, headers)
const ona = { name: 'Ona', phone: '+37061234567' }
const get = (path: string, headers?: Record<string, string>) => world.call('GET', path, undefined, headers)
const availability = (query: string) =>
  get(`/api/v1/units/${clinic.unitId}/availability?serviceId=${clinic.serviceId}&${query}`)

const service = (more: Record<string, unknown>) => {
  const roles = [{ role: 'provider', resourceIds: clinic.resourceIds }]
  const body = { slug: 'another', name: 'Another', durations: [30], roles, ...more }
  return world.call('POST', `/api/v1/units/${clinic.unitId}/services`, body, admin)
}
const block = (more: Record<string, unknown>, headers: Record<string, string> = desk) => {
  const body = { resourceId: clinic.resourceIds[0], startsAt: '2027-03-04T09:00:00Z', endsAt: '2027-03-04T10:00:00Z', ...more }
  return world.call('POST', `/api/v1/units/${clinic.unitId}/blocks`, body, headers)
}
const hours = (windows: unknown[]) =>
  world.call('PUT', `/api/v1/resources/${clinic.resourceIds[0]}/working-hours`, { windows }, admin)
const window = { weekday: 1, opensAt: '09:00', closesAt: '17:00' }

/** Every row of every table, as one number each. */
async function contents(): Promise<Record<string, string>> {
  const tables = await world.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const sums = tables.map(({ name }) => `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as rows from ${name} t`)
  const rows = await world.query<{ name: string; rows: string }>(sums.join(' union all '))
  assert.ok(rows.length > 10)
  return Object.fromEntries(rows.map((row) => [row.name, row.rows]))
}

function assertProblem({ status, headers, body }: Answer, expected: number, path?: string): void {
  const told = JSON.stringify(body)
  assert.equal(status, expected, told)
  assert.match(String(headers['content-type']), /^application\/problem\+json/, told)
  assert.equal(body.status, expected)
  assert.ok(body.code && body.title && body.detail && body.correlationId, told)
  if (path === undefined) return
  const paths = (body.errors ?? []).map((error: { path: string }) => error.path)
  assert.ok(paths.includes(path), `${path} is not named in ${told}`)
}

/** Each asks something that cannot be; `path` is the field that must be named. */
type Case = readonly [what: string, ask: () => Promise<Answer>, status: number, path?: string]

function refuses(cases: readonly Case[]): void {
  for (const [what, ask, status, path] of cases) {
    it(`C1: refuses ${what} with ${status}${path ? ` and names ${path}` : ''}, and writes nothing`, async () => {
      const before = await contents()
      assertProblem(await ask(), status, path)
      assert.deepEqual(await contents(), before)
    })
  }
}

const raw = (body: string, headers: Record<string, string> = {}) => world.call('POST', '/api/v1/slots/lock', body, headers)

describe('a body that cannot be read', () => {
  refuses([
    ['a body that breaks off', () => raw('{"unitId": '), 400, 'body'],
    ['words that are no JSON', () => raw('unitId=1'), 400, 'body'],
    ['an empty body', () => raw(''), 400, 'unitId'],
    ['an empty object in place of a wish', () => raw('{}'), 400, 'start'],
    ['a list in place of an object', () => raw('[]'), 400, 'body'],
    ['a number in place of an object', () => raw('7'), 400, 'body'],
    ['nothing in place of an object', () => raw('null'), 400],
    ['a body that would change the prototype', () => raw('{"__proto__": {"isAdmin": true}}'), 400, 'body'],
    ['ten megabytes of body', () => raw(JSON.stringify({ notes: 'x'.repeat(10_000_000) })), 413],
    ['a hundred thousand brackets of body', () => raw('['.repeat(100_000)), 400, 'body'],
    ['plain text as content type', () => raw(JSON.stringify(wishOf(clinic)), { 'content-type': 'text/plain' }), 415],
    ['XML as content type', () => raw('<slot/>', { 'content-type': 'application/xml' }), 415],
    ['a form as content type', () => raw('a=1', { 'content-type': 'application/x-www-form-urlencoded' }), 415],
    ['a file upload as content type', () => raw('--x--', { 'content-type': 'multipart/form-data; boundary=x' }), 415],
    ['a body for an address that takes none', () => world.call('POST', '/api/v1/schedule/expire-holds', { a: 1 }, desk), 400, 'body'],
  ])
})

describe('fields of the wrong kind', () => {
  refuses([
    ['a number as start', () => lock({ start: 1 }), 400, 'start'],
    ['an object as id of the unit', () => lock({ unitId: {} }), 400, 'unitId'],
    ['a word as id of the service', () => lock({ serviceId: 'cut' }), 400, 'serviceId'],
    ['a text as duration', () => lock({ durationMinutes: '30' }), 400, 'durationMinutes'],
    ['null as duration', () => lock({ durationMinutes: null }), 400, 'durationMinutes'],
    ['a duration there is not', () => lock({ durationMinutes: 45 }), 400, 'durationMinutes'],
    ['a huge duration', () => lock({ durationMinutes: 1e308 }), 400, 'durationMinutes'],
    ['a duration past all numbers', () => raw('{"durationMinutes": 1e999}'), 400, 'durationMinutes'],
    ['a text as list of resources', () => lock({ resourceIds: 'anybody' }), 400, 'resourceIds'],
    ['no resource in the list of resources', () => lock({ resourceIds: [] }), 400, 'resourceIds'],
    ['a wrong id in the list of resources', () => lock({ resourceIds: [nobody, 'x'] }), 400, 'resourceIds.1'],
    ['an unknown field in the wish', () => lock({ colour: 'red' }), 400, 'colour'],
    ['an unknown field inside another', () => lock({ client: { colour: 'red' } }), 400, 'client.colour'],
    ['a conversation of odd characters', () => lock({ conversation: 'a b\n' }), 400, 'conversation'],
    ['an override without a reason', () => lock({ override: {} }, admin), 400, 'override.reason'],
    ['a booking without a client', () => book(undefined), 400, 'client'],
    ['a client without a name', () => book({ phone: '+37061234567' }), 400, 'client.name'],
    ['a client nobody could reach', () => book({ name: 'Ona' }), 400, 'client.phone'],
    ['a name of blanks', () => book({ ...ona, name: '   ' }), 400, 'client.name'],
    ['a name of a megabyte less', () => book({ ...ona, name: 'x'.repeat(201) }), 400, 'client.name'],
    ['a language not spoken', () => book({ ...ona, locale: 'xx' }), 400, 'client.locale'],
    ['an e-mail address that is none', () => book({ ...ona, email: 'ona' }), 400, 'client.email'],
    ['a token together with a slot', () => book(ona, { reservationToken: booked.token }), 400, 'start'],
    ['ifStillFree without a token', () => book(ona, { ifStillFree: true }), 400, 'ifStillFree'],
    ['a token that is none', () => world.call('POST', '/api/v1/slots/release', { reservationToken: 'x' }), 400, 'reservationToken'],
    ['a token of nobody', () => world.call('POST', '/api/v1/slots/release', { reservationToken: nobody }), 404],
    ['a lock level of four', () => world.call('POST', `/api/v1/appointments/${booked.id}/lock-level`, { lockLevel: 4 }, admin), 400, 'lockLevel'],
    ['a lock level below zero', () => world.call('POST', `/api/v1/appointments/${booked.id}/lock-level`, { lockLevel: -1 }, admin), 400, 'lockLevel'],
  ])
})

describe('times that cannot be', () => {
  refuses([
    ['a start off the grid', () => lock({ start: '2027-03-01T09:10:00Z' }), 422, 'start'],
    ['a start half a second off the grid', () => lock({ start: '2027-03-01T09:00:00.500Z' }), 422, 'start'],
    ['a start in the past', () => lock({ start: '2027-02-26T07:30:00Z' }), 422, 'start'],
    ['a start ten years ahead', () => lock({ start: '2037-03-01T09:00:00Z' }), 422, 'start'],
    ['a start in the year 1', () => lock({ start: '0001-01-01T00:00:00Z' }), 400, 'start'],
    ['a start in the year 0', () => lock({ start: '0000-06-01T00:00:00Z' }), 400, 'start'],
    ['a start at the end of the year 9999', () => lock({ start: '9999-12-31T23:30:00Z' }), 400, 'start'],
    ['a start at the end of the year 9999 from the desk', () => lock({ start: '9999-12-31T23:30:00Z' }, desk), 400, 'start'],
    ['an overbooking in the year 9999', () => lock({ start: '9999-12-31T23:30:00Z', override: { reason: 'x' } }, admin), 400, 'start'],
    ['an overbooking in the year 1', () => lock({ start: '0001-01-01T00:00:00Z', override: { reason: 'x' } }, admin), 400, 'start'],
    ['a local time in a gap of the clock, without an offset', () => lock({ start: '2027-03-28T03:30:00' }), 400, 'start'],
    ['a day that is on no calendar', () => lock({ start: '2027-02-30T09:00:00Z' }), 400, 'start'],
    ['an hour that is on no clock', () => lock({ start: '2027-03-01T25:00:00Z' }), 400, 'start'],
    ['a date without a time', () => lock({ start: '2027-03-01' }), 400, 'start'],
    ['an offset there is not', () => lock({ start: '2027-03-01T09:00:00+99:00' }), 400, 'start'],
    ['a zone nobody knows', () => book({ ...ona, timeZone: 'Mars/Olympus' }), 400, 'client.timeZone'],
    ['an offset as a zone', () => book({ ...ona, timeZone: '+02:00' }), 400, 'client.timeZone'],
    ['a block that ends before it starts', () => block({ endsAt: '2027-03-04T08:00:00Z' }), 400, 'endsAt'],
    ['a block that ends as it starts', () => block({ endsAt: '2027-03-04T09:00:00Z' }), 400, 'endsAt'],
    ['a block of two years', () => block({ endsAt: '2029-03-04T09:00:00Z' }), 400, 'endsAt'],
    ['a block in the year 9999', () => block({ startsAt: '9999-12-31T23:00:00Z', endsAt: '9999-12-31T23:59:00Z' }), 400, 'startsAt'],
    ['a block in the year 0', () => block({ startsAt: '0000-01-01T00:00:00Z', endsAt: '0000-01-01T01:00:00Z' }), 400, 'startsAt'],
    ['a move into the year 9999', () => world.call('POST', `/api/v1/appointments/${booked.id}/move`, { start: '9999-12-31T23:30:00Z' }, desk), 400, 'start'],
    ['working hours that close before they open', () => hours([{ ...window, closesAt: '08:00' }]), 400, 'windows.0.closesAt'],
    ['working hours that overlap', () => hours([window, { ...window, opensAt: '10:00' }]), 400, 'windows.1.opensAt'],
    ['an eighth day of the week', () => hours([{ ...window, weekday: 8 }]), 400, 'windows.0.weekday'],
    ['half past twenty-four', () => hours([{ ...window, closesAt: '24:30' }]), 400, 'windows.0.closesAt'],
    ['availability from later to earlier', () => availability('from=2027-03-02&to=2027-03-01'), 400, 'to'],
    ['availability of a whole year', () => availability('from=2027-03-01&to=2028-03-01'), 400, 'to'],
    ['availability of no day', () => availability('from=2027-02-30'), 400, 'from'],
    ['availability of the year 9999', () => availability('from=9999-12-31&to=9999-12-31'), 400, 'from'],
    ['availability of the year 0', () => availability('from=0000-01-01&to=0000-01-02'), 400, 'from'],
    ['an explanation of the year 0', () => get(`/api/v1/units/${clinic.unitId}/availability/explain?serviceId=${clinic.serviceId}&start=0000-01-01T00:00:00Z`), 400, 'start'],
  ])
})

describe('numbers that cannot be', () => {
  refuses([
    ['a negative capacity', () => service({ capacity: -1 }), 400, 'capacity'],
    ['no seat at all', () => service({ capacity: 0 }), 400, 'capacity'],
    ['half a seat', () => service({ capacity: 1.5 }), 400, 'capacity'],
    ['a thousand million seats', () => service({ capacity: 1e9 }), 400, 'capacity'],
    ['a step of no minutes', () => service({ slotStepMinutes: 0 }), 400, 'slotStepMinutes'],
    ['a negative notice', () => service({ noticeToBookMinutes: -5 }), 400, 'noticeToBookMinutes'],
    ['a horizon past all numbers', () => service({ horizonDays: 1e21 }), 400, 'horizonDays'],
    ['a duration of forty minutes', () => service({ durations: [40] }), 400, 'durations.0'],
    ['a page of two thousand million rows', () => get(`/api/v1/appointments?unitId=${clinic.unitId}&limit=2147483648`, desk), 400, 'limit'],
    ['a page of no rows', () => get(`/api/v1/appointments?unitId=${clinic.unitId}&limit=0`, desk), 400, 'limit'],
    ['a thousand first slots', () => availability('first=1000'), 400, 'first'],
  ])
})

const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const listed = (at: string) => get(`/api/v1/appointments?unitId=${clinic.unitId}&cursor=${at}`, desk)

describe('what belongs to another unit, or to nobody', () => {
  refuses([
    ['the service of another unit', () => lock({ serviceId: foreign.serviceId }), 404],
    ['a service of nobody', () => lock({ serviceId: nobody }), 404],
    ['a unit of nobody', () => lock({ unitId: nobody }), 404],
    ['a resource of another unit', () => lock({ resourceIds: [foreign.resourceIds[0]] }), 400, 'resourceIds.0'],
    ['a client of another unit', () => book({ clientId: foreignClient }, {}, desk), 404],
    ['a client of another unit for a hold', () => lock({ client: { clientId: foreignClient } }, desk), 404],
    ['a client by id from somebody who is not staff', () => book({ clientId: foreignClient }), 404],
    ['a block on a resource of another unit', () => block({ resourceId: foreign.resourceIds[0] }), 404],
    ['a block in another unit', () => world.call('POST', `/api/v1/units/${foreign.unitId}/blocks`, { resourceId: foreign.resourceIds[0], startsAt: start, endsAt: '2027-03-01T10:00:00Z' }, desk), 404],
    ['a service performed by another unit', () => service({ roles: [{ role: 'provider', resourceIds: foreign.resourceIds }] }), 400, 'roles.0.resourceIds.0'],
    ['the appointments of another unit', () => get(`/api/v1/appointments?unitId=${foreign.unitId}`, desk), 404],
    ['availability of the service of another unit', () => get(`/api/v1/units/${clinic.unitId}/availability?serviceId=${foreign.serviceId}`), 404],
    ['an appointment of nobody', () => get(`/api/v1/appointments/${nobody}`, desk), 404],
    ['an appointment whose id is none', () => get('/api/v1/appointments/x', desk), 400, 'appointmentId'],
    ['an appointment with the token of another', () => get(`/api/v1/appointments/${booked.id}?reservationToken=${nobody}`), 404],
  ])
})

describe('text that is meant badly', () => {
  refuses([
    ['a phone number that is none', () => book({ ...ona, phone: 'call me' }), 400, 'client.phone'],
    ['a phone number without its country', () => book({ ...ona, phone: '861234567' }), 400, 'client.phone'],
    ['a phone number of a hundred digits', () => book({ ...ona, phone: `+370${'1'.repeat(100)}` }), 400, 'client.phone'],
    ['a line break in a name', () => book({ ...ona, name: 'Ona\r\nBcc: everybody' }), 400, 'client.name'],
    ['a null character in a name', () => book({ ...ona, name: 'O\u0000na' }), 400, 'client.name'],
    ['a bell in a name', () => book({ ...ona, name: 'O\u0007na' }), 400, 'client.name'],
    ['a null character in the notes', () => book(ona, { notes: 'a\u0000b' }), 400, 'notes'],
    ['a null character in the reason of a block', () => block({ reason: 'a\u0000b' }), 400, 'reason'],
    ['a null character in a conversation', () => lock({ conversation: 'chat\u0000one' }), 400, 'conversation'],
    ['a null character in a search', () => get(`/api/v1/units/${clinic.unitId}/clients?search=a%00b`, desk), 400, 'search'],
    ['notes of three thousand characters', () => book(ona, { notes: 'x'.repeat(3_000) }), 400, 'notes'],
    ['a cursor that is none', () => listed('rubbish'), 400, 'cursor'],
    ['a cursor of another list', () => listed(cursor([nobody])), 400, 'cursor'],
    ['a cursor with something else for an id', () => listed(cursor([0, `x' or true --`])), 400, 'cursor'],
    ['a cursor past all dates', () => listed(cursor([1e300, nobody])), 400, 'cursor'],
    ['a cursor before all dates', () => listed(cursor([-1e14, nobody])), 400, 'cursor'],
    ['a cursor of blocks with something else for an id', () => get(`/api/v1/units/${clinic.unitId}/blocks?cursor=${cursor(['x'])}`, desk), 400, 'cursor'],
    ['a query of unknown parameters', () => availability('colour=red'), 400, 'colour'],
    ['a parameter given twice', () => availability(`serviceId=${clinic.serviceId}`), 400, 'serviceId'],
    ['a cursor of events past all numbers', () => get(`/api/v1/units/${clinic.unitId}/events?cursor=${cursor([1e300])}`, desk), 400, 'cursor'],
    ['an address with half a character in it', () => get('/api/v1/units/%E0%A4%A'), 400],
    ['an If-Match that is no version', () => world.call('POST', `/api/v1/appointments/${booked.id}/cancel`, {}, { ...admin, 'if-match': 'latest' }), 400, 'If-Match'],
    ['an empty Idempotency-Key', () => lock({}, { 'idempotency-key': '' }), 400, 'Idempotency-Key'],
    ['an Idempotency-Key of a page', () => lock({}, { 'idempotency-key': 'x'.repeat(201) }), 400, 'Idempotency-Key'],
  ])
})

describe('addresses', () => {
  for (const [method, path, allow] of [
    ['PUT', '/api/v1/slots/lock', 'POST'],
    ['GET', '/api/v1/slots/release', 'POST'],
    ['DELETE', '/api/v1/appointments', 'GET, POST'],
    ['POST', '/api/v1/appointments/x', 'GET, PATCH'],
    ['PATCH', '/healthz', 'GET'],
  ] as const) {
    it(`refuses ${method} ${path} with 405, and says that it takes ${allow}`, async () => {
      const answer = await world.call(method, path, method === 'GET' ? undefined : {})
      assertProblem(answer, 405)
      assert.equal(answer.headers.allow, allow)
    })
  }

  it('says 404 for an address that is none, whatever the method', async () => {
    for (const method of ['GET', 'POST', 'DELETE']) assertProblem(await world.call(method, '/api/v1/nothing'), 404)
  })
})

describe('text that only looks bad', () => {
  it('stores SQL in a name, quotes and other scripts as the text they are', async () => {
    const names = [`Robert'); DROP TABLE appointments; --`, `"><script>alert(1)</script>`, '${1+1} %s \\', '李小龍 Žydrūnė 👩‍⚕️', `' or '1'='1`]
    for (const [i, name] of names.entries()) {
      const phone = `+3706999000${i}`
      const { status, body } = await book({ name, phone }, { start: `2027-03-02T${String(9 + i).padStart(2, '0')}:00:00Z`, notes: name })
      assert.equal(status, 201, JSON.stringify(body))
      assert.equal(body.attendeeName, name)
      assert.equal(body.notes, name)
      const [row] = await world.query<{ name: string }>('select name from clients where phone = $1', [phone])
      assert.equal(row?.name, name)
      const found = await get(`/api/v1/units/${clinic.unitId}/clients?search=${encodeURIComponent(name)}`, desk)
      assert.deepEqual(found.body.items.map((client: { name: string }) => client.name), [name])
    }
  })

  it('never answers a refusal with what the database said', async () => {
    for (const answer of [await listed(cursor([0, 'x'])), await lock({ start: '0000-06-01T00:00:00Z' }), await raw('{')]) {
      assert.equal(answer.status, 400)
      assert.doesNotMatch(JSON.stringify(answer.body), /select |syntax|invalid input|out of range|\.ts:\d/i)
    }
  })
})
