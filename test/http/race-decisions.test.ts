/** Who may decide about an appointment: approval and its deadline, lock levels, roles, strangers. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, describe, it } from 'node:test'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { assertRefused, later, now, openDeskWorld, pathOf } from '../system/front-desk.ts'
import { assertInvariants } from '../system/invariants.ts'
import { openWorld } from '../world.ts'

const { world, clinic, desk, close } = await openDeskWorld()
after(close)

describe('approval', () => {
  const openStrict = () => openClinic(world, { service: { needsApproval: true, approvalWithinMinutes: 60 } })
  const strictly = async (where: Clinic) => ({
    ...(await employ(world, where.unitId, 'STAFF')).headers,
    'if-match': '*',
  })

  it('A8: a request keeps its time from everybody until it is approved or declined', async () => {
    const where = await openStrict()
    const staff = await strictly(where)
    const request = await desk.book(where)
    assert.equal(request.body.status, 'PENDING_APPROVAL')
    assert.equal(Date.parse(request.body.approvalDeadlineAt), Date.parse(now) + 60 * 60_000)
    assertRefused(await desk.lock(request.start, where), 409, 'slot-taken')
    const approved = await desk.post(pathOf(request.id, 'approve'), undefined, staff)
    assert.equal(approved.status, 200, JSON.stringify(approved.body))
    assert.deepEqual([approved.body.status, approved.body.approvalDeadlineAt], ['CONFIRMED', null])
    assertRefused(await desk.post(pathOf(request.id, 'decline'), {}, staff), 409, 'not-in-state')
    assertRefused(await desk.lock(request.start, where), 409, 'slot-taken')

    const second = await desk.book(where)
    const declined = await desk.post(pathOf(second.id, 'decline'), { note: 'on leave' }, staff)
    assert.deepEqual(
      [declined.status, declined.body.status, declined.body.cancelReason],
      [200, 'CANCELLED', 'DECLINED'],
    )
    assertRefused(await desk.post(pathOf(second.id, 'approve'), undefined, staff), 409, 'not-in-state')
    assert.equal((await desk.lock(second.start, where)).status, 201)
    assert.deepEqual(await desk.typesOf(second.id), ['slot.locked', 'appointment.requested', 'appointment.declined'])
    await assertInvariants(world.query, where.unitId, now)
  })

  it('A5: past its deadline a request blocks nobody and cannot be approved; the worker declines it once', async () => {
    const where = await openStrict()
    const staff = await strictly(where)
    const [first, second] = [await desk.book(where), await desk.book(where)]
    world.setClock(later(now, 60))
    assertRefused(await desk.post(pathOf(first.id, 'approve'), undefined, staff), 409, 'not-in-state')
    const { slots } = (
      await world.call(
        'GET',
        `/api/v1/units/${where.unitId}/availability?serviceId=${where.serviceId}&from=2027-03-01&to=2027-04-15`,
      )
    ).body
    assert.ok(slots.some((one: { start: string }) => Date.parse(one.start) === Date.parse(first.start)))
    assert.equal((await desk.lock(first.start, where)).status, 201)
    const swept = await Promise.all([1, 2, 3].map(() => desk.post('/api/v1/schedule/expire-holds', undefined, staff)))
    assert.ok(
      swept.every(({ status }) => status === 200),
      JSON.stringify(swept.map(({ body }) => body)),
    )
    for (const { id } of [first, second]) {
      const shown = await world.call('GET', pathOf(id), undefined, staff)
      assert.deepEqual([shown.body.status, shown.body.cancelReason], ['CANCELLED', 'APPROVAL_EXPIRED'])
      assert.deepEqual(await desk.typesOf(id), ['slot.locked', 'appointment.requested', 'appointment.declined'])
    }
    world.setClock(now)
  })

  it('A8: approved and declined at once, a request becomes one of the two', async () => {
    const where = await openStrict()
    const staff = await strictly(where)
    for (let round = 0; round < 8; round++) {
      const { id } = await desk.book(where)
      const verbs = round % 2 === 0 ? ['approve', 'decline'] : ['decline', 'approve']
      const answers = await Promise.all(
        verbs.map((verb) => desk.post(pathOf(id, verb), verb === 'decline' ? {} : undefined, staff)),
      )
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
      assert.equal((await desk.typesOf(id)).length, 3)
    }
    await assertInvariants(world.query, where.unitId, now)
  })

  it('staff who book need nobody’s approval', async () => {
    const where = await openStrict()
    const staff = await strictly(where)
    const body = {
      unitId: where.unitId,
      serviceId: where.serviceId,
      start: desk.nextStart(),
      client: { name: 'Ona', phone: '+37061000001' },
    }
    assert.equal((await desk.post('/api/v1/appointments', body, staff)).body.status, 'CONFIRMED')
  })
})

describe('lock levels', () => {
  it('A2: from level 2 only an ADMIN changes an appointment; its client and STAFF are refused', async () => {
    const { id, token, start } = await desk.book()
    assertRefused(await desk.post(pathOf(id, 'lock-level'), { lockLevel: 2 }, desk.at(2)), 403, 'forbidden')
    assert.equal((await desk.post(pathOf(id, 'lock-level'), { lockLevel: 1 }, desk.at(2))).status, 200)
    assert.equal((await desk.post(pathOf(id, 'lock-level'), { lockLevel: 2 }, desk.asAdmin(3))).status, 200)
    const refusals = [
      await world.call('PATCH', pathOf(id), { notes: 'x' }, desk.at(4)),
      await desk.post(pathOf(id, 'move'), { start: later(start, 30) }, desk.at(4)),
      await desk.post(pathOf(id, 'cancel'), {}, desk.at(4)),
      await desk.post(pathOf(id, 'lock-level'), { lockLevel: 0 }, desk.at(4)),
      await desk.post(pathOf(id, 'move'), { start: later(start, 30), reservationToken: token }),
      await desk.post(pathOf(id, 'cancel'), { reservationToken: token }),
    ]
    for (const refusal of refusals) assertRefused(refusal, 403, 'locked')
    const moved = await desk.post(pathOf(id, 'move'), { start: later(start, 30) }, desk.asAdmin(4))
    assert.equal(moved.status, 200, JSON.stringify(moved.body))
    assert.equal(moved.body.lockLevel, 2)
    assert.equal((await desk.post(pathOf(id, 'cancel'), {}, desk.asAdmin(5))).status, 200)
  })
})

describe('strangers and colleagues', () => {
  it('F6: a stranger’s appointment is 404 to staff of another unit and to anybody without its token', async () => {
    const { id, token, start } = await desk.book()
    const elsewhere = await openClinic(world)
    const stranger = { ...(await employ(world, elsewhere.unitId, 'ADMIN')).headers, 'if-match': '*' }
    const asked = [
      await world.call('GET', pathOf(id), undefined, stranger),
      await world.call('GET', pathOf(id)),
      await world.call('GET', `${pathOf(id)}?reservationToken=${randomUUID()}`),
      await world.call('PATCH', pathOf(id), { notes: 'x' }, stranger),
      await desk.post(pathOf(id, 'move'), { start: later(start, 30) }, stranger),
      await desk.post(pathOf(id, 'cancel'), {}, stranger),
      await desk.post(pathOf(id, 'cancel'), { reservationToken: randomUUID() }),
      await desk.post(pathOf(id, 'approve'), undefined, stranger),
      await desk.post(pathOf(id, 'lock-level'), { lockLevel: 1 }, stranger),
      await world.call('GET', `/api/v1/appointments?unitId=${clinic.unitId}`, undefined, stranger),
    ]
    for (const answer of asked) assertRefused(answer, 404, 'not-found')
    assert.equal((await world.call('PATCH', pathOf(id), { notes: 'x' })).status, 401)
    assert.equal((await world.call('GET', `${pathOf(id)}?reservationToken=${token}`)).status, 200)
    assert.deepEqual(await desk.typesOf(id), ['slot.locked', 'appointment.confirmed'])
  })

  it('F6: a PROVIDER sees and changes their own appointments only', async () => {
    const shared = await openClinic(world, { people: 2 })
    const provider = await employ(world, shared.unitId, 'PROVIDER')
    const headers = { ...provider.headers, 'if-match': '*' }
    const own = shared.resourceIds[0]
    const set = await world.call('PATCH', `/api/v1/resources/${own}`, { userId: provider.user.id }, desk.asAdmin('*'))
    assert.equal(set.status, 200, JSON.stringify(set.body))
    const start = desk.nextStart()
    const both = [await desk.book(shared, start), await desk.book(shared, start)]
    const mine = both.find(({ body }) => body.resources[0].resourceId === own)
    const other = both.find(({ body }) => body.resources[0].resourceId !== own)
    assert.ok(mine && other)
    const listed = await world.call('GET', `/api/v1/appointments?unitId=${shared.unitId}`, undefined, headers)
    assert.deepEqual(
      listed.body.items.map((item: { id: string }) => item.id),
      [mine.id],
    )
    assert.equal((await world.call('GET', pathOf(mine.id), undefined, headers)).status, 200)
    assert.equal((await world.call('PATCH', pathOf(mine.id), { notes: 'mine' }, headers)).status, 200)
    assertRefused(await world.call('GET', pathOf(other.id), undefined, headers), 403, 'forbidden')
    assertRefused(await world.call('PATCH', pathOf(other.id), { notes: 'x' }, headers), 403, 'forbidden')
    assertRefused(await desk.post(pathOf(other.id, 'cancel'), {}, headers), 403, 'forbidden')
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
