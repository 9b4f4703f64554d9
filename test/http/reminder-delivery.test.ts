import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Channel, Outgoing } from '../../src/features/notifications/channels/channel.ts'
import { composeOutgoing } from '../../src/features/notifications/compose-outgoing.ts'
import { deliverNotifications } from '../../src/features/notifications/deliver-notifications.ts'
import { sendReminders } from '../../src/features/notifications/send-reminders.ts'
import { writeNotifications } from '../../src/features/notifications/write-notifications.ts'
import { DeliveryFailure } from '../../src/platform/delivery-failure.ts'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { openWorld, type World } from '../world.ts'

type Row = { kind: string; status: string; attempts: number; next_attempt_at: Temporal.Instant }

describe('delivery of reminders', { timeout: 60_000 }, () => {
  let world: World
  let clinic: Clinic
  // All in Vilnius, at +02:00.
  const start = '2027-03-10T16:00:00Z'
  const afternoonBefore = '2027-03-09T16:00:00Z'
  const nightBefore = '2027-03-09T21:00:00Z'
  const morning = '2027-03-10T06:00:00Z'

  before(async () => {
    world = await openWorld()
  })
  beforeEach(async () => {
    world.setClock('2027-03-01T08:00:00Z')
    await world.query('delete from reminders')
    clinic = await openClinic(world)
  })
  after(() => world.close())

  const anyChannel = () => true
  let number = 0
  const book = async (at: string) => {
    const { unitId, serviceId } = clinic
    const client = { name: 'Ana', phone: `+370600001${String(++number).padStart(2, '0')}` }
    const { status, body } = await world.call('POST', '/api/v1/appointments', { unitId, serviceId, start: at, client })
    assert.equal(status, 201, JSON.stringify(body))
    await tell(body.id)
    return body.id as string
  }
  const tell = async (id: string) => {
    const events = (await world.events()).filter(({ subject }) => subject.id === id)
    await writeNotifications(world.ctx, events, anyChannel)
  }
  /** An appointment whose reminder is all that waits to be sent. */
  const remindedOf = async (at: string) => {
    const id = await book(at)
    await world.query(`update notifications set status = 'SENT', sent_at = clock_at() where status = 'QUEUED'`)
    world.setClock(afternoonBefore)
    assert.equal((await sendReminders(world.ctx, anyChannel)).queued, 1)
    return id
  }
  const rowsOf = async (id: string) =>
    (
      await world.query<Row>(
        `select * from notifications where appointment_id = $1 and status <> 'SENT' order by seq`,
        [id],
      )
    ).map(({ kind, status, attempts, next_attempt_at }) => [kind, status, attempts, next_attempt_at.toString()])

  /** Delivers by SMS until stopped; `sent` resolves with each message in turn. */
  const deliver = (answer: (outgoing: Outgoing) => Promise<void>) => {
    const waiting: ((outgoing: Outgoing) => void)[] = []
    const arrived: Outgoing[] = []
    const channel: Channel = {
      name: 'SMS',
      concurrency: 10,
      perSecond: Number.POSITIVE_INFINITY,
      send: async (outgoing) => {
        const next = waiting.shift()
        if (next) next(outgoing)
        else arrived.push(outgoing)
        await answer(outgoing)
        return { providerId: null, answer: 'taken' }
      },
      findSent: undefined,
      close: async () => {},
    }
    const stop = deliverNotifications(world.ctx, { channels: ['SMS'], channel }, (row) =>
      composeOutgoing(world.config, row),
    )
    const sent = () => {
      const next = arrived.shift()
      return next ? Promise.resolve(next) : new Promise<Outgoing>((resolve) => waiting.push(resolve))
    }
    return { sent, stop, left: () => arrived.length }
  }
  const taken = async () => {}
  const count = async () => (await world.ctx.metrics.remindersSent.get()).values[0]?.value ?? 0

  it('E5: a reminder that is sent is counted', async () => {
    const id = await remindedOf(start)
    const before = await count()
    const { sent, stop } = deliver(taken)
    assert.match((await sent()).message.short, /Visit/)
    await stop()
    assert.deepEqual(await rowsOf(id), [])
    assert.equal((await count()) - before, 1)
  })

  it('E2: a reminder that waited for a worker until the night waits on until the morning; what is urgent goes', async () => {
    const id = await remindedOf(start)
    world.setClock(nightBefore)
    const urgent = await book('2027-03-12T12:00:00Z')
    const night = deliver(taken)
    await night.sent()
    await night.stop()
    assert.equal(night.left(), 0)
    assert.deepEqual(await rowsOf(urgent), [])
    assert.deepEqual(await rowsOf(id), [['appointment-reminder', 'QUEUED', 0, morning]])
    world.setClock(morning)
    const day = deliver(taken)
    await day.sent()
    await day.stop()
    assert.deepEqual(await rowsOf(id), [])
  })

  it('E2: one that staff send by hand goes at once', async () => {
    const id = await remindedOf(start)
    world.setClock(nightBefore)
    const { headers } = await employ(world, clinic.unitId, 'STAFF')
    const [row] = await world.query<{ id: string }>(
      `select id from notifications where appointment_id = $1 and status = 'QUEUED'`,
      [id],
    )
    const answer = await world.call('POST', `/api/v1/notifications/${row?.id}/retry`, undefined, headers)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    const { sent, stop } = deliver(taken)
    await sent()
    await stop()
    assert.deepEqual(await rowsOf(id), [])
  })

  it('E5: cancelled while its reminder is under way, it is not tried again and does not hold up the cancellation', async () => {
    const id = await remindedOf(start)
    let fail = () => {}
    const failed = new Promise<void>((_, reject) => {
      fail = () => reject(new DeliveryFailure('delayed', 'Try again.'))
    })
    let tries = 0
    const { sent, stop } = deliver(() => (++tries === 1 ? failed : Promise.resolve()))
    await sent()
    const { headers } = await employ(world, clinic.unitId, 'STAFF')
    const { body } = await world.call('GET', `/api/v1/appointments/${id}`, undefined, headers)
    const ifMatch = { ...headers, 'if-match': `"${body.rowVersion}"` }
    assert.equal((await world.call('POST', `/api/v1/appointments/${id}/cancel`, {}, ifMatch)).status, 200)
    await tell(id)
    fail()
    await sent()
    await stop()
    assert.deepEqual(
      (await rowsOf(id)).map(([kind, , attempts]) => [kind, attempts]),
      [['appointment-reminder', 1]],
    )
    world.setClock('2027-03-09T17:00:00Z')
    const later = await book('2027-03-12T12:00:00Z')
    const next = deliver(taken)
    await next.sent()
    await next.stop()
    assert.equal(next.left(), 0)
    assert.deepEqual(await rowsOf(later), [])
  })
})
