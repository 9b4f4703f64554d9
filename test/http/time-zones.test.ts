/** The days on which clocks change, end to end: what is offered, what is held, and when it ends. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { system } from '../../src/features/identity/actor.ts'
import { addHoursException } from '../../src/features/units/add-hours-exception.ts'
import { setWorkingHours } from '../../src/features/units/set-working-hours.ts'
import { type Clinic, openClinic } from '../clinic.ts'
import { assertInvariants } from '../system/invariants.ts'
import { actingAs, openWorld, type World } from '../world.ts'

let world: World

before(async () => {
  world = await openWorld()
})
after(() => world.close())

type Slot = { start: string; end: string }

async function slotsOn(clinic: Clinic, from: string, to: string = from): Promise<Slot[]> {
  const path = `/api/v1/units/${clinic.unitId}/availability?serviceId=${clinic.serviceId}&from=${from}&to=${to}`
  const { status, body } = await world.call('GET', path)
  assert.equal(status, 200, JSON.stringify(body))
  return body.slots
}

const lock = (clinic: Clinic, start: string, durationMinutes: 30 | 60 | 90 = 30) =>
  world.call('POST', '/api/v1/slots/lock', {
    unitId: clinic.unitId,
    serviceId: clinic.serviceId,
    start,
    durationMinutes,
  })

const inZone = (instant: string, zone: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
const wallTimes = (slots: Slot[], zone: string) =>
  slots.map(({ start }) => inZone(start, zone).toPlainTime().toString({ smallestUnit: 'minute' }))

/** A clinic open round the clock, seen from a month before the day in question. */
async function openAround(timeZone: string, day: string, more: Parameters<typeof openClinic>[1] = {}): Promise<Clinic> {
  world.setClock(Temporal.PlainDate.from(day).subtract({ days: 20 }).toZonedDateTime('UTC').toInstant().toString())
  return openClinic(world, { timeZone, ...more })
}

/** Every slot of a day can be held, and no two of them overlap. */
async function assertAllHeld(clinic: Clinic, slots: Slot[]): Promise<void> {
  for (const { start, end } of slots) {
    const { status, body } = await lock(clinic, start)
    assert.equal(status, 201, `${start}: ${JSON.stringify(body)}`)
    assert.equal(Date.parse(body.end), Date.parse(end))
  }
}

const changes = [
  { zone: 'Europe/Vilnius', day: '2027-03-28', hours: 23, skipped: ['03:00', '03:30'], repeated: [] },
  { zone: 'Europe/Vilnius', day: '2027-10-31', hours: 25, skipped: [], repeated: ['03:00', '03:30'] },
  { zone: 'America/New_York', day: '2027-03-14', hours: 23, skipped: ['02:00', '02:30'], repeated: [] },
  { zone: 'America/New_York', day: '2027-11-07', hours: 25, skipped: [], repeated: ['01:00', '01:30'] },
  { zone: 'Australia/Lord_Howe', day: '2027-10-03', hours: 23.5, skipped: ['02:00'], repeated: [] },
  { zone: 'Australia/Lord_Howe', day: '2027-04-04', hours: 24.5, skipped: [], repeated: ['01:30'] },
]

describe('a day of which the clock is changed', () => {
  for (const { zone, day, hours, skipped, repeated } of changes) {
    it(`C1: ${day} in ${zone} has ${hours} hours of slots, and every one of them can be held`, async () => {
      const clinic = await openAround(zone, day)
      const slots = await slotsOn(clinic, day)
      assert.equal(slots.length, hours * 2)
      assert.ok(slots.every(({ start }) => inZone(start, zone).toPlainDate().toString() === day))
      assert.equal(new Set(slots.map(({ start }) => start)).size, slots.length)
      const times = wallTimes(slots, zone)
      for (const time of skipped) assert.ok(!times.includes(time), `${time} is on no clock that day`)
      for (const time of repeated) assert.equal(times.filter((one) => one === time).length, 2, `${time} comes twice`)
      assert.equal(new Set(times).size, times.length - repeated.length)
      await assertAllHeld(clinic, slots)
      assert.deepEqual(await slotsOn(clinic, day), [])
      // The days beside it are ordinary ones.
      const before = Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()
      const after = Temporal.PlainDate.from(day).add({ days: 1 }).toString()
      assert.deepEqual([(await slotsOn(clinic, before)).length, (await slotsOn(clinic, after)).length], [48, 48])
      await assertInvariants(world.query, clinic.unitId)
    })
  }

  it('C1: hours that are open over the change are as long as they are, not as the clock says', async () => {
    const spring = await openAround('Europe/Vilnius', '2027-03-28', { hours: { opensAt: '02:00', closesAt: '06:00' } })
    assert.deepEqual(wallTimes(await slotsOn(spring, '2027-03-28'), 'Europe/Vilnius'), [
      '02:00',
      '02:30',
      '04:00',
      '04:30',
      '05:00',
      '05:30',
    ])
    const autumn = await openAround('America/New_York', '2027-11-07', {
      hours: { opensAt: '00:30', closesAt: '02:30' },
    })
    assert.deepEqual(wallTimes(await slotsOn(autumn, '2027-11-07'), 'America/New_York'), [
      '00:30',
      '01:00',
      '01:30',
      '01:00',
      '01:30',
      '02:00',
    ])
  })
})

