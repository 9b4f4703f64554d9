/** Bad input: a 4xx that names the field, as problem+json, and not a row of any table is another than before. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, type Caller, nobody, openCaller, refuses } from '../system/caller.ts'
import { openWorld } from '../world.ts'

let caller: Caller

before(async () => {
  caller = await openCaller(await openWorld())
})
after(() => caller.world.close())

const ona = { name: 'Ona', phone: '+37061234567' }

describe('a body that cannot be read', () => {
  refuses(
    () => caller,
    [
      ['a body that breaks off', (to) => to.raw('{"unitId": '), 400, 'body'],
      ['words that are no JSON', (to) => to.raw('unitId=1'), 400, 'body'],
      ['an empty body', (to) => to.raw(''), 400, 'unitId'],
      ['an empty object in place of a wish', (to) => to.raw('{}'), 400, 'start'],
      ['a list in place of an object', (to) => to.raw('[]'), 400, 'body'],
      ['a number in place of an object', (to) => to.raw('7'), 400, 'body'],
      ['nothing in place of an object', (to) => to.raw('null'), 400],
      ['a body that would change the prototype', (to) => to.raw('{"__proto__": {"isAdmin": true}}'), 400, 'body'],
      ['ten megabytes of body', (to) => to.raw(JSON.stringify({ notes: 'x'.repeat(10_000_000) })), 413],
      ['a hundred thousand brackets of body', (to) => to.raw('['.repeat(100_000)), 400, 'body'],
      ['plain text as content type', (to) => to.raw(JSON.stringify(to.wish), { 'content-type': 'text/plain' }), 415],
      ['XML as content type', (to) => to.raw('<slot/>', { 'content-type': 'application/xml' }), 415],
      ['a form as content type', (to) => to.raw('a=1', { 'content-type': 'application/x-www-form-urlencoded' }), 415],
      [
        'a file upload as content type',
        (to) => to.raw('--x--', { 'content-type': 'multipart/form-data; boundary=x' }),
        415,
      ],
      [
        'a body for an address that takes none',
        (to) => to.call('POST', '/api/v1/schedule/expire-holds', { a: 1 }, to.desk),
        400,
        'body',
      ],
    ],
  )
})

describe('fields of the wrong kind', () => {
  refuses(
    () => caller,
    [
      ['a number as start', (to) => to.lock({ start: 1 }), 400, 'start'],
      ['an object as id of the unit', (to) => to.lock({ unitId: {} }), 400, 'unitId'],
      ['a word as id of the service', (to) => to.lock({ serviceId: 'cut' }), 400, 'serviceId'],
      ['a text as duration', (to) => to.lock({ durationMinutes: '30' }), 400, 'durationMinutes'],
      ['null as duration', (to) => to.lock({ durationMinutes: null }), 400, 'durationMinutes'],
      ['a duration there is not', (to) => to.lock({ durationMinutes: 45 }), 400, 'durationMinutes'],
      ['a huge duration', (to) => to.lock({ durationMinutes: 1e308 }), 400, 'durationMinutes'],
      ['a duration past all numbers', (to) => to.raw('{"durationMinutes": 1e999}'), 400, 'durationMinutes'],
      ['a text as list of resources', (to) => to.lock({ resourceIds: 'anybody' }), 400, 'resourceIds'],
      ['no resource in the list of resources', (to) => to.lock({ resourceIds: [] }), 400, 'resourceIds'],
      ['a wrong id in the list of resources', (to) => to.lock({ resourceIds: [nobody, 'x'] }), 400, 'resourceIds.1'],
      ['an unknown field in the wish', (to) => to.lock({ colour: 'red' }), 400, 'colour'],
      ['an unknown field inside another', (to) => to.lock({ client: { colour: 'red' } }), 400, 'client.colour'],
      ['a conversation of odd characters', (to) => to.lock({ conversation: 'a b\n' }), 400, 'conversation'],
      ['an override without a reason', (to) => to.lock({ override: {} }, to.admin), 400, 'override.reason'],
      ['a booking without a client', (to) => to.book(undefined), 400, 'client'],
      ['a client without a name', (to) => to.book({ phone: '+37061234567' }), 400, 'client.name'],
      ['a client nobody could reach', (to) => to.book({ name: 'Ona' }), 400, 'client.phone'],
      ['a name of blanks', (to) => to.book({ ...ona, name: '   ' }), 400, 'client.name'],
      ['a name of a megabyte less', (to) => to.book({ ...ona, name: 'x'.repeat(201) }), 400, 'client.name'],
      ['a language not spoken', (to) => to.book({ ...ona, locale: 'xx' }), 400, 'client.locale'],
      ['an e-mail address that is none', (to) => to.book({ ...ona, email: 'ona' }), 400, 'client.email'],
      ['a token together with a slot', (to) => to.book(ona, { reservationToken: to.booked.token }), 400, 'start'],
      ['ifStillFree without a token', (to) => to.book(ona, { ifStillFree: true }), 400, 'ifStillFree'],
      [
        'a token that is none',
        (to) => to.call('POST', '/api/v1/slots/release', { reservationToken: 'x' }),
        400,
        'reservationToken',
      ],
      ['a token of nobody', (to) => to.call('POST', '/api/v1/slots/release', { reservationToken: nobody }), 404],
      [
        'a lock level of four',
        (to) => to.call('POST', `/api/v1/appointments/${to.booked.id}/lock-level`, { lockLevel: 4 }, to.admin),
        400,
        'lockLevel',
      ],
      [
        'a lock level below zero',
        (to) => to.call('POST', `/api/v1/appointments/${to.booked.id}/lock-level`, { lockLevel: -1 }, to.admin),
        400,
        'lockLevel',
      ],
    ],
  )
})

describe('numbers that cannot be', () => {
  refuses(
    () => caller,
    [
      ['a negative capacity', (to) => to.service({ capacity: -1 }), 400, 'capacity'],
      ['no seat at all', (to) => to.service({ capacity: 0 }), 400, 'capacity'],
      ['half a seat', (to) => to.service({ capacity: 1.5 }), 400, 'capacity'],
      ['a thousand million seats', (to) => to.service({ capacity: 1e9 }), 400, 'capacity'],
      ['a step of no minutes', (to) => to.service({ slotStepMinutes: 0 }), 400, 'slotStepMinutes'],
      ['a negative notice', (to) => to.service({ noticeToBookMinutes: -5 }), 400, 'noticeToBookMinutes'],
      ['a horizon past all numbers', (to) => to.service({ horizonDays: 1e21 }), 400, 'horizonDays'],
      ['a duration of forty minutes', (to) => to.service({ durations: [40] }), 400, 'durations.0'],
      [
        'a page of two thousand million rows',
        (to) => to.get(`/api/v1/appointments?unitId=${to.clinic.unitId}&limit=2147483648`, to.desk),
        400,
        'limit',
      ],
      [
        'a page of no rows',
        (to) => to.get(`/api/v1/appointments?unitId=${to.clinic.unitId}&limit=0`, to.desk),
        400,
        'limit',
      ],
      ['a thousand first slots', (to) => to.availability('first=1000'), 400, 'first'],
    ],
  )
})

describe('what belongs to another unit, or to nobody', () => {
  refuses(
    () => caller,
    [
      ['the service of another unit', (to) => to.lock({ serviceId: to.foreign.serviceId }), 404, 'service'],
      ['a service of nobody', (to) => to.lock({ serviceId: nobody }), 404, 'service'],
      ['a unit of nobody', (to) => to.lock({ unitId: nobody }), 404, 'unit'],
      [
        'a resource of another unit',
        (to) => to.lock({ resourceIds: [to.foreign.resourceIds[0]] }),
        400,
        'resourceIds.0',
      ],
      ['a client of another unit', (to) => to.book({ clientId: to.foreignClient }, {}, to.desk), 404, 'client'],
      [
        'a client of another unit for a hold',
        (to) => to.lock({ client: { clientId: to.foreignClient } }, to.desk),
        404,
        'client',
      ],
      ['a client by id from somebody who is not staff', (to) => to.book({ clientId: to.foreignClient }), 404, 'client'],
      [
        'a block on a resource of another unit',
        (to) => to.block({ resourceId: to.foreign.resourceIds[0] }),
        404,
        'resource',
      ],
      [
        'a block in another unit',
        (to) =>
          to.call(
            'POST',
            `/api/v1/units/${to.foreign.unitId}/blocks`,
            { resourceId: to.foreign.resourceIds[0], startsAt: '2027-03-01T09:00:00Z', endsAt: '2027-03-01T10:00:00Z' },
            to.desk,
          ),
        404,
        'unit',
      ],
      [
        'a service performed by another unit',
        (to) => to.service({ roles: [{ role: 'provider', resourceIds: to.foreign.resourceIds }] }),
        400,
        'roles.0.resourceIds.0',
      ],
      [
        'the appointments of another unit',
        (to) => to.get(`/api/v1/appointments?unitId=${to.foreign.unitId}`, to.desk),
        404,
        'unit',
      ],
      [
        'availability of the service of another unit',
        (to) => to.get(`/api/v1/units/${to.clinic.unitId}/availability?serviceId=${to.foreign.serviceId}`),
        404,
        'service',
      ],
      ['an appointment of nobody', (to) => to.get(`/api/v1/appointments/${nobody}`, to.desk), 404, 'appointment'],
      ['an appointment whose id is none', (to) => to.get('/api/v1/appointments/x', to.desk), 400, 'appointmentId'],
      [
        'an appointment with the token of another',
        (to) => to.get(`/api/v1/appointments/${to.booked.id}?reservationToken=${nobody}`),
        404,
        'appointment',
      ],
    ],
  )
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
      const answer = await caller.call(method, path, method === 'GET' ? undefined : {})
      assertProblem(answer, 405)
      assert.equal(answer.headers.allow, allow)
    })
  }

  it('says 404 for an address that is none, whatever the method', async () => {
    for (const method of ['GET', 'POST', 'DELETE']) assertProblem(await caller.call(method, '/api/v1/nothing'), 404)
  })
})
