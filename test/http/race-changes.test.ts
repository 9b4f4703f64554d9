/** What guards one change of an appointment against another: versions, lock levels, states, repetition. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { assertInvariants } from '../system/invariants.ts'
import { type Answer, openWorld, type World } from '../world.ts'

const now = '2027-02-26T08:00:00Z'

let world: World
let clinic: Clinic
let admin: Record<string, string>
let desk: Record<string, string>

before(async () => {
  world = await openWorld()
  world.setClock(now)
  clinic = await openClinic(world, { service: { holdSeconds: 3600 } })
  admin = (await employ(world, null, 'ADMIN')).headers
  desk = (await employ(world, clinic.unitId, 'STAFF')).headers
})
after(async () => {
  await assertInvariants(world.query, clinic.unitId, now)
  await world.close()
})

let slot = 0
/** The next time nobody has asked for. */
const nextStart = () => new Date(Date.parse('2027-03-01T00:00:00Z') + 90 * 60_000 * slot++).toISOString()
const later = (start: string, minutes: number) => new Date(Date.parse(start) + minutes * 60_000).toISOString()

const post = (path: string, body?: unknown, headers?: Record<string, string>) => world.call('POST', path, body, headers)
const lock = (start: string, at: Clinic = clinic) => post('/api/v1/slots/lock', { unitId: at.unitId, serviceId: at.serviceId, start })
const pathOf = (id: string, verb = '') => `/api/v1/appointments/${id}${verb && `/${verb}`}`
const at = (version: number | string) => ({ ...desk, 'if-match': version === '*' ? '*' : `"${version}"` })
const asAdmin = (version: number | string) => ({ ...admin, 'if-match': version === '*' ? '*' : `"${version}"` })

type Booked = { id: string; token: string; start: string; body: Answer['body'] }

/** A confirmed appointment, at version 2. */
async function book(where: Clinic = clinic, start: string = nextStart()): Promise<Booked> {
  const held = await lock(start, where)
  assert.equal(held.status, 201, JSON.stringify(held.body))
  const token = held.body.reservationToken
  const phone = `+37061${String(slot).padStart(6, '0')}`
  const { status, body } = await post('/api/v1/appointments', { reservationToken: token, client: { name: 'Ona', phone } })
  assert.equal(status, 201, JSON.stringify(body))
  return { id: body.id, token, start, body }
}

function assertRefused({ status, body }: Answer, expected: number, code: string): void {
  assert.equal(status, expected, JSON.stringify(body))
  assert.equal(body.code, code)
}

async function typesOf(id: string): Promise<string[]> {
  return (await world.events()).filter(({ subject }) => subject.id === id).map(({ type }) => type)
}

describe('versions', () => {
  it('A2: staff must say which version they read, and a stale one is refused with the version there is', async () => {
    const { id, start } = await book()
    const changes: [string, string, unknown][] = [
      ['PATCH', pathOf(id), { notes: 'bring the X-ray' }],
      ['POST', pathOf(id, 'move'), { start: later(start, 30) }],
      ['POST', pathOf(id, 'cancel'), {}],
      ['POST', pathOf(id, 'complete'), undefined],
      ['POST', pathOf(id, 'no-show'), undefined],
      ['POST', pathOf(id, 'approve'), undefined],
      ['POST', pathOf(id, 'decline'), {}],
      ['POST', pathOf(id, 'lock-level'), { lockLevel: 1 }],
    ]
    for (const [method, path, body] of changes) {
      assertRefused(await world.call(method, path, body, desk), 428, 'version-required')
      if (path.endsWith('approve')) continue
      const stale = await world.call(method, path, body, at(1))
      assertRefused(stale, 412, 'stale')
      assert.equal(stale.body.rowVersion, 2)
    }
    const changed = await world.call('PATCH', pathOf(id), { notes: 'bring the X-ray' }, at(2))
    assert.equal(changed.status, 200)
    assert.equal(changed.headers.etag, '"3"')
    assert.equal((await world.call('PATCH', pathOf(id), { notes: 'and the card' }, at('*'))).headers.etag, '"4"')
    assert.deepEqual(await typesOf(id), ['slot.locked', 'appointment.confirmed', 'appointment.updated', 'appointment.updated'])
  })

  it('A2: of eight changes made at once from one version, one is had and seven are told to read again', async () => {
    const { id } = await book()
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => world.call('PATCH', pathOf(id), { notes: `${i}` }, at(2))))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(7).fill(412)])
    const [row] = await world.query<{ notes: string; row_version: number }>('select notes, row_version from appointments where id = $1', [id])
    const winner = answers.findIndex(({ status }) => status === 200)
    assert.deepEqual(row, { notes: `${winner}`, row_version: 3 })
  })
})

