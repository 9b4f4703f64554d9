import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Event } from '../../src/features/audit/event.ts'
import { sendReminders } from '../../src/features/notifications/send-reminders.ts'
import { writeNotifications } from '../../src/features/notifications/write-notifications.ts'
import { migrationsFolder } from '../../src/platform/db/migrate.ts'
import { type Clinic, type ClinicOptions, employ, openClinic } from '../clinic.ts'
import { openWorld, type World } from '../world.ts'

type Timer = { status: string; starts_at: Temporal.Instant; appointment_version: number }
type Message = {
  status: string
  audience: string
  channel: string
  address: string
  facts: { appointment: { startsAt: string }; recipient: { timeZone: string } }
  next_attempt_at: Temporal.Instant
}

describe('reminders', () => {
  let world: World
  let clinic: Clinic
  const now = '2027-03-01T08:00:00Z'
  const start = '2027-03-10T12:00:00Z'
  const dayBefore = '2027-03-09T12:00:00Z'

  before(async () => {
    world = await openWorld()
  })
  beforeEach(async () => {
    world.setClock(now)
    await world.query('delete from reminders')
    await open()
  })
  after(() => world.close())

  const open = async (options: ClinicOptions = {}) => {
    clinic = await openClinic(world, options)
    await world.query('update resources set email = $1 where id = $2', ['person@clinic.example', clinic.resourceIds[0]])
  }
  const anyChannel = () => true
  const remind = () => sendReminders(world.ctx, anyChannel)
  const eventsOf = async (id: string) => (await world.events()).filter(({ subject }) => subject.id === id)
  const tell = async (id: string) => writeNotifications(world.ctx, await eventsOf(id), anyChannel)
  const book = async (client: Record<string, unknown> = {}, at = start) => {
    const { unitId, serviceId } = clinic
    const { status, body } = await world.call('POST', '/api/v1/appointments', {
      unitId,
      serviceId,
      start: at,
      client: { name: 'Ana', email: 'ana@home.example', ...client },
    })
    assert.equal(status, 201, JSON.stringify(body))
    await tell(body.id)
    return body.id as string
  }
  const show = async (id: string) => {
    // Signed in anew: a session does not last from one clock to the next.
    const { headers } = await employ(world, clinic.unitId, 'STAFF')
    const { body } = await world.call('GET', `/api/v1/appointments/${id}`, undefined, headers)
    return { ...body, headers: { ...headers, 'if-match': `"${body.rowVersion}"` } }
  }
  const change = async (id: string, what: string, body?: Record<string, unknown>) => {
    const { headers } = await show(id)
    const answer = await world.call('POST', `/api/v1/appointments/${id}/${what}`, body, headers)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
  }
  const timerOf = async (id: string) => {
    const [timer] = await world.query<Timer>('select * from reminders where appointment_id = $1', [id])
    return timer && [timer.status, timer.starts_at.toString()]
  }
  const messagesOf = (id: string) =>
    world.query<Message>(
      `select * from notifications where appointment_id = $1 and kind = 'appointment-reminder' order by seq`,
      [id],
    )
  const told = async (id: string) =>
    (await messagesOf(id)).map(({ status, facts }) => [status, facts.appointment.startsAt.replace('.000Z', 'Z')])
  const markSent = (id: string) =>
    world.query(
      `update notifications set status = 'SENT', sent_at = clock_at() where appointment_id = $1 and kind = 'appointment-reminder'`,
      [id],
    )

  it('E5: an appointment is reminded of once it starts within the lookahead, and not a second before', async () => {
    const id = await book()
    assert.deepEqual(await timerOf(id), ['WAITING', start])
    world.setClock('2027-03-09T11:59:59Z')
    assert.equal((await remind()).queued, 0)
    world.setClock(dayBefore)
    assert.equal((await remind()).queued, 1)
    assert.deepEqual(await timerOf(id), ['QUEUED', start])
    assert.deepEqual(await told(id), [['QUEUED', start]])
    assert.equal((await remind()).queued, 0)
    await world.query(`update reminders set status = 'WAITING', queued_at = null where appointment_id = $1`, [id])
    await remind()
    assert.equal((await told(id)).length, 1)
  })

  it('E5: of ten workers at once, and of several batches, each appointment has one message', async () => {
    await open({ service: { capacity: 130 } })
    const ids: string[] = []
    for (let i = 0; i < 125; i++) ids.push(await book({ email: `client${i}@home.example` }))
    world.setClock(dayBefore)
    const runs = await Promise.all(Array.from({ length: 10 }, remind))
    await remind()
    assert.equal(
      runs.reduce((sum, { queued }) => sum + queued, 0),
      125,
    )
    const counts = await world.query(
      `select count(*)::int as messages, count(distinct appointment_id)::int as appointments from notifications
        where kind = 'appointment-reminder' and appointment_id = any($1::uuid[])`,
      [ids],
    )
    assert.deepEqual(counts, [{ messages: 125, appointments: 125 }])
  })

  it('E5: the client is written to, by the channel they prefer; the provider is not', async () => {
    const id = await book({ phone: '+37060000001', email: 'kai@home.example' })
    await world.query(`update clients set channels = '{SMS,EMAIL}' where phone = '+37060000001'`)
    world.setClock(dayBefore)
    await remind()
    const messages = await messagesOf(id)
    assert.deepEqual(
      messages.map(({ audience, channel, address }) => [audience, channel, address]),
      [['CLIENT', 'SMS', '+37060000001']],
    )
  })

  it('E5: whoever cannot be reached is not waited for', async () => {
    const id = await book({ phone: '+37060000002', email: undefined })
    world.setClock(dayBefore)
    const onlyMail = ({ channel }: { channel: string }) => channel === 'EMAIL'
    assert.deepEqual(await sendReminders(world.ctx, onlyMail), { queued: 0, skipped: 1, missed: 0, corrected: 0 })
    assert.equal((await timerOf(id))?.[0], 'SKIPPED')
  })

  it('E5: a move takes the timer along', async () => {
    const id = await book()
    await change(id, 'move', { start: '2027-03-12T12:00:00Z' })
    await tell(id)
    world.setClock(dayBefore)
    assert.equal((await remind()).queued, 0)
    world.setClock('2027-03-11T12:00:00Z')
    await remind()
    assert.deepEqual(await told(id), [['QUEUED', '2027-03-12T12:00:00Z']])
  })

  it('E5: moved after the reminder it is reminded of again, and what was not sent yet is not sent', async () => {
    const [sent, waiting] = [await book(), await book({}, '2027-03-10T13:00:00Z')]
    world.setClock('2027-03-09T13:00:00Z')
    await remind()
    await markSent(sent)
    for (const id of [sent, waiting]) {
      await change(id, 'move', { start: id === sent ? '2027-03-15T12:00:00Z' : '2027-03-15T13:00:00Z' })
      await tell(id)
      assert.equal((await timerOf(id))?.[0], 'WAITING')
    }
    world.setClock('2027-03-14T13:00:00Z')
    await remind()
    assert.deepEqual(await told(sent), [
      ['SENT', start],
      ['QUEUED', '2027-03-15T12:00:00Z'],
    ])
    assert.deepEqual(await told(waiting), [
      ['EXPIRED', '2027-03-10T13:00:00Z'],
      ['QUEUED', '2027-03-15T13:00:00Z'],
    ])
  })

  it('E5: booked or moved inside the lookahead, what tells of that is the reminder', async () => {
    const moved = await book()
    world.setClock(dayBefore)
    const booked = await book({}, '2027-03-10T11:00:00Z')
    const justBefore = await book({}, '2027-03-10T12:30:00Z')
    await change(moved, 'move', { start: '2027-03-10T10:00:00Z' })
    await tell(moved)
    assert.equal((await timerOf(booked))?.[0], 'SKIPPED')
    assert.equal((await timerOf(moved))?.[0], 'SKIPPED')
    assert.equal((await timerOf(justBefore))?.[0], 'WAITING')
    world.setClock('2027-03-10T09:00:00Z')
    await remind()
    assert.deepEqual([await told(booked), await told(moved), (await told(justBefore)).length], [[], [], 1])
  })

  it('E5: given to somebody else after the reminder, what was not sent yet is not sent: the move says it', async () => {
    await open({ people: 2 })
    const id = await book({ email: 'eva@home.example' })
    world.setClock(dayBefore)
    await remind()
    const { resources } = await show(id)
    const other = clinic.resourceIds.find((resourceId) => resourceId !== resources[0].resourceId)
    await change(id, 'move', { start, resourceIds: [other] })
    await tell(id)
    assert.equal((await timerOf(id))?.[0], 'SKIPPED')
    assert.deepEqual(await told(id), [['EXPIRED', start]])
  })

  it('E5: a cancelled appointment is reminded of no more, also when the message was written', async () => {
    const [early, queued] = [await book(), await book({}, '2027-03-10T13:00:00Z')]
    await change(early, 'cancel')
    await tell(early)
    world.setClock('2027-03-09T13:00:00Z')
    await remind()
    await change(queued, 'cancel')
    await tell(queued)
    for (const id of [early, queued]) assert.equal((await timerOf(id))?.[0], 'CANCELLED')
    assert.deepEqual([await told(early), await told(queued)], [[], [['EXPIRED', '2027-03-10T13:00:00Z']]])
  })

  it('E5: when it is over a timer that never ran ends, one that ran keeps what it was', async () => {
    const [never, ran] = [await book(), await book({}, '2027-03-10T13:00:00Z')]
    world.setClock('2027-03-09T13:00:00Z')
    await world.query(`update reminders set starts_at = starts_at + interval '9 days' where appointment_id = $1`, [
      never,
    ])
    await remind()
    const late = await book({}, '2027-03-10T11:00:00Z')
    world.setClock('2027-03-10T14:00:00Z')
    for (const id of [never, ran, late]) {
      await change(id, id === never ? 'no-show' : 'complete')
      await tell(id)
    }
    const statuses = await Promise.all([never, ran, late].map(async (id) => (await timerOf(id))?.[0]))
    assert.deepEqual(statuses, ['CANCELLED', 'QUEUED', 'SKIPPED'])
  })

  it('E5: a request is reminded of once it is approved', async () => {
    await open({ service: { needsApproval: true } })
    const id = await book()
    assert.equal(await timerOf(id), undefined)
    await change(id, 'approve')
    await tell(id)
    assert.deepEqual(await timerOf(id), ['WAITING', start])
  })

  it('E5: events told again, late or out of order end in the same timer', async () => {
    const id = await book()
    await change(id, 'move', { start: '2027-03-12T12:00:00Z' })
    await change(id, 'move', { start: '2027-03-13T12:00:00Z' })
    const events = await eventsOf(id)
    const expected = ['WAITING', '2027-03-13T12:00:00Z']
    const tellAll = async (some: readonly Event[]) => {
      for (const event of some) await writeNotifications(world.ctx, [event], anyChannel)
      assert.deepEqual(await timerOf(id), expected)
    }
    await tellAll(events)
    await tellAll(events.toReversed())
    await world.query('delete from reminders where appointment_id = $1', [id])
    await tellAll(events.toReversed())
    await world.query('delete from reminders where appointment_id = $1', [id])
    await writeNotifications(world.ctx, events.toReversed(), anyChannel)
    assert.deepEqual(await timerOf(id), expected)
    world.setClock('2027-03-12T12:00:00Z')
    await remind()
    await tell(id)
    assert.deepEqual(await timerOf(id), ['QUEUED', '2027-03-13T12:00:00Z'])
    assert.deepEqual(await told(id), [['QUEUED', '2027-03-13T12:00:00Z']])
  })

  it('E5: the appointment itself is asked, as the events may not have come yet', async () => {
    const [moved, cancelled] = [await book(), await book({}, '2027-03-10T13:00:00Z')]
    await change(moved, 'move', { start: '2027-03-12T12:00:00Z' })
    await change(cancelled, 'cancel')
    world.setClock('2027-03-09T13:00:00Z')
    assert.deepEqual(await remind(), { queued: 0, skipped: 0, missed: 0, corrected: 2 })
    assert.deepEqual(await timerOf(moved), ['WAITING', '2027-03-12T12:00:00Z'])
    assert.equal((await timerOf(cancelled))?.[0], 'CANCELLED')
    world.setClock('2027-03-11T12:00:00Z')
    assert.equal((await remind()).queued, 1)
    for (const id of [moved, cancelled]) await tell(id)
    assert.deepEqual(await timerOf(moved), ['QUEUED', '2027-03-12T12:00:00Z'])
    assert.deepEqual(await told(moved), [['QUEUED', '2027-03-12T12:00:00Z']])
  })

  it('E5: what was left while nobody ran is made up for, unless it has begun', async () => {
    const ids = [await book({}, '2027-03-10T12:00:00Z'), await book({}, '2027-03-10T13:00:00Z')]
    const failedBefore = (await world.ctx.metrics.remindersFailed.get()).values[0]?.value ?? 0
    world.setClock('2027-03-10T12:30:00Z')
    assert.deepEqual(await remind(), { queued: 1, skipped: 0, missed: 1, corrected: 0 })
    assert.deepEqual(await Promise.all(ids.map(async (id) => (await timerOf(id))?.[0])), ['MISSED', 'QUEUED'])
    const failed = (await world.ctx.metrics.remindersFailed.get()).values[0]?.value ?? 0
    assert.equal(failed - failedBefore, 1)
  })

  it('H6: an appointment from before there were reminders has a timer, a link in its message, and moves', async () => {
    const [staying, moving] = [await book(), await book({}, '2027-03-10T13:00:00Z')]
    await world.query('delete from reminders')
    await world.query('delete from links')
    const migration = await readFile(join(migrationsFolder, '0006-reminders-of-what-is-booked.sql'), 'utf8')
    const [insertion] = /^insert into reminders [^;]+;/m.exec(migration) ?? []
    assert.ok(insertion)
    await world.query(insertion)
    assert.deepEqual(await timerOf(staying), ['WAITING', start])
    await tell(moving)
    assert.deepEqual(await timerOf(moving), ['WAITING', '2027-03-10T13:00:00Z'])
    await change(moving, 'move', { start: '2027-03-12T12:00:00Z' })
    await tell(moving)
    world.setClock('2027-03-09T13:00:00Z')
    await remind()
    assert.deepEqual([await told(staying), await told(moving)], [[['QUEUED', start]], []])
    const links = await world.query(`select purpose from links where subject_id = $1`, [staying])
    assert.deepEqual(links, [{ purpose: 'APPOINTMENT' }])
  })

  it('E2: an SMS waits for the morning of the client, wherever the unit is; e-mail does not wait', async () => {
    await open({ timeZone: 'Europe/Lisbon' })
    // 02:00 in Vilnius and 18:00 in Denver; midnight in Lisbon.
    const nightly = '2027-03-20T00:00:00Z'
    const zones = { 'Europe/Vilnius': '2027-03-19T06:00:00Z', 'America/Denver': null }
    for (const [i, [zone, until]] of Object.entries(zones).entries()) {
      const phone = `+3706000010${i}`
      const at = Temporal.Instant.from(nightly).add({ hours: i }).toString()
      const id = await book({ phone, email: `zone${i}@home.example` }, at)
      await world.query(`update clients set channels = '{SMS}', time_zone = $2 where phone = $1`, [phone, zone])
      const due = Temporal.Instant.from(at).subtract({ hours: 24 }).toString()
      world.setClock(due)
      await remind()
      world.setClock(now)
      const [message] = await messagesOf(id)
      assert.equal(message?.facts.recipient.timeZone, zone)
      assert.equal(message?.next_attempt_at.toString(), until ?? due, zone)
    }
    const id = await book({ email: 'late@home.example' }, '2027-03-20T03:00:00Z')
    world.setClock('2027-03-19T03:00:00Z')
    await remind()
    const [message] = await messagesOf(id)
    assert.equal(message?.next_attempt_at.toString(), '2027-03-19T03:00:00Z')
  })

  it('E2: in the night clocks change, the lookahead is as long as ever and the morning is the new one', async () => {
    // Vilnius puts its clocks forward at 01:00Z on 28 March 2027: 08:00 is 06:00Z before and 05:00Z after.
    const id = await book({ phone: '+37060000020', email: undefined }, '2027-03-28T20:00:00Z')
    await world.query(`update clients set channels = '{SMS}' where phone = '+37060000020'`)
    world.setClock('2027-03-27T19:59:59Z')
    assert.equal((await remind()).queued, 0)
    world.setClock('2027-03-27T20:00:00Z')
    assert.equal((await remind()).queued, 1)
    const [message] = await messagesOf(id)
    assert.equal(message?.next_attempt_at.toString(), '2027-03-28T05:00:00Z')
  })
})
