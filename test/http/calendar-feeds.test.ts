import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import { mintLinks } from '../../src/features/calendars/mint-links.ts'
import type { AppointmentId } from '../../src/lib/ids.ts'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { feedReader, pathOf } from '../feed-reader.ts'
import { readCalendar } from '../read-calendar.ts'
import { openWorld, type World } from '../world.ts'

const today = '2027-03-01T08:00:00Z'

type Booked = { id: string; uid: string; clientId: string; start: string; icsSequence: number }

describe('calendar feeds', () => {
  let world: World
  let clinic: Clinic
  let headers: Record<string, string>
  let feeds: ReturnType<typeof feedReader>

  before(async () => {
    world = await openWorld()
    world.setClock(today)
    clinic = await openClinic(world, { people: 2, rooms: 1, service: { horizonDays: 400, name: 'Massage' } })
    headers = { ...(await employ(world, clinic.unitId, 'STAFF')).headers, 'if-match': '*' }
    feeds = feedReader(world, () => headers)
  })
  afterEach(() => world.setClock(today))
  after(() => world.close())

  const [ana, ben, room] = [0, 1, 2].map((i) => () => clinic.resourceIds[i] as string) as [
    () => string,
    () => string,
    () => string,
  ]
  let booked = 0
  const book = async (more: Record<string, unknown> = {}, at: Clinic = clinic, as = headers): Promise<Booked> => {
    booked++
    const start = Temporal.Instant.from('2027-03-02T08:00:00Z').add({ hours: booked }).toString()
    const { status, body } = await world.call(
      'POST',
      '/api/v1/appointments',
      {
        unitId: at.unitId,
        serviceId: at.serviceId,
        start,
        durationMinutes: 30,
        resourceIds: [at.resourceIds[0]],
        client: { name: `Client ${booked}`, phone: `+3706120${2000 + booked}` },
        notes: 'Latex allergy',
        ...more,
      },
      as,
    )
    assert.equal(status, 201, JSON.stringify(body))
    return body
  }
  const change = async (id: string, what: string, body: unknown = {}) => {
    const answer = await world.call('POST', `/api/v1/appointments/${id}/${what}`, body, headers)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
  }
  it('D11: each reader has their own view: a client the place, a resource the client, a room and a unit both', async () => {
    const appointment = await book({ client: { name: 'Ona', phone: '+37061299999' } })
    const views = {
      client: await feeds.entryIn('CLIENT', appointment.clientId, appointment),
      person: await feeds.entryIn('RESOURCE', ana(), appointment),
      room: await feeds.entryIn('RESOURCE', room(), appointment),
      unit: await feeds.entryIn('UNIT', clinic.unitId, appointment),
    }
    const { client, ...others } = views
    const { name } = await feeds.read('UNIT', clinic.unitId)
    assert.equal(client?.summary, `Massage – ${name}`)
    assert.match(client?.description ?? '', /With: Person 1/)
    assert.doesNotMatch(client?.description ?? '', /Latex|\+370|Ona/)
    for (const [of, entry] of Object.entries(others)) {
      assert.equal(entry?.summary, 'Massage: Ona', of)
      assert.match(entry?.description ?? '', /Client: Ona\nPhone: \+37061299999\nNotes: Latex allergy/, of)
      assert.equal(/With: Person 1/.test(entry?.description ?? ''), of !== 'person', of)
      assert.match(entry?.location ?? '', /Room 1/, of)
    }
    for (const entry of Object.values(views)) {
      assert.deepEqual(
        [entry?.uid, entry?.sequence, entry?.start],
        [appointment.uid, 0, new Date(appointment.start).toISOString()],
      )
      assert.ok(!entry?.properties.includes('ATTENDEE') && !entry?.properties.includes('ORGANIZER'))
    }
  })

  it('D11: a feed has a name and says how often to look; it is kept for minutes, by its reader alone', async () => {
    const { name } = await feeds.read('UNIT', clinic.unitId)
    assert.equal((await feeds.read('RESOURCE', ben())).name, `Person 2 – ${name}`)
    const { headers: sent, body } = await feeds.get(pathOf(await feeds.open('RESOURCE', ben())))
    assert.deepEqual([readCalendar(body).refresh, readCalendar(body).method], ['PT60M', null])
    assert.equal(sent['content-type'], 'text/calendar; charset=utf-8')
    assert.equal(sent['cache-control'], 'private, max-age=300')
    assert.equal(sent['content-disposition'], 'inline; filename="calendar.ics"')
    assert.equal(sent['x-robots-tag'], 'noindex')
    assert.equal(sent['referrer-policy'], 'no-referrer')
    assert.equal(sent['set-cookie'], undefined)
  })

  it('D11: a client reads their own language, and a link to each appointment that was given one', async () => {
    const told = await book({ client: { name: 'Ona', phone: '+37061299998', locale: 'pt' } })
    const untold = await book({ client: { clientId: told.clientId } })
    await world.ctx.transaction(async (tx) =>
      mintLinks(tx, world.config.AUTH_SECRET, [
        { unitId: clinic.unitId, purpose: 'APPOINTMENT', subjectId: told.id as AppointmentId },
      ]),
    )
    const [one, other] = (await feeds.read('CLIENT', told.clientId)).entries
    assert.equal(one?.uid, told.uid)
    assert.match(one?.description ?? '', /^Serviço: Massage/)
    const page = await feeds.get(String(one?.url).replace(world.config.SITE_URL, ''))
    assert.equal(page.status, 200)
    assert.deepEqual([other?.uid, other?.url], [untold.uid, null])
  })

  it('D11: a hold is never shown, neither while it is held nor when it has ended, not even one of a known client', async () => {
    const at = await openClinic(world)
    const staff = (await employ(world, at.unitId, 'STAFF')).headers
    const { clientId, uid } = await book(
      { start: '2027-03-05T12:00:00Z', client: { name: 'Ona', phone: '+37061266666' } },
      at,
      staff,
    )
    const lock = async (start: string) => {
      const { status, body } = await world.call('POST', '/api/v1/slots/lock', {
        unitId: at.unitId,
        serviceId: at.serviceId,
        start,
      })
      assert.equal(status, 201, JSON.stringify(body))
      await world.query('update appointments set client_id = $2 where id = $1', [body.appointmentId, clientId])
      return body
    }
    const isAlone = async () => {
      for (const [kind, id] of [
        ['CLIENT', clientId],
        ['RESOURCE', at.resourceIds[0] as string],
        ['UNIT', at.unitId],
      ] as const) {
        const { entries } = await feeds.read(kind, id, staff)
        assert.deepEqual(
          entries.map((entry) => entry.uid),
          [uid],
          kind,
        )
      }
    }
    const { reservationToken } = await lock('2027-03-05T08:00:00Z')
    await isAlone()
    assert.equal((await world.call('POST', '/api/v1/slots/release', { reservationToken })).status, 200)
    await lock('2027-03-05T09:00:00Z')
    world.setClock('2027-03-01T09:00:00Z')
    assert.equal((await world.call('POST', '/api/v1/schedule/expire-holds', undefined, staff)).status, 200)
    await isAlone()
  })

  it('D11: it shows thirty days back and a year ahead, whole days', async () => {
    world.setClock('2027-01-01T08:00:00Z')
    const at = (start: string) => book({ start, client: { name: 'Rare', phone: '+37061200500' } })
    // What lies in the past by March was booked in January; so was what is to come.
    const tooOld = await at('2027-01-29T23:00:00Z')
    const oldest = await at('2027-01-30T00:00:00Z')
    world.setClock(today)
    const last = await at('2028-02-29T23:30:00Z')
    const tooFar = await at('2028-03-01T00:00:00Z')
    const shown = (await feeds.read('CLIENT', last.clientId)).entries.map(({ uid }) => uid)
    assert.deepEqual(shown, [oldest.uid, last.uid])
    world.setClock('2027-03-02T00:00:00Z')
    const next = (await feeds.read('CLIENT', last.clientId)).entries.map(({ uid }) => uid)
    assert.deepEqual(next, [last.uid, tooFar.uid])
    assert.ok(![...shown, ...next].includes(tooOld.uid))
  })

  it('D11: what is cancelled stays as cancelled for a month, so that programs take it away, and then goes', async () => {
    const appointment = await book({ start: '2027-06-01T08:00:00Z' })
    await change(appointment.id, 'cancel')
    for (const [kind, id] of [
      ['CLIENT', appointment.clientId],
      ['RESOURCE', ana()],
      ['UNIT', clinic.unitId],
    ] as const) {
      const entry = await feeds.entryIn(kind, id, appointment)
      assert.deepEqual([entry?.status, entry?.sequence], ['CANCELLED', 1], kind)
      assert.match(entry?.summary ?? '', /^Cancelled: /)
    }
    // Sessions of staff are over by then; feeds go on.
    const paths = [pathOf(await feeds.open('UNIT', clinic.unitId)), pathOf(await feeds.open('RESOURCE', ana()))]
    const statuses = async () =>
      Promise.all(
        paths.map(async (path) => {
          const { entries } = readCalendar((await feeds.get(path)).body)
          return entries.find(({ uid }) => uid === appointment.uid)?.status
        }),
      )
    world.setClock('2027-03-31T23:59:00Z')
    assert.deepEqual(await statuses(), ['CANCELLED', 'CANCELLED'])
    world.setClock('2027-04-01T00:00:00Z')
    assert.deepEqual(await statuses(), [undefined, undefined])
  })

  it('D2: a moved appointment moves in every feed; who lost it to a colleague sees it taken back', async () => {
    const appointment = await book()
    const start = '2027-03-22T08:00:00Z'
    await change(appointment.id, 'move', { start, resourceIds: [ben(), room()] })
    const moved = ['2027-03-22T08:00:00.000Z', 1, 'CONFIRMED']
    for (const [kind, id] of [
      ['CLIENT', appointment.clientId],
      ['RESOURCE', ben()],
      ['RESOURCE', room()],
      ['UNIT', clinic.unitId],
    ] as const) {
      const entry = await feeds.entryIn(kind, id, appointment)
      assert.deepEqual([entry?.start, entry?.sequence, entry?.status], moved, kind)
    }
    assert.equal((await feeds.entryIn('RESOURCE', ana(), appointment))?.status, 'CANCELLED')
    await change(appointment.id, 'move', { start, resourceIds: [ana(), room()] })
    assert.equal((await feeds.entryIn('RESOURCE', ana(), appointment))?.status, 'CONFIRMED')
    assert.equal((await feeds.entryIn('RESOURCE', ben(), appointment))?.status, 'CANCELLED')
  })

  it('D11: a request is tentative, and gone at its deadline without anybody tidying up', async () => {
    const at = await openClinic(world, { service: { needsApproval: true, approvalWithinMinutes: 60 } })
    const staff = (await employ(world, at.unitId, 'STAFF')).headers
    const { status, body } = await world.call('POST', '/api/v1/appointments', {
      unitId: at.unitId,
      serviceId: at.serviceId,
      start: '2027-03-09T08:00:00Z',
      durationMinutes: 30,
      client: { name: 'Ona', phone: '+37061288888' },
    })
    assert.deepEqual([status, body.status], [201, 'PENDING_APPROVAL'], JSON.stringify(body))
    const path = pathOf(await feeds.open('RESOURCE', at.resourceIds[0] as string, staff))
    const before = await feeds.get(path)
    assert.equal(readCalendar(before.body).entries[0]?.status, 'TENTATIVE')
    world.setClock('2027-03-01T09:00:00Z')
    const after = await feeds.get(path, { 'if-none-match': String(before.headers.etag) })
    assert.deepEqual([after.status, readCalendar(after.body).entries[0]?.status], [200, 'CANCELLED'])
  })

  it('D11: on the days clocks change, entries are at the instants that were booked', async () => {
    // Vilnius: 28 March 2027 at 01:00Z forward, 31 October at 01:00Z back.
    for (const start of [
      '2027-03-28T00:30:00Z',
      '2027-03-28T01:00:00Z',
      '2027-10-31T00:00:00Z',
      '2027-10-31T01:00:00Z',
    ]) {
      const appointment = await book({ start })
      const entry = await feeds.entryIn('RESOURCE', ana(), appointment)
      assert.deepEqual(
        [entry?.start, Date.parse(entry?.end ?? '') - Date.parse(start)],
        [new Date(start).toISOString(), 1_800_000],
      )
    }
  })

  it('D11: whatever a client is called, everybody else’s entries stay as they are', async () => {
    const at = await openClinic(world)
    const staff = (await employ(world, at.unitId, 'STAFF')).headers
    const names = ['Plain', 'A\\,;:"', 'שלום \u202Eevil', '👩‍👩‍👧‍👦'.repeat(12), 'ą'.repeat(200)]
    for (const [i, name] of names.entries()) {
      await book({ start: `2027-03-1${i}T08:00:00Z`, client: { name, phone: `+3706127700${i}` } }, at)
    }
    await world.query(
      `update clients set name = E'x\\r\\nEND:VEVENT\\nX-EVIL:1' where unit_id = $1 and name = 'Plain'`,
      [at.unitId],
    )
    await world.query(
      `update appointments set attendee_name = null, notes = E'n\\r\\nBEGIN:VALARM' where unit_id = $1`,
      [at.unitId],
    )
    const { body } = await feeds.get(pathOf(await feeds.open('UNIT', at.unitId, staff)))
    const { entries } = readCalendar(body)
    const shown = ['x END:VEVENT X-EVIL:1', ...names.slice(1)]
    assert.deepEqual(
      entries.map(({ summary }) => summary),
      shown.map((name) => `Visit: ${name.replace('\u202E', '')}`),
    )
    for (const { properties } of entries) assert.deepEqual(properties, entries[0]?.properties)
    assert.doesNotMatch(body, /^(?:X-EVIL|BEGIN:VALARM)/m)
    for (const line of body.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
  })

  it('D11: a reader who has it is told so, until something of it changes', async () => {
    const at = await openClinic(world, { people: 1, service: { name: 'Visit' } })
    const staff = { ...(await employ(world, at.unitId, 'ADMIN')).headers, 'if-match': '*' }
    const path = pathOf(await feeds.open('UNIT', at.unitId, staff))
    const one = await book({}, at)
    let known = ''
    const isNew = async () => {
      const { status, headers: sent, body } = await feeds.get(path, { 'if-none-match': known })
      assert.equal(sent['cache-control'], 'private, max-age=300')
      if (status === 304) assert.deepEqual([body, sent.etag], ['', known])
      known = String(sent.etag)
      return status === 200
    }
    assert.equal(await isNew(), true)
    assert.equal(await isNew(), false)
    const patch = async (url: string, body: unknown) => {
      const answer = await world.call('PATCH', url, body, staff)
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
    }
    const call = async (what: string, body: unknown = {}) => {
      const answer = await world.call('POST', `/api/v1/appointments/${one.id}/${what}`, body, staff)
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
    }
    const changes: Record<string, () => Promise<unknown>> = {
      'a booking': () => book({}, at),
      'a move': () => call('move', { start: '2027-03-23T08:00:00Z' }),
      notes: () => patch(`/api/v1/appointments/${one.id}`, { notes: 'Other' }),
      'a name': () => patch(`/api/v1/clients/${one.clientId}`, { name: 'Other' }),
      'a service': () => patch(`/api/v1/services/${at.serviceId}`, { name: 'Other' }),
      'a resource': () => patch(`/api/v1/resources/${at.resourceIds[0]}`, { name: 'Other' }),
      'an address': () => patch(`/api/v1/units/${at.unitId}`, { address: 'Other' }),
      'a cancellation': () => call('cancel'),
      'the next day': async () => world.setClock('2027-03-02T00:00:00Z'),
    }
    for (const [what, happens] of Object.entries(changes)) {
      await happens()
      assert.equal(await isNew(), true, what)
      assert.equal(await isNew(), false, what)
    }
    world.setClock('2027-03-02T23:59:00Z')
    assert.equal(await isNew(), false)
    world.setClock(today)
    await isNew()

    const asks = async (tags: string) => (await feeds.get(path, { 'if-none-match': tags })).status
    assert.deepEqual(
      [
        await asks('*'),
        await asks(known.replace('W/', '')),
        await asks(`"a", ${known} ,"b"`),
        await asks('"a"'),
        await asks(''),
      ],
      [304, 304, 304, 200, 200],
    )
  })

  it('D11: HEAD says what GET says, without the feed', async () => {
    const path = pathOf(await feeds.open('RESOURCE', ana()))
    const got = await feeds.get(path)
    const head = await world.call('HEAD', path)
    assert.deepEqual([head.status, head.body, head.headers.etag], [200, '', got.headers.etag])
    assert.equal(head.headers['content-length'], String(Buffer.byteLength(got.body)))
    const again = await world.call('HEAD', path, undefined, { 'if-none-match': String(got.headers.etag) })
    assert.equal(again.status, 304)
  })

  it('D11: of a unit with more than five thousand appointments, those furthest ahead wait their turn', async () => {
    const at = await openClinic(world)
    const staff = (await employ(world, at.unitId, 'STAFF')).headers
    const [client] = await world.query<{ id: string }>(
      `insert into clients (id, unit_id, name) values (gen_random_uuid(), $1, 'Many') returning id`,
      [at.unitId],
    )
    await world.query(
      `insert into appointments (id, unit_id, service_id, client_id, status, during, duration_minutes, uid, channel, reservation_token)
       select gen_random_uuid(), $1, $2, $3, 'CONFIRMED', tstzrange(t, t + interval '30 minutes'), 30, i || '@many', 'web', gen_random_uuid()
         from generate_series(1, 5001) i, lateral (select '2027-03-02T00:00Z'::timestamptz + i * interval '30 minutes' as t) s`,
      [at.unitId, at.serviceId, client?.id],
    )
    const { entries } = await feeds.read('UNIT', at.unitId, staff)
    assert.deepEqual([entries.length, entries[0]?.uid, entries.at(-1)?.uid], [5000, '1@many', '5000@many'])
  })
})