describe('lock levels', () => {
  it('A2: from level 2 only an ADMIN changes an appointment; its client and STAFF are refused', async () => {
    const { id, token, start } = await book()
    assertRefused(await post(pathOf(id, 'lock-level'), { lockLevel: 2 }, at(2)), 403, 'forbidden')
    assert.equal((await post(pathOf(id, 'lock-level'), { lockLevel: 1 }, at(2))).status, 200)
    assert.equal((await post(pathOf(id, 'lock-level'), { lockLevel: 2 }, asAdmin(3))).status, 200)
    const refusals = [
      await world.call('PATCH', pathOf(id), { notes: 'x' }, at(4)),
      await post(pathOf(id, 'move'), { start: later(start, 30) }, at(4)),
      await post(pathOf(id, 'cancel'), {}, at(4)),
      await post(pathOf(id, 'lock-level'), { lockLevel: 0 }, at(4)),
      await post(pathOf(id, 'move'), { start: later(start, 30), reservationToken: token }),
      await post(pathOf(id, 'cancel'), { reservationToken: token }),
    ]
    for (const refusal of refusals) assertRefused(refusal, 403, 'locked')
    const moved = await post(pathOf(id, 'move'), { start: later(start, 30) }, asAdmin(4))
    assert.equal(moved.status, 200, JSON.stringify(moved.body))
    assert.equal(moved.body.lockLevel, 2)
    assert.equal((await post(pathOf(id, 'cancel'), {}, asAdmin(5))).status, 200)
  })
})

describe('strangers and colleagues', () => {
  it('F6: a stranger’s appointment is 404 to staff of another unit and to anybody without its token', async () => {
    const { id, token, start } = await book()
    const elsewhere = await openClinic(world)
    const stranger = { ...(await employ(world, elsewhere.unitId, 'ADMIN')).headers, 'if-match': '*' }
    const asked = [
      await world.call('GET', pathOf(id), undefined, stranger),
      await world.call('GET', pathOf(id)),
      await world.call('GET', `${pathOf(id)}?reservationToken=${randomUUID()}`),
      await world.call('PATCH', pathOf(id), { notes: 'x' }, stranger),
      await post(pathOf(id, 'move'), { start: later(start, 30) }, stranger),
      await post(pathOf(id, 'cancel'), {}, stranger),
      await post(pathOf(id, 'cancel'), { reservationToken: randomUUID() }),
      await post(pathOf(id, 'approve'), undefined, stranger),
      await post(pathOf(id, 'lock-level'), { lockLevel: 1 }, stranger),
      await world.call('GET', `/api/v1/appointments?unitId=${clinic.unitId}`, undefined, stranger),
    ]
    for (const answer of asked) assertRefused(answer, 404, 'not-found')
    assert.equal((await world.call('PATCH', pathOf(id), { notes: 'x' })).status, 401)
    assert.equal((await world.call('GET', `${pathOf(id)}?reservationToken=${token}`)).status, 200)
    assert.deepEqual(await typesOf(id), ['slot.locked', 'appointment.confirmed'])
  })

  it('F6: a PROVIDER sees and changes their own appointments only', async () => {
    const shared = await openClinic(world, { people: 2 })
    const provider = await employ(world, shared.unitId, 'PROVIDER')
    const headers = { ...provider.headers, 'if-match': '*' }
    const own = shared.resourceIds[0]
    const set = await world.call('PATCH', `/api/v1/resources/${own}`, { userId: provider.user.id }, asAdmin('*'))
    assert.equal(set.status, 200, JSON.stringify(set.body))
    const start = nextStart()
    const both = [await book(shared, start), await book(shared, start)]
    const mine = both.find(({ body }) => body.resources[0].resourceId === own)
    const other = both.find(({ body }) => body.resources[0].resourceId !== own)
    assert.ok(mine && other)
    const listed = await world.call('GET', `/api/v1/appointments?unitId=${shared.unitId}`, undefined, headers)
    assert.deepEqual(listed.body.items.map((item: { id: string }) => item.id), [mine.id])
    assert.equal((await world.call('GET', pathOf(mine.id), undefined, headers)).status, 200)
    assert.equal((await world.call('PATCH', pathOf(mine.id), { notes: 'mine' }, headers)).status, 200)
    assertRefused(await world.call('GET', pathOf(other.id), undefined, headers), 403, 'forbidden')
    assertRefused(await world.call('PATCH', pathOf(other.id), { notes: 'x' }, headers), 403, 'forbidden')
    assertRefused(await post(pathOf(other.id, 'cancel'), {}, headers), 403, 'forbidden')
  })
})

