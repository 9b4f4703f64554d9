/** Times that cannot be, in every place that takes one. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Caller, openCaller, refuses } from '../system/caller.ts'
import { openWorld } from '../world.ts'

let caller: Caller

before(async () => {
  caller = await openCaller(await openWorld())
})
after(() => caller.world.close())

const ona = { name: 'Ona', phone: '+37061234567' }
const window = { weekday: 1, opensAt: '09:00', closesAt: '17:00' }

describe('times that cannot be', () => {
  refuses(
    () => caller,
    [
      ['a start off the grid', (to) => to.lock({ start: '2027-03-01T09:10:00Z' }), 422, 'start'],
      ['a start half a second off the grid', (to) => to.lock({ start: '2027-03-01T09:00:00.500Z' }), 422, 'start'],
      ['a start in the past', (to) => to.lock({ start: '2027-02-26T07:30:00Z' }), 422, 'start'],
      ['a start ten years ahead', (to) => to.lock({ start: '2037-03-01T09:00:00Z' }), 422, 'start'],
      ['a start in the year 1', (to) => to.lock({ start: '0001-01-01T00:00:00Z' }), 400, 'start'],
      ['a start in the year 0', (to) => to.lock({ start: '0000-06-01T00:00:00Z' }), 400, 'start'],
      ['a start at the end of the year 9999', (to) => to.lock({ start: '9999-12-31T23:30:00Z' }), 400, 'start'],
      [
        'a start at the end of the year 9999 from the desk',
        (to) => to.lock({ start: '9999-12-31T23:30:00Z' }, to.desk),
        400,
        'start',
      ],
      [
        'an overbooking in the year 9999',
        (to) => to.lock({ start: '9999-12-31T23:30:00Z', override: { reason: 'x' } }, to.admin),
        400,
        'start',
      ],
      [
        'an overbooking in the year 1',
        (to) => to.lock({ start: '0001-01-01T00:00:00Z', override: { reason: 'x' } }, to.admin),
        400,
        'start',
      ],
      [
        'a local time in a gap of the clock, without an offset',
        (to) => to.lock({ start: '2027-03-28T03:30:00' }),
        400,
        'start',
      ],
      ['a day that is on no calendar', (to) => to.lock({ start: '2027-02-30T09:00:00Z' }), 400, 'start'],
      ['an hour that is on no clock', (to) => to.lock({ start: '2027-03-01T25:00:00Z' }), 400, 'start'],
      ['a date without a time', (to) => to.lock({ start: '2027-03-01' }), 400, 'start'],
      ['an offset there is not', (to) => to.lock({ start: '2027-03-01T09:00:00+99:00' }), 400, 'start'],
      ['a zone nobody knows', (to) => to.book({ ...ona, timeZone: 'Mars/Olympus' }), 400, 'client.timeZone'],
      ['an offset as a zone', (to) => to.book({ ...ona, timeZone: '+02:00' }), 400, 'client.timeZone'],
      ['a block that ends before it starts', (to) => to.block({ endsAt: '2027-03-04T08:00:00Z' }), 400, 'endsAt'],
      ['a block that ends as it starts', (to) => to.block({ endsAt: '2027-03-04T09:00:00Z' }), 400, 'endsAt'],
      ['a block of two years', (to) => to.block({ endsAt: '2029-03-04T09:00:00Z' }), 400, 'endsAt'],
      [
        'a block in the year 9999',
        (to) => to.block({ startsAt: '9999-12-31T23:00:00Z', endsAt: '9999-12-31T23:59:00Z' }),
        400,
        'startsAt',
      ],
      [
        'a block in the year 0',
        (to) => to.block({ startsAt: '0000-01-01T00:00:00Z', endsAt: '0000-01-01T01:00:00Z' }),
        400,
        'startsAt',
      ],
      [
        'a move into the year 9999',
        (to) =>
          to.call('POST', `/api/v1/appointments/${to.booked.id}/move`, { start: '9999-12-31T23:30:00Z' }, to.desk),
        400,
        'start',
      ],
      [
        'working hours that close before they open',
        (to) => to.hours([{ ...window, closesAt: '08:00' }]),
        400,
        'windows.0.closesAt',
      ],
      [
        'working hours that overlap',
        (to) => to.hours([window, { ...window, opensAt: '10:00' }]),
        400,
        'windows.1.opensAt',
      ],
      ['an eighth day of the week', (to) => to.hours([{ ...window, weekday: 8 }]), 400, 'windows.0.weekday'],
      ['half past twenty-four', (to) => to.hours([{ ...window, closesAt: '24:30' }]), 400, 'windows.0.closesAt'],
      ['availability from later to earlier', (to) => to.availability('from=2027-03-02&to=2027-03-01'), 400, 'to'],
      ['availability of a whole year', (to) => to.availability('from=2027-03-01&to=2028-03-01'), 400, 'to'],
      ['availability of no day', (to) => to.availability('from=2027-02-30'), 400, 'from'],
      ['availability of the year 9999', (to) => to.availability('from=9999-12-31&to=9999-12-31'), 400, 'from'],
      ['availability of the year 0', (to) => to.availability('from=0000-01-01&to=0000-01-02'), 400, 'from'],
      [
        'an explanation of the year 0',
        (to) =>
          to.get(
            `/api/v1/units/${to.clinic.unitId}/availability/explain?serviceId=${to.clinic.serviceId}&start=0000-01-01T00:00:00Z`,
          ),
        400,
        'start',
      ],
    ],
  )
})

describe('fractions finer than a nanosecond', () => {
  const fine = '2027-03-01T09:00:00.0000000000Z'
  refuses(
    () => caller,
    [
      ['ten digits of a second in a start', (to) => to.lock({ start: fine }), 400, 'start'],
      [
        'forty digits of a second in a start',
        (to) => to.lock({ start: `2027-03-01T09:00:00.${'1'.repeat(40)}Z` }),
        400,
        'start',
      ],
      [
        'ten digits of a second before an offset',
        (to) => to.book(ona, { start: fine.replace('Z', '+02:00') }),
        400,
        'start',
      ],
      ['ten digits of a second where a block starts', (to) => to.block({ startsAt: fine }), 400, 'startsAt'],
      ['ten digits of a second where a block ends', (to) => to.block({ endsAt: fine }), 400, 'endsAt'],
      [
        'ten digits of a second in a move',
        (to) => to.call('POST', `/api/v1/appointments/${to.booked.id}/move`, { start: fine }, to.desk),
        400,
        'start',
      ],
      [
        'ten digits of a second in the range of a list',
        (to) => to.get(`/api/v1/appointments?unitId=${to.clinic.unitId}&from=${fine}`, to.desk),
        400,
        'from',
      ],
      [
        'ten digits of a second in a question why',
        (to) =>
          to.get(
            `/api/v1/units/${to.clinic.unitId}/availability/explain?serviceId=${to.clinic.serviceId}&start=${fine}`,
          ),
        400,
        'start',
      ],
      [
        'ten digits of a second where a key ends',
        (to) => {
          const key = { name: 'Website', role: 'STAFF', unitIds: null, scopes: ['catalogue:read'], expiresAt: fine }
          return to.call('POST', '/api/v1/api-keys', key, to.admin)
        },
        400,
        'expiresAt',
      ],
    ],
  )

  it('nine digits of a second are the finest there are, and mean what they say', async () => {
    const { status, body } = await caller.lock({ start: '2027-03-01T11:00:00.000000000+02:00' })
    assert.equal(status, 201, JSON.stringify(body))
    assert.equal(Date.parse(body.start), Date.parse('2027-03-01T09:00:00Z'))
  })
})
