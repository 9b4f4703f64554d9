/** The SQL of one hold and its confirmation, as a pgbench script: the limit the HTTP bench is measured against. */

import { insertEvent } from '../src/features/audit/events.sql.ts'
import { readOccupancyInDetail } from '../src/features/availability/occupancy.sql.ts'
import * as appointments from '../src/features/booking/appointments.sql.ts'
import * as claims from '../src/features/booking/claims.sql.ts'
import { findOrCreateByPhone } from '../src/features/clients/clients.sql.ts'
import type { BenchUnit } from './calendar.ts'

/**
 * The statements the server sends for `POST /slots/lock` and `POST /appointments`, word for word, with SQL expressions in
 * the place of the parameters. Every pair takes its own half hour of one of the unit's people.
 */
export function bookingScript(unit: BenchUnit): string {
  const q = (text: string) => `'${text}'`
  const people = `(array[${unit.resourceIds.map(q).join(',')}])[1 + :n % ${unit.resourceIds.length}]`
  const appointment = `md5('${unit.unitId} a' || :n)::uuid`
  const token = `md5('${unit.unitId} t' || :n)::uuid`
  const start = `(date_trunc('hour', now()) + interval '1 day' + (:n / ${unit.resourceIds.length}) * interval '30 minutes')`
  const later = `(${start} + interval '30 minutes')`
  const facts = q(
    '{"status":"HELD","startsAt":"2027-01-01T10:00:00.000Z","durationMinutes":30,"resources":[{"role":"provider","resourceId":"01a1f9e0-cfdb-7706-a6a4-a992803726d6"}],"lockLevel":0,"notes":""}',
  )
  const event = (version: number, type: string) =>
    fill(insertEvent.text, [
      `gen_random_uuid()`,
      q(type),
      q(unit.unitId),
      q('appointment'),
      `${appointment}::text`,
      String(version),
      q('{"kind":"anonymous"}'),
      q('api'),
      facts,
      facts,
      facts,
      q('bench'),
    ])
  return [
    '\\set i :i + 1',
    '\\set n :client_id * 10000 + :i',
    'begin',
    fill(readOccupancyInDetail.text, [q(unit.unitId), `array[${people}]`, start, later, q(unit.serviceId)]),
    fill(appointments.insert.text, [
      appointment,
      q(unit.unitId),
      q(unit.serviceId),
      start,
      '30',
      `${appointment} || '@bench'`,
      q('api'),
      'null',
      token,
      `now() + interval '5 minutes'`,
      'null',
      'now()',
    ]),
    fill(claims.insert.text, [
      q(unit.unitId),
      appointment,
      'null',
      `array[${people}]`,
      `array['provider']`,
      `array[${start}]`,
      `array[${later}]`,
      'array[null]',
      'array[1]',
    ]),
    event(1, 'slot.locked'),
    'commit',
    fill(appointments.findByToken.text, [token]),
    'begin',
    fill(findOrCreateByPhone.text, [
      q(unit.unitId),
      'gen_random_uuid()',
      q('Bench'),
      q('+12125550123'),
      'null',
      'null',
      'null',
      'false',
    ]),
    fill(appointments.lockById.text, [appointment]),
    fill(appointments.readLocked.text, [appointment]),
    fill(appointments.update.text, [
      appointment,
      '2',
      q('CONFIRMED'),
      q(unit.clientId),
      start,
      '30',
      '0',
      '0',
      'null',
      'false',
      'null',
      'null',
      'null',
      q('Bench'),
      q(''),
      'now()',
      '0',
      'null',
    ]),
    event(2, 'appointment.confirmed'),
    'commit',
  ]
    .map((line) => (line.startsWith('\\') ? line : `${line.replace(/\s+/g, ' ').trim()};`))
    .join('\n')
}

function fill(text: string, expressions: readonly string[]): string {
  return text.replace(/\$(\d+)/g, (_, position) => `(${expressions[Number(position) - 1]})`)
}