describe('approval', () => {
  const openStrict = () => openClinic(world, { service: { needsApproval: true, approvalWithinMinutes: 60 } })
  const strictly = async (where: Clinic) => ({ ...(await employ(world, where.unitId, 'STAFF')).headers, 'if-match': '*' })

  it('A8: a request keeps its time from everybody until it is approved or declined', async () => {
    const where = await openStrict()
    const staff = await strictly(where)
    const request = await book(where)
    assert.equal(request.body.status, 'PENDING_APPROVAL')
    assert.equal(Date.parse(request.body.approvalDeadlineAt), Date.parse(now) + 60 * 60_000)
    assertRefused(await lock(request.start, where), 409, 'slot-taken')
    const approved = await post(pathOf(request.id, 'approve'), undefined, staff)
    assert.equal(approved.status, 200, JSON.stringify(approved.body))
    assert.deepEqual([approved.body.status, approved.body.approvalDeadlineAt], ['CONFIRMED', null])
    assertRefused(await post(pathOf(request.id, 'decline'), {}, staff), 409, 'not-in-state')
    assertRefused(await lock(request.start, where), 409, 'slot-taken')

    const second = await book(where)
    const declined = await post(pathOf(second.id, 'decline'), { note: 'on leave' }, staff)
    assert.deepEqual([declined.status, declined.body.status, declined.body.cancelReason], [200, 'CANCELLED', 'DECLINED'])
    assertRefused(await post(pathOf(second.id, 'approve'), undefined, staff), 409, 'not-in-state')
    assert.equal((await lock(second.start, where)).status, 201)
    assert.deepEqual(await typesOf(second.id), ['slot.locked', 'appointment.requested', 'appointment.declined'])
    await assertInvariants(world.query, where.unitId, now)
  })

  it('A5: past its deadline a request blocks nobody and cannot be approved; the worker declines it once', async () => {
    const where = await openStrict()
    const staff = await strictly(where)
    const [first, second] = [await book(where), await book(where)]
    world.setClock(later(now, 60))
    assertRefused(await post(pathOf(first.id, 'approve'), undefined, staff), 409, 'not-in-state')
    const { slots } = (await world.call('GET', `/api/v1/units/${where.unitId}/availability?serviceId=${where.serviceId}&from=2027-03-01&to=2027-04-15`)).body
    assert.ok(slots.some((one: { start: string }) => Date.parse(one.start) === Date.parse(first.start)))
    assert.equal((await lock(first.start, where)).status, 201)
    const swept = await Promise.all([1, 2, 3].map(() => post('/api/v1/schedule/expire-holds', undefined, staff)))
    assert.ok(swept.every(({ status }) => status === 200), JSON.stringify(swept.map(({ body }) => body)))
    for (const { id } of [first, second]) {
      const shown = await world.call('GET', pathOf(id), undefined, staff)
      assert.deepEqual([shown.body.status, shown.body.cancelReason], ['CANCELLED', 'APPROVAL_EXPIRED'])
      assert.deepEqual(await typesOf(id), ['slot.locked', 'appointment.requested', 'appointment.declined'])
    }
    world.setClock(now)
  })

  it('A8: approved and declined at once, a request becomes one of the two', async () => {
    const where = await openStrict()
    const staff = await strictly(where)
    for (let round = 0; round < 8; round++) {
      const { id } = await book(where)
      const verbs = round % 2 === 0 ? ['approve', 'decline'] : ['decline', 'approve']
      const answers = await Promise.all(verbs.map((verb) => post(pathOf(id, verb), verb === 'decline' ? {} : undefined, staff)))
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
      assert.equal((await typesOf(id)).length, 3)
    }
    await assertInvariants(world.query, where.unitId, now)
  })

  it('staff who book need nobody’s approval', async () => {
    const where = await openStrict()
    const staff = await strictly(where)
    const body = { unitId: where.unitId, serviceId: where.serviceId, start: nextStart(), client: { name: 'Ona', phone: '+37061000001' } }
    assert.equal((await post('/api/v1/appointments', body, staff)).body.status, 'CONFIRMED')
  })
})

