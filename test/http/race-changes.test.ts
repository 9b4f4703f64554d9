/** What guards one change of an appointment against another: versions, its own claims, repetition. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, describe, it } from 'node:test'
import { employ, openClinic } from '../clinic.ts'
import { assertRefused, later, now, openDeskWorld, pathOf } from '../system/front-desk.ts'
import { assertInvariants } from '../system/invariants.ts'

const { world, clinic, desk, close } = await openDeskWorld()
after(close)

describe('versions', () => {
  it('A2: staff must say which version they read, and a stale one is refused with the version there is', async () => {
    const { id, start } = await desk.book()
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
      assertRefused(await world.call(method, path, body, desk.staff), 428, 'version-required')
      if (path.endsWith('approve')) continue
      const stale = await world.call(method, path, body, desk.at(1))
      assertRefused(stale, 412, 'stale')
      assert.equal(stale.body.rowVersion, 2)
    }
    const changed = await world.call('PATCH', pathOf(id), { notes: 'bring the X-ray' }, desk.at(2))
    assert.equal(changed.status, 200)
    assert.equal(changed.headers.etag, '"3"')
    assert.equal((await world.call('PATCH', pathOf(id), { notes: 'and the card' }, desk.at('*'))).headers.etag, '"4"')
    assert.deepEqual(await desk.typesOf(id), [
      'slot.locked',
      'appointment.confirmed',
      'appointment.updated',
      'appointment.updated',
    ])
  })

  it('A2: of eight changes made at once from one version, one is had and seven are told to read again', async () => {
    const { id } = await desk.book()
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => world.call('PATCH', pathOf(id), { notes: `${i}` }, desk.at(2))),
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(7).fill(412)])
    const [row] = await world.query<{ notes: string; row_version: number }>(
      'select notes, row_version from appointments where id = $1',
      [id],
    )
    const winner = answers.findIndex(({ status }) => status === 200)
    assert.deepEqual(row, { notes: `${winner}`, row_version: 3 })
  })
})

describe('moving', () => {
  it('D2: a moved appointment keeps id and UID, its SEQUENCE is one more, its old time is free', async () => {
    const { id, body, start } = await desk.book()
    const to = desk.nextStart()
    const moved = await desk.post(pathOf(id, 'move'), { start: to }, desk.at(2))
    assert.equal(moved.status, 200, JSON.stringify(moved.body))
    assert.deepEqual(
      [moved.body.id, moved.body.uid, moved.body.icsSequence, moved.body.rowVersion],
      [id, body.uid, body.icsSequence + 1, 3],
    )
    assert.equal(Date.parse(moved.body.start), Date.parse(to))
    assertRefused(await desk.lock(to), 409, 'slot-taken')
    assert.equal((await desk.lock(start)).status, 201)
    const cancelled = await desk.post(pathOf(id, 'cancel'), {}, desk.at(3))
    assert.equal(cancelled.body.icsSequence, body.icsSequence + 2)
  })

  it('A8: its own old time does not stand in the way of a shift or another length', async () => {
    const { id, start } = await desk.book()
    const longer = await desk.post(pathOf(id, 'move'), { start, durationMinutes: 60 }, desk.at(2))
    assert.equal(longer.status, 200, JSON.stringify(longer.body))
    const shifted = await desk.post(pathOf(id, 'move'), { start: later(start, 30) }, desk.at(3))
    assert.equal(shifted.status, 200, JSON.stringify(shifted.body))
    assert.deepEqual([shifted.body.durationMinutes, Date.parse(shifted.body.end)], [60, Date.parse(later(start, 90))])
    const [claims] = await world.query<{ active: number }>(
      'select count(*)::int as active from claims where appointment_id = $1 and is_active',
      [id],
    )
    assert.equal(claims?.active, 1)
    assert.equal((await desk.lock(start)).status, 201)
  })

  it('A8: refused, it stays where it was, and alternatives are named', async () => {
    const [one, two] = [await desk.book(), await desk.book()]
    const refused = await desk.post(pathOf(two.id, 'move'), { start: one.start }, desk.at(2))
    assertRefused(refused, 409, 'slot-taken')
    assert.ok(refused.body.alternatives.length > 0)
    const shown = await world.call('GET', pathOf(two.id), undefined, desk.staff)
    assert.deepEqual([Date.parse(shown.body.start), shown.body.rowVersion], [Date.parse(two.start), 2])
    assertRefused(await desk.lock(two.start), 409, 'slot-taken')
  })

  it('A8: of six moved at once to one free time one is there, and the others where they were', async () => {
    const six = []
    for (let i = 0; i < 6; i++) six.push(await desk.book())
    const to = desk.nextStart()
    const answers = await Promise.all(six.map(({ id }) => desk.post(pathOf(id, 'move'), { start: to }, desk.at(2))))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(5).fill(409)])
    for (const [i, { start }] of six.entries())
      assert.equal((await desk.lock(start)).status, answers[i]?.status === 200 ? 201 : 409)
    await assertInvariants(world.query, clinic.unitId, now)
  })

  it('a client moves with the token, within the notice of the service', async () => {
    const careful = await openClinic(world, { service: { noticeToMoveMinutes: 1440, noticeToCancelMinutes: 1440 } })
    const { id, token, start } = await desk.book(careful)
    const moved = await desk.post(pathOf(id, 'move'), { start: later(start, 60), reservationToken: token })
    assert.equal(moved.status, 200, JSON.stringify(moved.body))
    world.setClock(later(start, -120))
    for (const verb of ['move', 'cancel']) {
      const late = await desk.post(pathOf(id, verb), {
        ...(verb === 'move' && { start: later(start, 4_320) }),
        reservationToken: token,
      })
      assertRefused(late, 422, 'rule-rejected')
      assert.equal(late.body.rule, 'notice')
    }
    world.setClock(now)
  })
})

describe('repeated', () => {
  it('cancelling again answers 200 with the same body, from the version that was read, and at the same time', async () => {
    const { id, token, start } = await desk.book()
    const answers = await Promise.all(Array.from({ length: 5 }, () => desk.post(pathOf(id, 'cancel'), {}, desk.at(2))))
    answers.push(
      await desk.post(pathOf(id, 'cancel'), {}, desk.at(2)),
      await desk.post(pathOf(id, 'cancel'), { reservationToken: token }),
    )
    for (const { status, body } of answers) {
      assert.equal(status, 200, JSON.stringify(body))
      assert.deepEqual(body, answers[0]?.body)
    }
    assert.equal(answers[0]?.body.cancelReason, 'CANCELLED_BY_UNIT')
    assert.deepEqual(await desk.typesOf(id), ['slot.locked', 'appointment.confirmed', 'appointment.cancelled'])
    assert.equal((await desk.lock(start)).status, 201)
  })

  it('confirming ten times at once makes one appointment and gives ten times the same answer', async () => {
    const held = await desk.lock(desk.nextStart())
    const body = { reservationToken: held.body.reservationToken, client: { name: 'Ona', phone: '+37061888888' } }
    const answers = await Promise.all(Array.from({ length: 10 }, () => desk.post('/api/v1/appointments', body)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array(9).fill(200), 201])
    for (const answer of answers) assert.deepEqual(answer.body, answers[0]?.body)
    assert.deepEqual(await desk.typesOf(held.body.appointmentId), ['slot.locked', 'appointment.confirmed'])
  })

  it('the same Idempotency-Key at the same time has one effect; whoever is not answered is told when to come back', async () => {
    const start = desk.nextStart()
    const key = { 'idempotency-key': randomUUID() }
    const client = { name: 'Ona', phone: '+37061999999' }
    const body = { unitId: clinic.unitId, serviceId: clinic.serviceId, start, client }
    const answers = await Promise.all(Array.from({ length: 8 }, () => desk.post('/api/v1/appointments', body, key)))
    const done = answers.filter(({ status }) => status === 201)
    assert.ok(done.length > 0)
    for (const answer of answers) {
      if (answer.status === 201) assert.deepEqual(answer.body, done[0]?.body)
      else assertRefused(answer, 409, 'idempotency-key-in-use')
      if (answer.status !== 201) assert.ok(Number(answer.headers['retry-after']) >= 1)
    }
    const replayed = await desk.post('/api/v1/appointments', body, key)
    assert.deepEqual(
      [replayed.status, replayed.headers['idempotent-replayed'], replayed.body],
      [201, 'true', done[0]?.body],
    )
    const rows = await world.query('select from appointments where starts_at = $1 and unit_id = $2', [
      start,
      clinic.unitId,
    ])
    assert.equal(rows.length, 1)
  })

  it('completing is refused before the start; afterwards it answers the same however often', async () => {
    const [came, missed] = [await desk.book(), await desk.book()]
    assertRefused(await desk.post(pathOf(came.id, 'complete'), undefined, desk.at(2)), 409, 'not-in-state')
    assertRefused(await desk.post(pathOf(missed.id, 'no-show'), undefined, desk.at(2)), 409, 'not-in-state')
    // From here the desk was employed too long ago for its session.
    world.setClock(later(missed.start, 30))
    const staff = { ...(await employ(world, clinic.unitId, 'STAFF')).headers, 'if-match': '"2"' }
    const completed = await desk.post(pathOf(came.id, 'complete'), undefined, staff)
    assert.deepEqual([completed.status, completed.body.status], [200, 'COMPLETED'])
    const again = await desk.post(pathOf(came.id, 'complete'), undefined, staff)
    assert.deepEqual([again.status, again.body], [200, completed.body])
    const noted = await desk.post(pathOf(missed.id, 'no-show'), undefined, staff)
    assert.deepEqual([noted.status, noted.body.status], [200, 'NO_SHOW'])
    const anyway = { ...staff, 'if-match': '*' }
    assertRefused(await desk.post(pathOf(missed.id, 'complete'), undefined, anyway), 409, 'not-in-state')
    assertRefused(await desk.post(pathOf(came.id, 'cancel'), {}, anyway), 409, 'not-in-state')
    assertRefused(await desk.post(pathOf(came.id, 'move'), { start: desk.nextStart() }, anyway), 409, 'not-in-state')
    world.setClock(now)
  })
})
