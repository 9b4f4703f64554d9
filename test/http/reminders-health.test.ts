import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sendReminders } from '../../src/features/notifications/send-reminders.ts'
import { isBehind } from '../../src/features/notifications/show-reminders-health.ts'
import { writeNotifications } from '../../src/features/notifications/write-notifications.ts'
import { readCron } from '../../src/platform/jobs/cron.ts'
import { openHealthServer } from '../../src/serve.ts'
import { type Clinic, openClinic } from '../clinic.ts'
import { callOn, openWorld, type World } from '../world.ts'

describe('health of reminders', () => {
  let world: World
  let clinic: Clinic
  const path = '/workers/reminders/health'

  before(async () => {
    world = await openWorld()
  })
  beforeEach(async () => {
    world.setClock('2027-03-01T08:00:00Z')
    await world.query('delete from reminders')
    clinic = await openClinic(world)
    for (const start of ['2027-03-10T12:00:00Z', '2027-03-11T12:00:00Z']) {
      const { unitId, serviceId } = clinic
      const client = { name: 'Ana', email: `ana${start.slice(8, 10)}@home.example` }
      assert.equal((await world.call('POST', '/api/v1/appointments', { unitId, serviceId, start, client })).status, 201)
    }
    const own = (await world.events()).filter(({ unitId }) => unitId === clinic.unitId)
    await writeNotifications(world.ctx, own, () => true)
  })
  after(() => world.close())

  const gauge = async () => {
    const { body } = await world.call('GET', '/metrics')
    return /^reminders_due_unsent (\d+)$/m.exec(body)?.[1]
  }

  it('H1: tells how many are due, since when, and how many wait', async () => {
    world.setClock('2027-03-09T12:09:59Z')
    assert.equal(await gauge(), '1')
    const { status, body } = await world.call('GET', path)
    assert.equal(status, 200)
    assert.deepEqual(body, { status: 'ok', lastRunAt: null, dueUnsent: 1, oldestDueSeconds: 599, waiting: 1 })
  })

  it('H1: is 503 with the same figures once reminders are due for ten minutes, and well again after a run', async () => {
    world.setClock('2027-03-09T12:11:00Z')
    const { status, body } = await world.call('GET', path)
    assert.deepEqual([status, body.code], [503, 'reminders-behind'])
    assert.deepEqual([body.dueUnsent, body.oldestDueSeconds, body.waiting, body.lastRunAt], [1, 660, 1, null])
    await sendReminders(world.ctx, () => true)
    const well = await world.call('GET', path)
    assert.deepEqual([well.status, well.body.dueUnsent, well.body.oldestDueSeconds], [200, 0, 0])
    assert.equal(await gauge(), '0')
  })

  it('H1: a timer that was set when it was due already is late from then on only', async () => {
    world.setClock('2027-03-09T12:11:00Z')
    await world.query('update reminders set updated_at = clock_at()')
    assert.equal((await world.call('GET', path)).body.oldestDueSeconds, 0)
  })

  it('H1: tells when the job last ended', async () => {
    await world.query(`insert into job_runs (job, ran_at) values ('send-reminders', '2027-03-01T07:59:01Z')`)
    assert.equal((await world.call('GET', path)).body.lastRunAt, '2027-03-01T07:59:01.000Z')
  })

  it('H1: is answered on the port of a worker as well', async () => {
    const server = await openHealthServer(world.ctx)
    try {
      assert.equal((await callOn(server, 'GET', path)).status, 200)
    } finally {
      await server.close()
    }
  })

  it('E5: nobody is late before their turn: ten minutes count from the schedule', () => {
    const at = (text: string) => Date.parse(text)
    const daily = readCron('0 9 * * *')
    const dueSince = at('2027-03-01T10:00:00Z')
    assert.equal(isBehind({ dueSince, now: at('2027-03-02T08:59:00Z') }, daily), false)
    assert.equal(isBehind({ dueSince, now: at('2027-03-02T09:09:59Z') }, daily), false)
    assert.equal(isBehind({ dueSince, now: at('2027-03-02T09:10:00Z') }, daily), true)
    assert.equal(isBehind({ dueSince: null, now: at('2027-03-02T09:10:00Z') }, daily), false)
  })
})
