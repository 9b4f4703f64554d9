/** Changing what is written about an appointment: what it changes, who may, and what guards it. */
import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { createApiKey } from '../../src/features/identity/create-api-key.ts'
import { employ, openClinic } from '../clinic.ts'
import { assertRefused, openDeskWorld, pathOf } from '../system/front-desk.ts'

const { world, clinic, desk, close } = await openDeskWorld()
after(close)

type Headers = Record<string, string>
const patch = (id: string, change: unknown, headers?: Headers) => world.call('PATCH', pathOf(id), change, headers)
const updates = async (id: string) =>
  (await world.events()).filter(({ type, subject }) => type === 'appointment.updated' && subject.id === id)
const written = async (id: string) =>
  (await world.query('select notes, attendee_name, row_version from appointments where id = $1', [id]))[0]

describe('what is written about an appointment', () => {
  it('A2: changes with its version, and the log says who changed what, but keeps no name', async () => {
    const { id, body, start } = await desk.book()
    const noted = await patch(id, { notes: ' Second floor\nring twice ' }, desk.at(2))
    assert.equal(noted.status, 200, JSON.stringify(noted.body))
    assert.equal(noted.headers.etag, '"3"')
    const named = await patch(id, { attendeeName: 'Ona Petraitė' }, desk.at(3))
    assert.deepEqual(named.body, {
      ...body,
      notes: 'Second floor\nring twice',
      attendeeName: 'Ona Petraitė',
      rowVersion: 4,
    })
    assert.deepEqual((await world.call('GET', pathOf(id), undefined, desk.staff)).body, named.body)

    const [first, second, ...more] = await updates(id)
    assert.deepEqual(more, [])
    assert.deepEqual([first?.before, first?.after], [{ notes: '' }, { notes: 'Second floor\nring twice' }])
    assert.deepEqual([second?.before, second?.after], [{ attendeeName: '…' }, { attendeeName: '…' }])
    assert.deepEqual([first?.subject.version, second?.subject.version], [3, 4])
    for (const event of [first, second]) {
      assert.deepEqual([event?.unitId, event?.actor.kind, event?.channel], [clinic.unitId, 'user', 'staff'])
      assert.equal(Date.parse(String(event?.data.startsAt)), Date.parse(start))
    }
    assert.doesNotMatch(JSON.stringify(await world.events()), /Petraitė/)
  })

  it('A2: both at once are one change and one event; the same again is none', async () => {
    const { id } = await desk.book()
    const change = { notes: 'Bring the X-ray', attendeeName: 'Jonas' }
    assert.equal((await patch(id, change, desk.at(2))).body.rowVersion, 3)
    for (const same of [change, {}, { notes: ' Bring the X-ray ' }]) {
      const { status, body, headers } = await patch(id, same, desk.at(3))
      assert.deepEqual([status, body.rowVersion, headers.etag], [200, 3, '"3"'])
    }
    assert.equal((await updates(id)).length, 1)
    assert.equal((await patch(id, { notes: '' }, desk.at(3))).body.notes, '')
  })

  it('A2: moves nothing: the calendar entry, the time and whoever has it stay', async () => {
    const { id, body, start } = await desk.book()
    const changed = await patch(id, { notes: 'Two people' }, desk.at(2))
    assert.deepEqual([changed.body.uid, changed.body.icsSequence], [body.uid, body.icsSequence])
    assertRefused(await desk.lock(start), 409, 'slot-taken')
    const [client] = await world.query<{ name: string }>('select name from clients where id = $1', [body.clientId])
    await patch(id, { attendeeName: 'Her son' }, desk.at(3))
    assert.deepEqual(await world.query('select name from clients where id = $1', [body.clientId]), [client])
  })

  it('A2: takes the version that was read, or * to overwrite; without one it is 428, with another 412', async () => {
    const { id } = await desk.book()
    assertRefused(await patch(id, { notes: 'x' }, desk.staff), 428, 'version-required')
    for (const version of [1, 3]) {
      const stale = await patch(id, { notes: 'x' }, desk.at(version))
      assertRefused(stale, 412, 'stale')
      assert.equal(stale.body.rowVersion, 2)
    }
    assert.deepEqual(await written(id), { notes: '', attendee_name: 'Ona', row_version: 2 })
    assert.equal((await patch(id, { notes: 'read' }, desk.at(2))).headers.etag, '"3"')
    assert.equal((await patch(id, { notes: 'not read' }, desk.at('*'))).headers.etag, '"4"')
    assert.equal((await updates(id)).length, 2)
  })
})

