/** Text that is meant badly, and text that only looks so. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Caller, nobody, openCaller, refuses } from '../system/caller.ts'
import { openWorld } from '../world.ts'

let caller: Caller

before(async () => {
  caller = await openCaller(await openWorld())
})
after(() => caller.world.close())

const ona = { name: 'Ona', phone: '+37061234567' }
const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('text that is meant badly', () => {
  refuses(
    () => caller,
    [
      ['a phone number that is none', (to) => to.book({ ...ona, phone: 'call me' }), 400, 'client.phone'],
      ['a phone number without its country', (to) => to.book({ ...ona, phone: '861234567' }), 400, 'client.phone'],
      [
        'a phone number of a hundred digits',
        (to) => to.book({ ...ona, phone: `+370${'1'.repeat(100)}` }),
        400,
        'client.phone',
      ],
      ['a line break in a name', (to) => to.book({ ...ona, name: 'Ona\r\nBcc: everybody' }), 400, 'client.name'],
      ['a null character in a name', (to) => to.book({ ...ona, name: 'O\u0000na' }), 400, 'client.name'],
      ['a bell in a name', (to) => to.book({ ...ona, name: 'O\u0007na' }), 400, 'client.name'],
      ['a null character in the notes', (to) => to.book(ona, { notes: 'a\u0000b' }), 400, 'notes'],
      ['a null character in the reason of a block', (to) => to.block({ reason: 'a\u0000b' }), 400, 'reason'],
      ['a null character in a conversation', (to) => to.lock({ conversation: 'chat\u0000one' }), 400, 'conversation'],
      [
        'a null character in a search',
        (to) => to.get(`/api/v1/units/${to.clinic.unitId}/clients?search=a%00b`, to.desk),
        400,
        'search',
      ],
      ['notes of three thousand characters', (to) => to.book(ona, { notes: 'x'.repeat(3_000) }), 400, 'notes'],
      ['a cursor that is none', (to) => to.listed('rubbish'), 400, 'cursor'],
      ['a cursor of another list', (to) => to.listed(cursor([nobody])), 400, 'cursor'],
      ['a cursor with something else for an id', (to) => to.listed(cursor([0, `x' or true --`])), 400, 'cursor'],
      ['a cursor past all dates', (to) => to.listed(cursor([1e300, nobody])), 400, 'cursor'],
      ['a cursor before all dates', (to) => to.listed(cursor([-1e14, nobody])), 400, 'cursor'],
      [
        'a cursor of blocks with something else for an id',
        (to) => to.get(`/api/v1/units/${to.clinic.unitId}/blocks?cursor=${cursor(['x'])}`, to.desk),
        400,
        'cursor',
      ],
      ['a query of unknown parameters', (to) => to.availability('colour=red'), 400, 'colour'],
      ['a parameter given twice', (to) => to.availability(`serviceId=${to.clinic.serviceId}`), 400, 'serviceId'],
      [
        'a cursor of events past all numbers',
        (to) => to.get(`/api/v1/units/${to.clinic.unitId}/events?cursor=${cursor([1e300])}`, to.desk),
        400,
        'cursor',
      ],
      ['an address with half a character in it', (to) => to.get('/api/v1/units/%E0%A4%A'), 400],
      [
        'an If-Match that is no version',
        (to) =>
          to.call('POST', `/api/v1/appointments/${to.booked.id}/cancel`, {}, { ...to.admin, 'if-match': 'latest' }),
        400,
        'If-Match',
      ],
      ['an empty Idempotency-Key', (to) => to.lock({}, { 'idempotency-key': '' }), 400, 'Idempotency-Key'],
      [
        'an Idempotency-Key of a page',
        (to) => to.lock({}, { 'idempotency-key': 'x'.repeat(201) }),
        400,
        'Idempotency-Key',
      ],
    ],
  )
})

describe('half a character', () => {
  const half = '\ud83d'
  refuses(
    () => caller,
    [
      ['half a character in a name', (to) => to.book({ ...ona, name: `Ona ${half}` }), 400, 'client.name'],
      ['the other half of one in a name', (to) => to.book({ ...ona, name: '\udc69 Ona' }), 400, 'client.name'],
      ['half a character in a phone number', (to) => to.book({ ...ona, phone: ona.phone + half }), 400, 'client.phone'],
      [
        'half a character in an e-mail address',
        (to) => to.book({ ...ona, email: `o${half}@ona.lt` }),
        400,
        'client.email',
      ],
      [
        'half a character in a time zone',
        (to) => to.book({ ...ona, timeZone: `Asia/${half}` }),
        400,
        'client.timeZone',
      ],
      ['half a character in the notes', (to) => to.book(ona, { notes: `floor 2\n${half}` }), 400, 'notes'],
      ['half a character in the reason of a block', (to) => to.block({ reason: half }), 400, 'reason'],
      [
        'half a character in the reason to overbook',
        (to) => to.lock({ override: { reason: `Late ${half}` } }, to.admin),
        400,
        'override.reason',
      ],
      ['half a character in a conversation', (to) => to.lock({ conversation: `chat${half}` }), 400, 'conversation'],
      ['half a character in a slug', (to) => to.service({ slug: `more${half}` }), 400, 'slug'],
      ['half a character in the name of a field', (to) => to.lock({ [half]: 1 }), 400, half],
      [
        'half a character in the name of a field inside another',
        (to) => to.book({ ...ona, [half]: 1 }),
        400,
        `client.${half}`,
      ],
      [
        'half a character in an Idempotency-Key',
        (to) => to.lock({}, { 'idempotency-key': `key${half}` }),
        400,
        'Idempotency-Key',
      ],
      [
        'half a character in an If-Match',
        (to) => to.call('PATCH', `/api/v1/appointments/${to.booked.id}`, {}, { ...to.admin, 'if-match': `"1"${half}` }),
        400,
        'If-Match',
      ],
    ],
  )

  it('is not taken over into the correlation id of an answer', async () => {
    const { status, headers } = await caller.get('/healthz', { 'x-correlation-id': `somebody-${half}` })
    assert.equal(status, 200)
    assert.match(String(headers['x-correlation-id']), /^[0-9a-f-]{36}$/)
  })
})

describe('a null character in an address', () => {
  const events = (to: Caller, query: string) => to.get(`/api/v1/units/${to.clinic.unitId}/events?${query}`, to.desk)
  refuses(
    () => caller,
    [
      ['a null character for the subject of events', (to) => events(to, 'subjectId=%00'), 400, 'subjectId'],
      ['a null character within the subject of events', (to) => events(to, 'subjectId=a%00b'), 400, 'subjectId'],
      ['a null character for the kind of subject of events', (to) => events(to, 'subjectType=%00'), 400, 'subjectType'],
      ['a null character for a cursor of events', (to) => events(to, 'cursor=%00'), 400, 'cursor'],
      ['a null character in the name of a parameter', (to) => events(to, 'a%00b=1'), 400, 'a\0b'],
      [
        'a null character after the unit of a list',
        (to) => to.get(`/api/v1/appointments?unitId=${to.clinic.unitId}%00`, to.desk),
        400,
        'unitId',
      ],
      ['a null character for a unit', (to) => to.get('/api/v1/units/%00'), 400, 'unitId'],
      ['a null character for the unit of events', (to) => to.get('/api/v1/units/%00/events', to.desk), 400, 'unitId'],
      [
        'a null character after an appointment',
        (to) => to.get(`/api/v1/appointments/${to.booked.id}%00`, to.desk),
        400,
        'appointmentId',
      ],
      ['a null character for an address', (to) => to.get('/api/v1/%00'), 404],
      [
        'a null character in the slug of a unit',
        (to) => to.call('POST', '/api/v1/units', { slug: 'a\0b', name: 'A', timeZone: 'Europe/Vilnius' }, to.admin),
        400,
        'slug',
      ],
      ['a null character in the slug of a service', (to) => to.service({ slug: 'more\0' }), 400, 'slug'],
    ],
  )

  it('leads to no booking page, and as language or cursor to the page without them', async () => {
    for (const path of ['/book/%00', '/book/clinic-1%00', '/book/a%00b'])
      assert.equal((await caller.get(path)).status, 404, path)
    const plain = await caller.get('/book')
    for (const query of ['lang=%00', 'cursor=%00']) {
      const { status, body } = await caller.get(`/book?${query}`)
      assert.deepEqual([status, body], [200, plain.body], query)
    }
  })
})

describe('text that only looks bad', () => {
  it('stores SQL in a name, quotes and other scripts as the text they are', async () => {
    const names = [
      `Robert'); DROP TABLE appointments; --`,
      `"><script>alert(1)</script>`,
      '{{1+1}} %s %n \\',
      '李小龍 Žydrūnė 👩‍⚕️',
      `' or '1'='1`,
    ]
    for (const [i, name] of names.entries()) {
      const phone = `+3706999000${i}`
      const { status, body } = await caller.book(
        { name, phone },
        { start: `2027-03-02T${String(9 + i).padStart(2, '0')}:00:00Z`, notes: name },
      )
      assert.equal(status, 201, JSON.stringify(body))
      assert.equal(body.attendeeName, name)
      assert.equal(body.notes, name)
      const [row] = await caller.world.query<{ name: string }>('select name from clients where phone = $1', [phone])
      assert.equal(row?.name, name)
      const found = await caller.get(
        `/api/v1/units/${caller.clinic.unitId}/clients?search=${encodeURIComponent(name)}`,
        caller.desk,
      )
      assert.deepEqual(
        found.body.items.map((client: { name: string }) => client.name),
        [name],
      )
    }
  })

  it('never answers a refusal with what the database said', async () => {
    for (const answer of [
      await caller.listed(cursor([0, 'x'])),
      await caller.lock({ start: '0000-06-01T00:00:00Z' }),
      await caller.raw('{'),
    ]) {
      assert.equal(answer.status, 400)
      assert.doesNotMatch(JSON.stringify(answer.body), /select |syntax|invalid input|out of range|\.ts:\d/i)
    }
  })
})