describe('a time the clock shows twice', () => {
  for (const [zone, first, second] of [
    ['Europe/Vilnius', '2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z'],
    ['America/New_York', '2027-11-07T05:30:00Z', '2027-11-07T06:30:00Z'],
    ['Australia/Lord_Howe', '2027-04-03T14:30:00Z', '2027-04-03T15:00:00Z'],
  ] as const) {
    it(`C1: in ${zone} it is two slots, held apart by two people`, async () => {
      const clinic = await openAround(zone, first.slice(0, 10))
      const wall = (instant: string) => inZone(instant, zone).toPlainDateTime().toString()
      assert.equal(wall(first), wall(second))
      const holds = [await lock(clinic, first), await lock(clinic, second)]
      assert.deepEqual(
        holds.map(({ status }) => status),
        [201, 201],
      )
      assert.deepEqual(
        holds.map(({ body }) => Date.parse(body.start)),
        [Date.parse(first), Date.parse(second)],
      )
      assert.equal((await lock(clinic, first)).status, 409)
      // By its offset the same instant is meant, whichever way it is written.
      const spelt = inZone(second, zone).toString({ timeZoneName: 'never' })
      assert.equal((await lock(clinic, spelt)).status, 409)
      const told = (await world.events()).filter(
        ({ unitId, type }) => unitId === clinic.unitId && type === 'slot.locked',
      )
      const [time] = new Set(told.map(({ data }) => data.startTime))
      assert.equal(time, inZone(first, zone).toPlainTime().toString({ smallestUnit: 'minute' }))
      assert.notEqual(told[0]?.data.startsAt, told[1]?.data.startsAt)
    })
  }
})

describe('an appointment during which the clock is changed', () => {
  const spans = [
    { zone: 'Europe/Vilnius', start: '2027-03-28T00:30:00Z', from: '02:30', to: '05:00' },
    { zone: 'Europe/Vilnius', start: '2027-10-31T00:30:00Z', from: '03:30', to: '04:00' },
    { zone: 'America/New_York', start: '2027-03-14T06:30:00Z', from: '01:30', to: '04:00' },
    { zone: 'America/New_York', start: '2027-11-07T05:30:00Z', from: '01:30', to: '02:00' },
    { zone: 'Australia/Lord_Howe', start: '2027-10-02T15:00:00Z', from: '01:30', to: '03:30' },
    { zone: 'Australia/Lord_Howe', start: '2027-04-03T14:30:00Z', from: '01:30', to: '02:30' },
  ]
  for (const { zone, start, from, to } of spans) {
    it(`D1: ninety minutes from ${from} in ${zone} end at ${to}, and block exactly ninety minutes`, async () => {
      const clinic = await openAround(zone, start.slice(0, 10))
      const { status, body } = await lock(clinic, start, 90)
      assert.equal(status, 201, JSON.stringify(body))
      assert.equal(Date.parse(body.end) - Date.parse(body.start), 90 * 60_000)
      const clock = (instant: string) => inZone(instant, zone).toPlainTime().toString({ smallestUnit: 'minute' })
      assert.deepEqual([clock(body.start), clock(body.end)], [from, to])
      const locked = (await world.events()).filter(({ subject }) => subject.id === body.appointmentId)
      assert.deepEqual([locked[0]?.data.startTime, locked[0]?.data.endTime], [from, to])
      const [row] = await world.query<{ minutes: number }>(
        'select (extract(epoch from ends_at - starts_at) / 60)::int as minutes from appointments where id = $1',
        [body.appointmentId],
      )
      assert.equal(row?.minutes, 90)
      const day = inZone(start, zone).toPlainDate().toString()
      const taken = (instant: number) => instant >= Date.parse(body.start) && instant < Date.parse(body.end)
      const offered = (await slotsOn(clinic, day)).map((slot) => Date.parse(slot.start))
      assert.ok(!offered.some(taken))
      assert.ok(offered.includes(Date.parse(body.end)))
      assert.ok(offered.includes(Date.parse(body.start) - 30 * 60_000))
      await assertInvariants(world.query, clinic.unitId)
    })
  }
})