describe('who may write about an appointment', () => {
  it('F6: staff of the unit and keys with the scope; nobody else, and nothing is written', async () => {
    const { id, token } = await desk.book()
    const elsewhere = await openClinic(world)
    const any = { 'if-match': '*' }
    const keyWith = async (scope: 'appointments:read' | 'appointments:write', unitId: string = clinic.unitId) => {
      const unitIds = [unitId as typeof clinic.unitId]
      const { key } = await createApiKey(world.ctx, { name: 'Website', role: 'STAFF', unitIds, scopes: [scope] })
      return { authorization: `Bearer ${key}`, ...any }
    }
    const headersOf = async (unitId: typeof clinic.unitId, role: 'ADMIN' | 'STAFF' | 'PROVIDER') => ({
      ...(await employ(world, unitId, role)).headers,
      ...any,
    })
    assertRefused(await patch(id, { notes: 'x' }, any), 401, 'unauthenticated')
    // The client of the appointment cancels and moves with their token; what is written about it is the unit's.
    assert.equal((await patch(id, { notes: 'x', reservationToken: token }, any)).status, 401)
    assertRefused(await patch(id, { notes: 'x' }, await keyWith('appointments:read')), 403, 'forbidden')
    assertRefused(await patch(id, { notes: 'x' }, await headersOf(clinic.unitId, 'PROVIDER')), 403, 'forbidden')
    for (const role of ['ADMIN', 'STAFF', 'PROVIDER'] as const)
      assertRefused(await patch(id, { notes: 'x' }, await headersOf(elsewhere.unitId, role)), 404, 'not-found')
    assertRefused(
      await patch(id, { notes: 'x' }, await keyWith('appointments:write', elsewhere.unitId)),
      404,
      'not-found',
    )
    assert.deepEqual(await written(id), { notes: '', attendee_name: 'Ona', row_version: 2 })

    const byKey = await patch(id, { notes: 'by the website' }, await keyWith('appointments:write'))
    assert.equal(byKey.status, 200, JSON.stringify(byKey.body))
    const byAdmin = await patch(id, { notes: 'by the boss' }, await headersOf(clinic.unitId, 'ADMIN'))
    assert.equal(byAdmin.status, 200)
    assert.deepEqual(
      (await updates(id)).map(({ actor }) => actor.kind),
      ['api-key', 'user'],
    )
  })

  it('A2: up to lock level 1 the desk does, from 2 only an ADMIN', async () => {
    const { id } = await desk.book()
    let version = 2
    for (const lockLevel of [1, 2, 3]) {
      const locked = await desk.post(pathOf(id, 'lock-level'), { lockLevel }, desk.asAdmin(version++))
      assert.equal(locked.status, 200, JSON.stringify(locked.body))
      const byDesk = await patch(id, { notes: `desk at ${lockLevel}` }, desk.at(version))
      if (lockLevel === 1) {
        assert.equal(byDesk.status, 200)
        version++
      } else {
        assertRefused(byDesk, 403, 'locked')
        assert.equal(byDesk.body.lockLevel, lockLevel)
      }
      const byAdmin = await patch(id, { notes: `boss at ${lockLevel}` }, desk.asAdmin(version++))
      assert.deepEqual(
        [byAdmin.status, byAdmin.body.notes, byAdmin.body.lockLevel],
        [200, `boss at ${lockLevel}`, lockLevel],
      )
    }
    assert.equal((await updates(id)).length, 4)
  })
})