describe('moving', () => {
  it('D2: a moved appointment keeps id and UID, its SEQUENCE is one more, its old time is free', async () => {
    const { id, body, start } = await book()
    const to = nextStart()
    const moved = await post(pathOf(id, 'move'), { start: to }, at(2))
    assert.equal(moved.status, 200, JSON.stringify(moved.body))
    assert.deepEqual([moved.body.id, moved.body.uid, moved.body.icsSequence, moved.body.rowVersion], [id, body.uid, body.icsSequence + 1, 3])
    assert.equal(Date.parse(moved.body.start), Date.parse(to))
    assertRefused(await lock(to), 409, 'slot-taken')
    assert.equal((await lock(start)).status, 201)
    const cancelled = await post(pathOf(id, 'cancel'), {}, at(3))
    assert.equal(cancelled.body.icsSequence, body.icsSequence + 2)
  })

  it('A8: its own old time does not stand in the way of a shift or another length', async () => {
    const { id, start } = await book()
    const longer = await post(pathOf(id, 'move'), { start, durationMinutes: 60 }, at(2))
    assert.equal(longer.status, 200, JSON.stringify(longer.body))
    const shifted = await post(pathOf(id, 'move'), { start: later(start, 30) }, at(3))
    assert.equal(shifted.status, 200, JSON.stringify(shifted.body))
    assert.deepEqual([shifted.body.durationMinutes, Date.parse(shifted.body.end)], [60, Date.parse(later(start, 90))])
    const [claims] = await world.query<{ active: number }>('select count(*)::int as active from claims where appointment_id = $1 and is_active', [id])
    assert.equal(claims?.active, 1)
    assert.equal((await lock(start)).status, 201)
  })

  it('A8: refused, it stays where it was, and alternatives are named', async () => {
    const [one, two] = [await book(), await book()]
    const refused = await post(pathOf(two.id, 'move'), { start: one.start }, at(2))
    assertRefused(refused, 409, 'slot-taken')
    assert.ok(refused.body.alternatives.length > 0)
    const shown = await world.call('GET', pathOf(two.id), undefined, desk)
    assert.deepEqual([Date.parse(shown.body.start), shown.body.rowVersion], [Date.parse(two.start), 2])
    assertRefused(await lock(two.start), 409, 'slot-taken')
  })

  it('A8: of six moved at once to one free time one is there, and the others where they were', async () => {
    const six = []
    for (let i = 0; i < 6; i++) six.push(await book())
    const to = nextStart()
    const answers = await Promise.all(six.map(({ id }) => post(pathOf(id, 'move'), { start: to }, at(2))))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(5).fill(409)])
    for (const [i, { start }] of six.entries()) assert.equal((await lock(start)).status, answers[i]?.status === 200 ? 201 : 409)
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('a client moves with the token, within the notice of the service', async () => {
    const careful = await openClinic(world, { service: { noticeToMoveMinutes: 1440, noticeToCancelMinutes: 1440 } })
    const { id, token, start } = await book(careful)
    const moved = await post(pathOf(id, 'move'), { start: later(start, 60), reservationToken: token })
    assert.equal(moved.status, 200, JSON.stringify(moved.body))
    world.setClock(later(start, -120))
    for (const verb of ['move', 'cancel']) {
      const late = await post(pathOf(id, verb), { ...(verb === 'move' && { start: later(start, 4_320) }), reservationToken: token })
      assertRefused(late, 422, 'rule-rejected')
      assert.equal(late.body.rule, 'notice')
    }
    world.setClock(now)
  })
})