describe('a day that never was', () => {
  const zone = 'Pacific/Apia'

  it('C1: in Apia the 29th of December 2011 is followed by the 31st, without a slot between', async () => {
    const clinic = await openAround(zone, '2011-12-30')
    const slots = await slotsOn(clinic, '2011-12-29', '2011-12-31')
    assert.equal(slots.length, 96)
    const days = Object.groupBy(slots, ({ start }) => inZone(start, zone).toPlainDate().toString())
    assert.deepEqual(
      Object.entries(days).map(([day, of]) => [day, of?.length]),
      [
        ['2011-12-29', 48],
        ['2011-12-31', 48],
      ],
    )
    assert.deepEqual(await slotsOn(clinic, '2011-12-30'), [])
    await assertAllHeld(clinic, slots.slice(44, 52))
  })

  it('D1: an appointment late on the 29th ends on the 31st, an hour and a half later', async () => {
    const clinic = await openAround(zone, '2011-12-30')
    const { status, body } = await lock(clinic, '2011-12-30T09:30:00Z', 90)
    assert.equal(status, 201, JSON.stringify(body))
    assert.equal(inZone(body.start, zone).toPlainDateTime().toString(), '2011-12-29T23:30:00')
    assert.equal(inZone(body.end, zone).toPlainDateTime().toString(), '2011-12-31T01:00:00')
    assert.equal((await lock(clinic, '2011-12-30T10:30:00Z')).status, 409)
    assert.equal((await lock(clinic, '2011-12-30T11:00:00Z')).status, 201)
  })

  it('C1: hours of its weekday and exceptions of its date open nothing', async () => {
    const clinic = await openAround(zone, '2011-12-30')
    const [resourceId] = clinic.resourceIds
    assert.ok(resourceId)
    const ctx = actingAs(world, system)
    // The 30th would have been a Friday.
    const windows = [{ weekday: 5, opensAt: '09:00', closesAt: '17:00', validFrom: null, validTo: null }]
    await setWorkingHours(ctx, { resourceId, ifMatch: undefined, windows })
    const exception = { on: '2011-12-30', windows: [{ opensAt: '10:00', closesAt: '12:00' }], note: '' }
    await addHoursException(ctx, { of: { resourceId }, exception })
    assert.deepEqual(await slotsOn(clinic, '2011-12-26', '2012-01-05'), [])
    assert.equal((await slotsOn(clinic, '2012-01-06')).length, 16)
  })
})

describe('people in one zone, the unit in another', () => {
  it('C1: dates and the grid are the unit’s, working hours the person’s', async () => {
    world.setClock('2027-02-26T08:00:00Z')
    const clinic = await openClinic(world, {
      timeZone: 'Asia/Kathmandu',
      hours: { opensAt: '09:00', closesAt: '11:00' },
    })
    const [resourceId] = clinic.resourceIds
    // Kathmandu is 5:45 ahead: a person there opens at 03:15 UTC.
    assert.deepEqual(
      (await slotsOn(clinic, '2027-03-01')).map(({ start }) => start),
      ['2027-03-01T03:15:00Z', '2027-03-01T03:45:00Z', '2027-03-01T04:15:00Z', '2027-03-01T04:45:00Z'],
    )
    await world.query(`update resources set time_zone = 'Europe/Vilnius' where id = $1`, [resourceId])
    await world.query('update units set catalogue_version = catalogue_version + 1 where id = $1', [clinic.unitId])
    // The same hours in Vilnius begin at 07:00 UTC, which is 12:45 on the unit's clock; its grid goes by the half hour.
    const slots = await slotsOn(clinic, '2027-03-01')
    assert.deepEqual(
      slots.map(({ start }) => start),
      ['2027-03-01T07:15:00Z', '2027-03-01T07:45:00Z', '2027-03-01T08:15:00Z'],
    )
    await assertAllHeld(clinic, slots)
    assert.equal((await lock(clinic, '2027-03-01T07:00:00Z')).body.rule, 'grid')
    assert.equal((await lock(clinic, '2027-03-01T06:45:00Z')).body.rule, 'closed')
  })
})
