import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sendReminders } from '../../src/features/notifications/send-reminders.ts'
import { writeNotifications } from '../../src/features/notifications/write-notifications.ts'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { openWorld, type World } from '../world.ts'

describe('sending a message again that something later has overtaken', () => {
  let world: World
  let clinic: Clinic
  const now = '2027-03-01T08:00:00Z'
  const start = '2027-03-10T12:00:00Z'
  const dayBefore = '2027-03-09T12:00:00Z'

  before(async () => {
    world = await openWorld()
    world.setClock(now)
    clinic = await openClinic(world, { service: { capacity: 20 } })
  })
  after(() => world.close())

  const anyChannel = () => true
  const book = async () => {
    world.setClock(now)
    const { unitId, serviceId } = clinic
    const client = { name: 'Ana', email: 'ana@home.example' }
    const { status, body } = await world.call('POST', '/api/v1/appointments', { unitId, serviceId, start, client })
    assert.equal(status, 201, JSON.stringify(body))
    await tell(body.id)
    return body.id as string
  }
  const tell = async (id: string) =>
    writeNotifications(
      world.ctx,
      (await world.events()).filter(({ subject }) => subject.id === id),
      anyChannel,
    )
  const change = async (id: string, what: string, input: Record<string, unknown> = {}) => {
    // Signed in anew: a session does not last from one clock to the next.
    const { headers } = await employ(world, clinic.unitId, 'STAFF')
    const { rowVersion } = (await world.call('GET', `/api/v1/appointments/${id}`, undefined, headers)).body
    const ifMatch = { ...headers, 'if-match': `"${rowVersion}"` }
    const { status, body } = await world.call('POST', `/api/v1/appointments/${id}/${what}`, input, ifMatch)
    assert.equal(status, 200, JSON.stringify(body))
    await tell(id)
  }
  const settle = (id: string, status: 'SENT' | 'DEAD') =>
    world.query(
      `update notifications set status = $2, sent_at = case when $2 = 'SENT' then clock_at() end where appointment_id = $1`,
      [id, status],
    )
  const messagesOf = (id: string) =>
    world.query<{ id: string; status: string }>(
      'select id, status from notifications where appointment_id = $1 order by seq',
      [id],
    )
  const retry = async (id: string | undefined) => {
    const { headers } = await employ(world, clinic.unitId, 'STAFF')
    const { status, body } = await world.call('POST', `/api/v1/notifications/${id}/retry`, undefined, headers)
    return status === 200 ? body.status : `${status} ${body.code}`
  }

  for (const status of ['SENT', 'DEAD'] as const) {
    it(`D3: an invitation that is ${status} is not sent again after a later revision was written, the later one is`, async () => {
      const id = await book()
      await settle(id, status)
      await change(id, 'move', { start: '2027-03-12T12:00:00Z' })
      const [booked, moved] = await messagesOf(id)
      assert.equal(await retry(booked?.id), '409 message-overtaken')
      assert.deepEqual(await messagesOf(id), [
        { id: booked?.id, status },
        { id: moved?.id, status: 'QUEUED' },
      ])
      await settle(id, status)
      assert.equal(await retry(moved?.id), 'QUEUED')
    })
  }

  it('D3: an invitation that still waits before a later revision may be sent now: the later one waits for it', async () => {
    const id = await book()
    await change(id, 'move', { start: '2027-03-12T12:00:00Z' })
    assert.equal(await retry((await messagesOf(id))[0]?.id), 'QUEUED')
  })

  const remindedOf = async () => {
    const id = await book()
    await settle(id, 'SENT')
    world.setClock(dayBefore)
    assert.equal((await sendReminders(world.ctx, anyChannel)).queued, 1)
    return id
  }
  const reminderOf = async (id: string) => (await messagesOf(id))[1]

  it('E5: a reminder of a start that was given up is not sent again', async () => {
    const id = await remindedOf()
    await change(id, 'move', { start: '2027-03-15T12:00:00Z' })
    const reminder = await reminderOf(id)
    assert.equal(reminder?.status, 'EXPIRED')
    assert.equal(await retry(reminder?.id), '409 message-overtaken')
    assert.equal((await reminderOf(id))?.status, 'EXPIRED')
  })

  it('E5: nor is one of a cancelled appointment, nor one that had just been under way when it was cancelled', async () => {
    const id = await remindedOf()
    await change(id, 'cancel')
    const reminder = await reminderOf(id)
    assert.equal(await retry(reminder?.id), '409 message-overtaken')
    await world.query(`update notifications set status = 'QUEUED' where id = $1`, [reminder?.id])
    assert.equal(await retry(reminder?.id), '409 message-overtaken')
  })

  it('E5: a reminder whose appointment stands is sent again', async () => {
    const id = await remindedOf()
    await settle(id, 'DEAD')
    assert.equal(await retry((await reminderOf(id))?.id), 'QUEUED')
  })
})
