import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { linkToken } from '../../src/features/calendars/address-token.ts'
import { mintLinks } from '../../src/features/calendars/mint-links.ts'
import type { AppointmentId } from '../../src/lib/ids.ts'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { readCalendar } from '../read-calendar.ts'
import { openWorld, type World } from '../world.ts'

const today = '2027-03-01T08:00:00Z'

describe('the calendar file of an appointment', () => {
  let world: World
  let clinic: Clinic
  let staff: Record<string, string>

  before(async () => {
    world = await openWorld({ PUBLIC_URL: 'https://book.example' })
    world.setClock(today)
    clinic = await openClinic(world, { slug: 'old-town', rooms: 1 })
    staff = {
      ...(await employ(world, clinic.unitId, 'STAFF')).headers,
      origin: 'https://book.example',
      'if-match': '*',
    }
    await world.query('update units set address = $2, phone = $3 where id = $1', [
      clinic.unitId,
      'Pilies g. 1, Vilnius',
      '+37060000000',
    ])
  })
  after(() => world.close())

  let booked = 0
  const book = async (more: Record<string, unknown> = {}, at: Partial<Clinic> = {}) => {
    booked++
    const start = Temporal.Instant.from('2027-03-02T08:00:00Z').add({ hours: 2 * booked })
    const { status, body } = await world.call('POST', '/api/v1/appointments', {
      unitId: clinic.unitId,
      serviceId: clinic.serviceId,
      start: start.toString(),
      durationMinutes: 60,
      client: { name: 'Ona Petraitė', phone: `+3706120${1000 + booked}` },
      notes: 'Allergic to latex',
      ...at,
      ...more,
    })
    assert.equal(status, 201, JSON.stringify(body))
    return { ...body, token: await linkOf(body.id) } as { id: string; uid: string; start: string; token: string }
  }
  /** As the message about a booking does. */
  const linkOf = async (id: string) => {
    const subjectId = id as AppointmentId
    const secret = world.config.AUTH_SECRET
    await world.ctx.transaction(async (tx) =>
      mintLinks(tx, secret, [{ unitId: clinic.unitId, purpose: 'APPOINTMENT', subjectId }]),
    )
    return linkToken(secret, 'APPOINTMENT', subjectId, 1)
  }
  const get = (token: string, method = 'GET') => world.call(method, `/calendar/appointments/${token}.ics`)
  const entryOf = async (token: string) => {
    const { status, body } = await get(token)
    assert.equal(status, 200, body)
    const [entry, ...others] = readCalendar(body).entries
    assert.deepEqual(others, [])
    return entry!
  }

  it('D11: it is one entry in the client’s view, the same one as the invitation’s, and asks nobody anything', async () => {
    const { id, uid, start, token } = await book()
    const { headers, body } = await get(token)
    assert.equal(headers['content-type'], 'text/calendar; charset=utf-8')
    assert.equal(headers['content-disposition'], 'attachment; filename="old-town-2027-03-02.ics"')
    const { method, name, entries } = readCalendar(body)
    assert.deepEqual([method, name], [null, null])
    const [entry] = entries
    assert.deepEqual(entry, {
      uid,
      sequence: 0,
      start: new Date(start).toISOString(),
      end: new Date(Date.parse(start) + 3_600_000).toISOString(),
      stamp: '2027-03-01T08:00:00.000Z',
      summary: 'Visit – Clinic old-town',
      description: `Service: Visit, 60 min\nWith: Person 1\nPhone: +37060000000\nChange or cancel: https://book.example/reschedule?r=${token}`,
      location: 'Room 1, Pilies g. 1, Vilnius',
      status: 'CONFIRMED',
      url: `https://book.example/reschedule?r=${token}`,
      properties: entry?.properties,
    })
    for (const absent of ['ORGANIZER', 'ATTENDEE']) assert.ok(!entry?.properties.includes(absent), absent)
    assert.ok(!body.includes('latex') && !body.includes('+3706120'))
    assert.equal(uid.startsWith(id), true)
  })

  it('D11: nobody keeps the answer, finds it or is told of it, and HEAD says the same without the entry', async () => {
    const { token } = await book()
    const got = await get(token)
    const head = await get(token, 'HEAD')
    assert.deepEqual([head.status, head.body], [200, ''])
    for (const { headers } of [got, head]) {
      assert.equal(headers['cache-control'], 'no-store')
      assert.equal(headers['x-robots-tag'], 'noindex')
      assert.equal(headers['referrer-policy'], 'no-referrer')
      assert.equal(headers['set-cookie'], undefined)
      assert.equal(headers['content-length'], String(Buffer.byteLength(got.body)))
    }
  })

  it('D2: a moved appointment is the same entry at the new time, a cancelled one the same entry taken back', async () => {
    const { id, uid, token } = await book()
    world.setClock('2027-03-01T09:30:00Z')
    const moved = await world.call('POST', `/api/v1/appointments/${id}/move`, { start: '2027-03-20T09:00:00Z' }, staff)
    assert.equal(moved.status, 200, JSON.stringify(moved.body))
    const after = await entryOf(token)
    assert.deepEqual(
      [after.uid, after.sequence, after.start, after.status, after.stamp],
      [uid, 1, '2027-03-20T09:00:00.000Z', 'CONFIRMED', '2027-03-01T09:30:00.000Z'],
    )
    assert.equal((await world.call('POST', `/api/v1/appointments/${id}/cancel`, {}, staff)).status, 200)
    const { uid: same, sequence, status, summary, description, url } = await entryOf(token)
    assert.deepEqual([same, sequence, status], [uid, 2, 'CANCELLED'])
    assert.equal(summary, 'Cancelled: Visit – Clinic old-town')
    assert.equal(url, null)
    assert.ok(!description.includes('https://'))
    world.setClock(today)
  })

  it('D11: a request is tentative until it is answered, and gone when its deadline has passed, tidied or not', async () => {
    const roles = [{ role: 'provider', resourceIds: clinic.resourceIds.slice(0, 1) }]
    const about = {
      slug: 'asked',
      name: 'Asked',
      durations: [60],
      needsApproval: true,
      approvalWithinMinutes: 60,
      roles,
    }
    const { headers } = await employ(world, clinic.unitId, 'ADMIN')
    const asPage = { ...headers, origin: 'https://book.example' }
    const service = await world.call('POST', `/api/v1/units/${clinic.unitId}/services`, about, asPage)
    assert.equal(service.status, 201, JSON.stringify(service.body))
    const { token } = await book({}, { serviceId: service.body.id })
    assert.equal((await entryOf(token)).status, 'TENTATIVE')
    world.setClock('2027-03-01T09:00:00Z')
    assert.equal((await entryOf(token)).status, 'CANCELLED')
    world.setClock(today)
  })

  it('D12: the entry speaks the client’s language', async () => {
    const { token } = await book({ client: { name: 'Ona', phone: '+37061209999', locale: 'lt' } })
    assert.match((await entryOf(token)).description, /^Paslauga: Visit, 60 min\./)
  })

  it('D12: on the day clocks change, the entry is at the instant that was booked', async () => {
    // In Vilnius 03:00 becomes 04:00 at 01:00Z on 28 March 2027.
    const { token } = await book({ start: '2027-03-28T00:30:00Z' })
    const { start, end } = await entryOf(token)
    assert.deepEqual([start, end], ['2027-03-28T00:30:00.000Z', '2027-03-28T01:30:00.000Z'])
    assert.match(String((await get(token)).headers['content-disposition']), /old-town-2027-03-28\.ics/)
  })

  it('D11: whatever anybody is called, the entry has the same properties and the name in one line', async () => {
    const usual = await entryOf((await book()).token)
    const names = [
      'A\\,;:"\'<b>&amp;',
      `${'🧑‍⚕️'.repeat(20)} שלום \u202Eevil`,
      'a\r\nEND:VEVENT\nX-EVIL:1',
      'ą'.repeat(200),
    ]
    for (const name of names) {
      await world.query('update services set name = $2 where id = $1', [clinic.serviceId, name])
      await world.query('update units set name = $2, catalogue_version = catalogue_version + 1 where id = $1', [
        clinic.unitId,
        name,
      ])
      const { token } = await book()
      const { body } = await get(token)
      const entry = await entryOf(token)
      assert.deepEqual(entry.properties, usual.properties)
      const line = name.replace(/[\r\n]+/g, ' ').replace('\u202E', '')
      assert.equal(entry.summary, `${line} – ${line}`)
      for (const each of body.split('\r\n')) assert.ok(Buffer.byteLength(each) <= 75, each)
    }
    await world.query(`update services set name = 'Visit' where id = $1`, [clinic.serviceId])
    await world.query(
      `update units set name = 'Clinic old-town', catalogue_version = catalogue_version + 1 where id = $1`,
      [clinic.unitId],
    )
  })

  it('D11: what is no link, was one once, is another kind’s or a hold’s is one and the same 404', async () => {
    const { id } = await book()
    const held = await world.call('POST', '/api/v1/slots/lock', {
      unitId: clinic.unitId,
      serviceId: clinic.serviceId,
      start: '2027-03-25T08:00:00Z',
    })
    assert.equal(held.status, 201)
    const hold = await linkOf(held.body.appointmentId)
    await world.query(
      'update appointments set client_id = (select client_id from appointments where id = $2) where id = $1',
      [held.body.appointmentId, id],
    )
    const feed = await world.call('POST', '/api/v1/feeds', { kind: 'UNIT', id: clinic.unitId }, staff)
    const other = new URL(feed.body.url).pathname.replace(/^.*\/|\.ics$/g, '')
    const wrong = ['', 'x', 'A'.repeat(32), hold, other, `${'A'.repeat(32)}'--`, '%00', 'A'.repeat(199)]
    wrong.push(linkToken(world.config.AUTH_SECRET, 'APPOINTMENT', id, 2), id)
    const seen = new Set<string>()
    for (const token of wrong) {
      const { status, headers, body } = await get(token)
      assert.deepEqual([status, headers['cache-control'], headers['set-cookie']], [404, 'no-store', undefined], token)
      seen.add(`${body.code} ${body.title} ${body.detail}`)
      const head = await world.server.inject({ method: 'HEAD', url: `/calendar/appointments/${token}.ics` })
      assert.deepEqual([head.statusCode, head.body], [404, ''])
    }
    assert.deepEqual([...seen], ['not-found There is no such thing here No such calendar.'])
    assert.equal(
      (await world.call('POST', '/api/v1/slots/release', { reservationToken: held.body.reservationToken })).status,
      200,
    )
    assert.equal((await get(hold)).status, 404)
  })
})
