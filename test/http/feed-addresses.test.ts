import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { mintLinks } from '../../src/features/calendars/mint-links.ts'
import type { AppointmentId } from '../../src/lib/ids.ts'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { feedReader, pathOf } from '../feed-reader.ts'
import { openWorld, type World } from '../world.ts'

describe('the secret addresses of feeds', () => {
  let world: World
  let clinic: Clinic
  let headers: Record<string, string>
  let feeds: ReturnType<typeof feedReader>

  before(async () => {
    world = await openWorld()
    world.setClock('2027-03-01T08:00:00Z')
    clinic = await openClinic(world, { people: 2 })
    headers = (await employ(world, clinic.unitId, 'STAFF')).headers
    feeds = feedReader(world, () => headers)
  })
  after(() => world.close())

  const ana = () => clinic.resourceIds[0] as string
  const ben = () => clinic.resourceIds[1] as string
  let booked = 0
  const book = async () => {
    const { status, body } = await world.call('POST', '/api/v1/appointments', {
      unitId: clinic.unitId,
      serviceId: clinic.serviceId,
      start: `2027-03-03T${10 + booked++}:00:00Z`,
      durationMinutes: 30,
      client: { name: 'Ona', phone: '+37061200001' },
    })
    assert.equal(status, 201, JSON.stringify(body))
    return body as { id: string; uid: string; clientId: string }
  }

  it('D11: the address is the same whoever asks for it and however often, and is made once', async () => {
    const at = await openClinic(world)
    const staff = (await employ(world, at.unitId, 'STAFF')).headers
    const answers = await Promise.all(Array.from({ length: 12 }, () => feeds.open('UNIT', at.unitId, staff)))
    const bodies = new Set(answers.map(({ body }) => JSON.stringify(body)))
    assert.equal(bodies.size, 1)
    const { url, webcalUrl, ...rest } = answers[0]?.body ?? {}
    assert.deepEqual(rest, { kind: 'UNIT', id: at.unitId, generation: 1 })
    assert.match(url, /^http:\/\/127\.0\.0\.1:3000\/calendar\/feeds\/[\w-]{32}\.ics$/)
    assert.equal(webcalUrl, url.replace('http:', 'webcal:'))
    const told = (await world.events()).filter(({ data }) => data.subjectId === at.unitId).map(({ type }) => type)
    assert.deepEqual(told, ['feed.opened'])
  })

  it('D11: rotated, the old address is dead at once and the new one is kept; the audit knows, but not the address', async () => {
    const old = await feeds.open('RESOURCE', ben())
    const rotated = await feeds.rotate('RESOURCE', ben())
    assert.deepEqual([rotated.status, rotated.body.generation], [200, old.body.generation + 1])
    assert.equal((await feeds.get(pathOf(old))).status, 404)
    assert.equal((await feeds.get(pathOf(rotated))).status, 200)
    assert.deepEqual((await feeds.open('RESOURCE', ben())).body, rotated.body)
    const [event] = (await world.events()).filter(({ type }) => type === 'feed.rotated')
    assert.equal(event?.unitId, clinic.unitId)
    assert.deepEqual(
      [event?.before, event?.after, event?.data],
      [{ generation: 1 }, { generation: 2 }, { kind: 'RESOURCE', subjectId: ben() }],
    )
    const everything = JSON.stringify([await world.events(), await world.query('select * from links')])
    for (const { body } of [old, rotated]) assert.ok(!everything.includes(body.url.slice(-36, -4)))
  })

  it('D11: of several who rotate at once, each gets an address and the last one stands', async () => {
    const at = await openClinic(world)
    const staff = (await employ(world, at.unitId, 'STAFF')).headers
    assert.equal((await feeds.rotate('UNIT', at.unitId, staff)).body.generation, 1)
    const answers = await Promise.all(Array.from({ length: 6 }, () => feeds.rotate('UNIT', at.unitId, staff)))
    const generations = answers.map(({ body }) => body.generation).sort()
    assert.deepEqual(generations, [2, 3, 4, 5, 6, 7])
    const alive = await Promise.all(answers.map(async (answer) => (await feeds.get(pathOf(answer))).status))
    assert.deepEqual(alive.sort(), [200, 404, 404, 404, 404, 404])
    assert.equal((await feeds.open('UNIT', at.unitId, staff)).body.generation, 7)
  })

  it('D11: when the installation has another secret, who asks gets an address that works', async () => {
    const at = await openClinic(world)
    const staff = (await employ(world, at.unitId, 'STAFF')).headers
    const old = await feeds.open('UNIT', at.unitId, staff)
    await world.query(`update links set token_hash = sha256('by another secret') where subject_id = $1`, [at.unitId])
    assert.equal((await feeds.get(pathOf(old))).status, 404)
    const fresh = await feeds.open('UNIT', at.unitId, staff)
    assert.equal(fresh.body.generation, 2)
    assert.equal((await feeds.get(pathOf(fresh))).status, 200)
  })

  it('F6: staff have every feed of their unit, a provider their own, a stranger none', async () => {
    const { clientId } = await book()
    const provider = await employ(world, clinic.unitId, 'PROVIDER')
    await world.query('update resources set user_id = $2 where id = $1', [ana(), provider.user.id])
    const elsewhere = await openClinic(world)
    const stranger = (await employ(world, elsewhere.unitId, 'ADMIN')).headers
    const admin = (await employ(world, clinic.unitId, 'ADMIN')).headers
    const everywhere = (await employ(world, null, 'ADMIN')).headers
    const nobody = '0198c1de-7a30-7cc4-9f5e-3d0a8b6f21c7'
    for (const ask of [feeds.open, feeds.rotate]) {
      const statuses = async (as: Record<string, string>) => [
        (await ask('CLIENT', clientId, as)).status,
        (await ask('RESOURCE', ana(), as)).status,
        (await ask('RESOURCE', ben(), as)).status,
        (await ask('UNIT', clinic.unitId, as)).status,
      ]
      assert.deepEqual(await statuses(admin), [200, 200, 200, 200])
      assert.deepEqual(await statuses(headers), [200, 200, 200, 200])
      assert.deepEqual(await statuses(provider.headers), [403, 200, 403, 403])
      assert.deepEqual(await statuses(stranger), [404, 404, 404, 404])
      for (const kind of ['CLIENT', 'RESOURCE', 'UNIT'] as const) {
        assert.equal((await ask(kind, nobody, everywhere)).status, 404, kind)
        assert.equal((await ask(kind, 'no-id', everywhere)).status, 400, kind)
      }
    }
  })

  it('D11: a token opens what it was made for and nothing else', async () => {
    const appointment = await book()
    await world.ctx.transaction(async (tx) =>
      mintLinks(tx, world.config.AUTH_SECRET, [
        { unitId: clinic.unitId, purpose: 'APPOINTMENT', subjectId: appointment.id as AppointmentId },
      ]),
    )
    const url = (await feeds.entryIn('CLIENT', appointment.clientId, appointment))?.url ?? ''
    const token = /r=([\w-]{32})$/.exec(url)?.[1]
    assert.equal((await feeds.get(`/calendar/appointments/${token}.ics`)).status, 200)
    assert.equal((await feeds.get(`/calendar/feeds/${token}.ics`)).status, 404)
    const feed = pathOf(await feeds.open('CLIENT', appointment.clientId))
    assert.equal((await feeds.get(feed.replace('feeds', 'appointments'))).status, 404)
    assert.equal((await feeds.get(`/reschedule?r=${feed.slice(-36, -4)}`)).status, 404)
  })
})
