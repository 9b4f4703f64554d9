import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { writeNotifications } from '../../src/features/notifications/write-notifications.ts'
import type { ResourceId } from '../../src/lib/ids.ts'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { openWorld, type World } from '../world.ts'

type Row = {
  kind: string
  audience: string
  channel: string
  address: string
  ics_method: string | null
  ics_sequence: number | null
  ics: { partstat: string; status: string | null; dtstamp: number } | null
  status: string
}

describe('messages that follow from events', () => {
  let world: World
  let clinic: Clinic
  let staff: Record<string, string>

  before(async () => {
    world = await openWorld()
    world.setClock('2027-03-01T08:00:00Z')
    clinic = await openClinic(world, { people: 2 })
    staff = (await employ(world, clinic.unitId, 'STAFF')).headers
    for (const [i, id] of clinic.resourceIds.entries()) {
      await world.query('update resources set email = $1 where id = $2', [`person${i}@clinic.example`, id])
    }
  })
  after(() => world.close())

  const everyChannel = () => true
  const write = async (of?: string) => {
    const events = (await world.events()).filter(({ subject }) => of === undefined || subject.id === of)
    return writeNotifications(world.ctx, events, everyChannel)
  }
  const rowsOf = (appointmentId: string) =>
    world.query<Row>('select * from notifications where appointment_id = $1 order by seq', [appointmentId])
  const told = async (appointmentId: string) =>
    (await rowsOf(appointmentId)).map(({ kind, address, ics_method, ics_sequence }) =>
      [kind, address, ics_method, ics_sequence].join(' ').trim(),
    )
  let hour = 0
  const book = async (client: Record<string, unknown>, resourceIds?: readonly ResourceId[]) => {
    hour++
    const start = Temporal.Instant.from('2027-03-02T08:00:00Z').add({ hours: hour }).toString()
    const { status, body } = await world.call('POST', '/api/v1/appointments', {
      unitId: clinic.unitId,
      serviceId: clinic.serviceId,
      start,
      durationMinutes: 30,
      ...(resourceIds && { resourceIds }),
      client,
    })
    assert.equal(status, 201, JSON.stringify(body))
    return body as { id: string; start: string; rowVersion: number }
  }
  const change = async (id: string, what: string, body: Record<string, unknown> = {}) => {
    const { rowVersion } = (await world.call('GET', `/api/v1/appointments/${id}`, undefined, staff)).body
    const answer = await world.call('POST', `/api/v1/appointments/${id}/${what}`, body, {
      ...staff,
      'if-match': `"${rowVersion}"`,
    })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
  }
  const at = (start: string, hours: number) => Temporal.Instant.from(start).add({ hours }).toString()
  const [first, second] = [() => clinic.resourceIds[0]!, () => clinic.resourceIds[1]!]

  it('D3: a booking invites client and provider, a move moves the entry, a cancellation takes it away', async () => {
    const { id, start } = await book({ name: 'Ana', email: 'Ana@home.example' }, [first()])
    await change(id, 'move', { start: at(start, 24) })
    await change(id, 'cancel')
    await write(id)
    assert.deepEqual(await told(id), [
      'appointment-booked Ana@home.example REQUEST 0',
      'appointment-booked person0@clinic.example REQUEST 0',
      'appointment-moved Ana@home.example REQUEST 1',
      'appointment-moved person0@clinic.example REQUEST 1',
      'appointment-cancelled Ana@home.example CANCEL 2',
      'appointment-cancelled person0@clinic.example CANCEL 2',
    ])
    const rows = await rowsOf(id)
    const mine = rows.filter(({ audience }) => audience === 'CLIENT').map(({ ics }) => ics)
    assert.deepEqual(
      mine.map((ics) => [ics?.status, ics?.partstat]),
      [
        ['CONFIRMED', 'NEEDS-ACTION'],
        ['CONFIRMED', 'NEEDS-ACTION'],
        ['CANCELLED', 'NEEDS-ACTION'],
      ],
    )
    const stamps = mine.map((ics) => ics?.dtstamp ?? 0)
    assert.deepEqual(stamps, [stamps[0], stamps[0]! + 1000, stamps[0]! + 2000])
  })

  it('E1: events handed over again write nothing again, in bulk, one by one and by many at once', async () => {
    const { id, start } = await book({ name: 'Rui', email: 'rui@home.example' }, [first()])
    await change(id, 'move', { start: at(start, 24) })
    const events = (await world.events()).filter(({ subject }) => subject.id === id)
    for (const event of events) await writeNotifications(world.ctx, [event], everyChannel)
    const once = await told(id)
    assert.equal(once.length, 4)
    await Promise.all(Array.from({ length: 5 }, () => write(id)))
    for (const event of events) await writeNotifications(world.ctx, [event], everyChannel)
    assert.deepEqual(await told(id), once)
  })

  it('D3: moved to somebody else, the one before is taken off the entry and the other is invited', async () => {
    const { id, start } = await book({ name: 'Eva', email: 'eva@home.example' }, [first()])
    await change(id, 'move', { start, resourceIds: [second()] })
    await write(id)
    assert.deepEqual((await told(id)).slice(2).sort(), [
      'appointment-booked person1@clinic.example REQUEST 1',
      'appointment-cancelled person0@clinic.example CANCEL 1',
      'appointment-moved eva@home.example REQUEST 1',
    ])
    const targeted = (await rowsOf(id)).find(({ ics_method }) => ics_method === 'CANCEL')
    assert.equal(targeted?.ics?.status, null)
  })

  it('H6: an appointment from before anybody was invited moves and cancels correctly', async () => {
    const { id, start } = await book({ name: 'Old', email: 'old@home.example' }, [first()])
    await change(id, 'move', { start: at(start, 24) })
    const [, ...later] = (await world.events()).filter(
      ({ subject, type }) => subject.id === id && type.startsWith('app'),
    )
    await writeNotifications(world.ctx, later, everyChannel)
    assert.deepEqual(await told(id), [
      'appointment-moved old@home.example REQUEST 1',
      'appointment-moved person0@clinic.example REQUEST 1',
    ])
    const { id: other } = await book({ name: 'Older', email: 'older@home.example' }, [first()])
    await change(other, 'cancel')
    const [, cancelled] = (await world.events()).filter(
      ({ subject, type }) => subject.id === other && type.startsWith('app'),
    )
    await writeNotifications(world.ctx, [cancelled!], everyChannel)
    assert.deepEqual(await told(other), [
      'appointment-cancelled older@home.example',
      'appointment-cancelled person0@clinic.example',
    ])
  })

  it('E2: nobody is written to on a channel they closed, and the next one is taken', async () => {
    const client = { name: 'Jo', phone: '+37060000001', email: 'jo@home.example' }
    const path = `/api/v1/units/${clinic.unitId}/opt-outs`
    const closed = await world.call('POST', path, { channel: 'EMAIL', address: 'Jo@home.example' }, staff)
    assert.deepEqual([closed.status, closed.body.address, closed.body.source], [200, 'jo@home.example', 'STAFF'])
    const { id } = await book(client, [first()])
    await write(id)
    assert.deepEqual(
      (await rowsOf(id)).map(({ channel, audience, ics_method }) => [channel, audience, ics_method]),
      [
        ['SMS', 'CLIENT', null],
        ['EMAIL', 'PROVIDER', 'REQUEST'],
      ],
    )
    assert.deepEqual(
      (await world.call('GET', path, undefined, staff)).body.items.map(({ address }: { address: string }) => address),
      ['jo@home.example'],
    )
    assert.equal((await world.call('DELETE', `${path}/EMAIL/jo@home.example`, undefined, staff)).status, 200)
    assert.equal((await world.call('DELETE', `${path}/EMAIL/jo@home.example`, undefined, staff)).status, 404)
  })

  it('E2: who prefers another channel is told there, and has the entry by e-mail all the same', async () => {
    const { id } = await book({ name: 'Kai', phone: '+37060000002', email: 'kai@home.example' }, [first()])
    await world.query(`update clients set channels = '{SMS,EMAIL}' where phone = '+37060000002'`)
    await write(id)
    assert.deepEqual(
      (await rowsOf(id)).slice(0, 2).map(({ channel, ics_method }) => [channel, ics_method]),
      [
        ['EMAIL', 'REQUEST'],
        ['SMS', null],
      ],
    )
  })

  it('D1: an address typed by whoever books is told of that appointment and of no other of the same client', async () => {
    await world.call(
      'POST',
      `/api/v1/units/${clinic.unitId}/clients`,
      { name: 'Victim', phone: '+37060000003', email: 'victim@home.example' },
      staff,
    )
    const { id } = await book({ name: 'Thief', phone: '+37060000003', email: 'thief@away.example' }, [first()])
    const { id: other } = await book({ name: 'Victim', phone: '+37060000003' }, [first()])
    await write(id)
    await write(other)
    assert.match((await told(id))[0] ?? '', /thief@away\.example/)
    assert.match((await told(other))[0] ?? '', /victim@home\.example/)
  })

  it('D3: an entry at an address that is theirs no more is taken away with the next change', async () => {
    const { body: client } = await world.call(
      'POST',
      `/api/v1/units/${clinic.unitId}/clients`,
      { name: 'Una', email: 'una@old.example' },
      staff,
    )
    const start = '2027-03-20T10:00:00Z'
    const about = { unitId: clinic.unitId, serviceId: clinic.serviceId, start, durationMinutes: 30 }
    const booked = await world.call(
      'POST',
      '/api/v1/appointments',
      { ...about, resourceIds: [first()], client: { clientId: client.id } },
      staff,
    )
    assert.equal(booked.status, 201, JSON.stringify(booked.body))
    const { id } = booked.body
    await write(id)
    const told = (await world.events()).length
    await world.query(`update clients set email = 'una@new.example' where id = $1`, [client.id])
    await world.query(`update resources set email = 'moved@clinic.example' where id = $1`, [first()])
    await change(id, 'move', { start: at(start, 24) })
    await change(id, 'cancel')
    await writeNotifications(world.ctx, (await world.events()).slice(told), everyChannel)
    await world.query(`update resources set email = 'person0@clinic.example' where id = $1`, [first()])
    assert.deepEqual(
      (await rowsOf(id))
        .filter(({ ics_method }) => ics_method !== null)
        .map(({ address, ics_method, ics_sequence }) => `${address} ${ics_method} ${ics_sequence}`)
        .sort(),
      [
        'moved@clinic.example CANCEL 2',
        'moved@clinic.example REQUEST 1',
        'person0@clinic.example CANCEL 1',
        'person0@clinic.example REQUEST 0',
        'una@new.example CANCEL 2',
        'una@new.example REQUEST 1',
        'una@old.example CANCEL 1',
        'una@old.example REQUEST 0',
      ],
    )
  })

  it('D1: whoever books with a phone number nobody knows yet does not become the address of its owner', async () => {
    const { id } = await book({ name: 'Thief', phone: '+37060000009', email: 'thief@away.example' }, [first()])
    const { id: later } = await book({ name: 'Owner', phone: '+37060000009' }, [first()])
    await write(id)
    await write(later)
    assert.match((await told(id))[0] ?? '', /thief@away\.example/)
    assert.ok((await rowsOf(later)).every(({ address }) => address !== 'thief@away.example'))
  })
})