describe('repeated', () => {
  it('cancelling again answers 200 with the same body, from the version that was read, and at the same time', async () => {
    const { id, token, start } = await book()
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(pathOf(id, 'cancel'), {}, at(2))))
    answers.push(await post(pathOf(id, 'cancel'), {}, at(2)), await post(pathOf(id, 'cancel'), { reservationToken: token }))
    for (const { status, body } of answers) {
      assert.equal(status, 200, JSON.stringify(body))
      assert.deepEqual(body, answers[0]?.body)
    }
    assert.equal(answers[0]?.body.cancelReason, 'CANCELLED_BY_UNIT')
    assert.deepEqual(await typesOf(id), ['slot.locked', 'appointment.confirmed', 'appointment.cancelled'])
    assert.equal((await lock(start)).status, 201)
  })

  it('confirming ten times at once makes one appointment and gives ten times the same answer', async () => {
    const held = await lock(nextStart())
    const body = { reservationToken: held.body.reservationToken, client: { name: 'Ona', phone: '+37061888888' } }
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('/api/v1/appointments', body)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array(9).fill(200), 201])
    for (const answer of answers) assert.deepEqual(answer.body, answers[0]?.body)
    assert.deepEqual(await typesOf(held.body.appointmentId), ['slot.locked', 'appointment.confirmed'])
  })

  it('the same Idempotency-Key at the same time has one effect; whoever is not answered is told when to come back', async () => {
    const start = nextStart()
    const key = { 'idempotency-key': randomUUID() }
    const client = { name: 'Ona', phone: '+37061999999' }
    const body = { unitId: clinic.unitId, serviceId: clinic.serviceId, start, client }
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('/api/v1/appointments', body, key)))
    const done = answers.filter(({ status }) => status === 201)
    assert.ok(done.length > 0)
    for (const answer of answers) {
      if (answer.status === 201) assert.deepEqual(answer.body, done[0]?.body)
      else assertRefused(answer, 409, 'idempotency-key-in-use')
      if (answer.status !== 201) assert.ok(Number(answer.headers['retry-after']) >= 1)
    }
    const replayed = await post('/api/v1/appointments', body, key)
    assert.deepEqual([replayed.status, replayed.headers['idempotent-replayed'], replayed.body], [201, 'true', done[0]?.body])
    const rows = await world.query('select from appointments where starts_at = $1 and unit_id = $2', [start, clinic.unitId])
    assert.equal(rows.length, 1)
  })

  it('completing is refused before the start; afterwards it answers the same however often', async () => {
    const [came, missed] = [await book(), await book()]
    assertRefused(await post(pathOf(came.id, 'complete'), undefined, at(2)), 409, 'not-in-state')
    assertRefused(await post(pathOf(missed.id, 'no-show'), undefined, at(2)), 409, 'not-in-state')
    // From here the desk was employed too long ago for its session.
    world.setClock(later(missed.start, 30))
    const staff = { ...(await employ(world, clinic.unitId, 'STAFF')).headers, 'if-match': '"2"' }
    const completed = await post(pathOf(came.id, 'complete'), undefined, staff)
    assert.deepEqual([completed.status, completed.body.status], [200, 'COMPLETED'])
    const again = await post(pathOf(came.id, 'complete'), undefined, staff)
    assert.deepEqual([again.status, again.body], [200, completed.body])
    const noted = await post(pathOf(missed.id, 'no-show'), undefined, staff)
    assert.deepEqual([noted.status, noted.body.status], [200, 'NO_SHOW'])
    const anyway = { ...staff, 'if-match': '*' }
    assertRefused(await post(pathOf(missed.id, 'complete'), undefined, anyway), 409, 'not-in-state')
    assertRefused(await post(pathOf(came.id, 'cancel'), {}, anyway), 409, 'not-in-state')
    assertRefused(await post(pathOf(came.id, 'move'), { start: nextStart() }, anyway), 409, 'not-in-state')
    world.setClock(now)
  })
})

describe('switched off', () => {
  it('B4: without the schedule engine nothing is held, booked, confirmed or moved, and what stands can be read', async () => {
    const off = await openWorld({ ENABLE_SCHEDULE_ENGINE: 'false' })
    try {
      off.setClock(now)
      const where = await openClinic(off)
      const wish = { unitId: where.unitId, serviceId: where.serviceId, start: '2027-03-01T09:00:00Z' }
      const client = { name: 'Ona', phone: '+37061234567' }
      const boss = { ...(await employ(off, null, 'ADMIN')).headers, 'if-match': '*' }
      const answers = [
        await off.call('POST', '/api/v1/slots/lock', wish),
        await off.call('POST', '/api/v1/slots/lock', { ...wish, override: { reason: 'please' } }, boss),
        await off.call('POST', '/api/v1/appointments', { ...wish, client }),
      ]
      for (const answer of answers) assertRefused(answer, 503, 'schedule-engine-disabled')
      assert.deepEqual(await off.query('select from appointments union all select from clients'), [])
      assert.equal((await off.call('GET', `/api/v1/appointments?unitId=${where.unitId}`, undefined, boss)).status, 200)
    } finally {
      await off.close()
    }
  })
})
