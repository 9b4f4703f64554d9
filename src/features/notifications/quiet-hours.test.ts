import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { zoneClock } from '../../lib/time/zone-clock.ts'
import type { ChannelName } from './channels/channel.ts'
import { quietUntil, readQuietHours, sendAfter } from './quiet-hours.ts'
import { sampleMessages } from './sample-facts.ts'

const at = (text: string) => Date.parse(text)
const shown = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString())

type Given = { zone?: string; unitZone?: string; channel?: ChannelName; startsAt?: string; isUrgent?: boolean }

const { facts } = sampleMessages('lt').find(({ kind }) => kind === 'appointment-reminder')!

function waitsUntil(quietHours: string, now: string, given: Given = {}) {
  const { zone = 'Europe/Vilnius', unitZone = 'Europe/Vilnius', startsAt = '2027-12-01T10:00:00Z' } = given
  const message = {
    channel: given.channel ?? ('SMS' as const),
    isUrgent: given.isUrgent ?? false,
    facts: {
      ...facts,
      recipient: { ...facts.recipient, timeZone: zone },
      unit: { ...facts.unit, timeZone: unitZone },
      appointment: facts.appointment && { ...facts.appointment, startsAt },
    },
  }
  return shown(sendAfter(message, readQuietHours(quietHours), at(now)))
}

describe('quiet hours', () => {
  it('E2: cross midnight or do not, their end is not quiet, their start is', () => {
    // Vilnius is at +02:00.
    assert.equal(waitsUntil('21:00-08:00', '2027-03-01T18:59:59Z'), null)
    assert.equal(waitsUntil('21:00-08:00', '2027-03-01T19:00:00Z'), '2027-03-02T06:00:00.000Z')
    assert.equal(waitsUntil('21:00-08:00', '2027-03-02T05:59:59Z'), '2027-03-02T06:00:00.000Z')
    assert.equal(waitsUntil('21:00-08:00', '2027-03-02T06:00:00Z'), null)
    assert.equal(waitsUntil('12:30-14:00', '2027-03-02T11:00:00Z'), '2027-03-02T12:00:00.000Z')
    assert.equal(waitsUntil('12:30-14:00', '2027-03-02T10:29:00Z'), null)
    assert.equal(waitsUntil('00:00-06:00', '2027-03-01T22:00:00Z'), '2027-03-02T04:00:00.000Z')
  })

  it('E2: off, and two equal times, keep nobody waiting', () => {
    for (const none of ['off', '08:00-08:00']) assert.equal(waitsUntil(none, '2027-03-02T01:00:00Z'), null)
  })

  it('E2: only what rings waits, and nothing that is urgent', () => {
    const night = '2027-03-02T01:00:00Z'
    for (const channel of ['SMS', 'WHATSAPP', 'TELEGRAM'] as const) {
      assert.notEqual(waitsUntil('21:00-08:00', night, { channel }), null, channel)
      assert.equal(waitsUntil('21:00-08:00', night, { channel, isUrgent: true }), null, channel)
    }
    assert.equal(waitsUntil('21:00-08:00', night, { channel: 'EMAIL' }), null)
  })

  it('E2: it is night where the reader is; a zone nobody knows is read as the unit’s', () => {
    const now = '2027-03-01T23:00:00Z'
    assert.equal(waitsUntil('21:00-08:00', now, { zone: 'America/Sao_Paulo' }), null)
    assert.equal(
      waitsUntil('21:00-08:00', '2027-03-02T00:00:00Z', { zone: 'America/Sao_Paulo' }),
      '2027-03-02T11:00:00.000Z',
    )
    assert.equal(waitsUntil('21:00-08:00', now, { zone: 'Mars/Olympus' }), '2027-03-02T06:00:00.000Z')
  })

  it('E2: nobody waits until less than two hours before the appointment', () => {
    const now = '2027-03-01T23:00:00Z'
    assert.equal(waitsUntil('21:00-08:00', now, { startsAt: '2027-03-02T08:00:00Z' }), '2027-03-02T06:00:00.000Z')
    assert.equal(waitsUntil('21:00-08:00', now, { startsAt: '2027-03-02T07:59:59Z' }), null)
    assert.equal(waitsUntil('21:00-08:00', now, { startsAt: '2027-03-01T23:30:00Z' }), null)
  })

  it('E2: in nights when clocks change the end is what clocks show then', () => {
    // 28 March 2027 03:00 → 04:00, and 31 October 2027 04:00 → 03:00 in Vilnius.
    assert.equal(waitsUntil('21:00-08:00', '2027-03-27T22:00:00Z'), '2027-03-28T05:00:00.000Z')
    assert.equal(waitsUntil('21:00-08:00', '2027-10-30T22:00:00Z'), '2027-10-31T06:00:00.000Z')
    // An end that is skipped is the end of the gap; one that is shown twice is the first showing, and holds.
    assert.equal(waitsUntil('21:00-03:30', '2027-03-28T00:00:00Z'), '2027-03-28T01:00:00.000Z')
    assert.equal(waitsUntil('21:00-03:30', '2027-10-31T00:00:00Z'), '2027-10-31T00:30:00.000Z')
    assert.equal(waitsUntil('21:00-03:30', '2027-10-31T01:15:00Z'), null)
    // The half hour that would have been left between two nights is skipped.
    assert.equal(waitsUntil('03:30-03:00', '2027-03-28T00:30:00Z'), '2027-03-29T00:00:00.000Z')
  })

  it('E2: whatever the hours, the zone and the instant, the end lies ahead, is not quiet, and all before it is', () => {
    const time = fc.integer({ min: 0, max: 1439 })
    const zone = fc.constantFrom(
      'Europe/Vilnius',
      'America/Sao_Paulo',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'Africa/Casablanca',
      'UTC',
    )
    const changes = [
      '2027-03-28T01:00Z',
      '2027-10-31T01:00Z',
      '2011-12-30T10:00Z',
      '2018-02-18T02:00Z',
      '2027-02-07T02:00Z',
    ]
    const instant = fc.oneof(
      fc.integer({ min: at('2026-01-01'), max: at('2030-01-01') }),
      fc
        .tuple(fc.constantFrom(...changes.map(at)), fc.integer({ min: -36e5 * 30, max: 36e5 * 30 }))
        .map(([a, b]) => a + b),
    )
    fc.assert(
      fc.property(
        time,
        time,
        zone,
        instant,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (from, to, name, now, share) => {
          fc.pre(from !== to)
          const clock = zoneClock(name)
          const end = quietUntil(clock, { from, to }, now)
          const minute = Math.floor((clock.wallAt(now) % 86_400_000) / 60_000)
          const isNight = from < to ? from <= minute && minute < to : minute >= from || minute < to
          // Within a day of a change of clocks, walls alone do not tell which showing of a time it is.
          const isPlain = clock.offsetAt(now - 86_400_000) === clock.offsetAt(now + 86_400_000)
          if (isPlain) assert.equal(end !== null, isNight)
          if (end === null) return
          assert.ok(end > now)
          assert.equal(quietUntil(clock, { from, to }, end), null)
          assert.equal(quietUntil(clock, { from, to }, now + Math.floor((end - now - 1) * share)), end)
          if (isPlain) assert.equal(end <= now + 86_400_000, true)
        },
      ),
      { numRuns: 5000 },
    )
  })
})
