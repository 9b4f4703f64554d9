import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { UnknownTimeZone, ZONE_KNOWN_FROM, ZONE_KNOWN_TO, zoneClock } from './zone-clock.ts'

const zones = Intl.supportedValuesOf('timeZone')

function offsetByTemporal(zone: string, instant: number): number {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6
}

test('C1: the offset of every zone is the one Temporal gives, and changes exactly when it does', () => {
  for (const zone of zones) {
    const clock = zoneClock(zone)
    for (let instant = Date.UTC(1971, 0, 1); instant < Date.UTC(2045, 0, 1); instant += 211.37 * 86_400_000) {
      const whole = Math.floor(instant)
      assert.equal(clock.offsetAt(whole), offsetByTemporal(zone, whole), `${zone} ${whole}`)
      const change = clock.nextChangeAfter(whole)
      if (change === Number.POSITIVE_INFINITY) continue
      assert.equal(clock.offsetAt(change), offsetByTemporal(zone, change), `${zone} ${change}`)
      assert.equal(clock.offsetAt(change - 1), offsetByTemporal(zone, change - 1), `${zone} ${change}`)
      assert.ok(change > whole)
    }
  }
})

test('C1: a wall time becomes the first instant at which the clock shows it, or a later one', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2060, 0, 1) }),
      fc.integer({ min: -100, max: 100 }),
      (zone, anywhere, quarters) => {
        const clock = zoneClock(zone)
        // Near a change, when the zone has one: that is where it is hard.
        const change = clock.nextChangeAfter(anywhere)
        const wall = (Number.isFinite(change) ? clock.wallAt(change) : anywhere) + quarters * 900_000
        const instant = clock.firstInstantAt(wall)
        assert.ok(clock.wallAt(instant) >= wall)
        assert.ok(clock.wallAt(instant - 1) < wall)

        const plain = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime()
        const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' })
        if (earlier.toPlainDateTime().equals(plain)) assert.equal(instant, earlier.epochMilliseconds)
        else assert.equal(instant, earlier.getTimeZoneTransition('next')?.epochMilliseconds)
      },
    ),
    { numRuns: 2_000 },
  )
})

test('C1: later wall times never become earlier instants', () => {
  for (const zone of [
    'America/Goose_Bay',
    'Pacific/Apia',
    'Australia/Lord_Howe',
    'America/Havana',
    'Antarctica/Troll',
  ]) {
    const clock = zoneClock(zone)
    let last = Number.NEGATIVE_INFINITY
    for (let wall = Date.UTC(2009, 0, 1); wall < Date.UTC(2013, 0, 1); wall += 15 * 60_000) {
      const instant = clock.firstInstantAt(wall)
      assert.ok(instant >= last, `${zone} ${new Date(wall).toISOString()}`)
      last = instant
    }
  }
})

test('C1: a zone is known by any spelling of its name and read once', () => {
  assert.equal(zoneClock('europe/vilnius'), zoneClock('Europe/Vilnius'))
  assert.equal(zoneClock('Europe/Vilnius').zone, 'Europe/Vilnius')
  assert.equal(zoneClock('UTC').offsetAt(0), 0)
  assert.equal(zoneClock('Etc/GMT+5').offsetAt(0), -5 * 3_600_000)
})

test('C1: a name that is no IANA zone is refused, an offset too', () => {
  for (const zone of [
    '',
    'Nowhere/Land',
    '+02:00',
    '-0500',
    '2027-01-01T00:00[Europe/Vilnius]',
    'Europe/Vilnius ',
    '../UTC',
  ]) {
    assert.throws(
      () => zoneClock(zone),
      (error) => error instanceof UnknownTimeZone && error instanceof RangeError && error.zone === zone,
      zone,
    )
  }
})

test('C1: outside the years whose offsets are known the nearest offset is kept', () => {
  const clock = zoneClock('America/New_York')
  assert.equal(clock.offsetAt(-8.64e15), clock.offsetAt(ZONE_KNOWN_FROM))
  assert.equal(clock.offsetAt(8.64e15), clock.offsetAt(ZONE_KNOWN_TO))
  assert.equal(clock.nextChangeAfter(ZONE_KNOWN_TO), Number.POSITIVE_INFINITY)
})
