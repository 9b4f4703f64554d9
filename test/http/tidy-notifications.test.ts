import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { lockNotification } from '../../src/features/notifications/outbox.sql.ts'
import { tidyNotifications } from '../../src/features/notifications/tidy-notifications.ts'
import { allJobs } from '../../src/jobs.ts'
import type { UnitId } from '../../src/lib/ids.ts'
import { openClinic } from '../clinic.ts'
import { openWorld, type World } from '../world.ts'
import { writeMessages } from '../written-messages.ts'

let world: World
let unitId: UnitId
before(async () => {
  world = await openWorld({ NOTIFICATION_KEEP_DAYS: '30' })
  unitId = (await openClinic(world)).unitId
})
after(() => world.close())

const addresses = async () =>
  (await world.query<{ address: string }>('select address from notifications order by address')).map(
    ({ address }) => address,
  )

it('messages that are over go with their attempts once they are older than they are kept for, what waits stays', async () => {
  const statuses = ['DEAD', 'EXPIRED', 'QUEUED', 'SENT']
  for (const [clock, age] of [
    ['2027-03-01T08:00:00Z', 'old'],
    ['2027-03-01T08:00:01Z', 'new'],
  ]) {
    world.setClock(clock)
    const messages = statuses.map((status) => ({ address: `${age} ${status}` }))
    await writeMessages(world, unitId, messages)
  }
  await world.query(`
    update notifications set status = split_part(address, ' ', 2), sent_at = case when address like '%SENT' then clock_at() end`)
  await world.query(`
    insert into notification_attempts (notification_id, attempt, worker, started_at, outcome, answer)
    select id, 1, 'w', clock_at(), 'DELAYED', address from notifications`)
  world.setClock('2027-03-31T08:00:00.500Z')
  const kept = ['new DEAD', 'new EXPIRED', 'new QUEUED', 'new SENT', 'old QUEUED']
  assert.deepEqual(await tidyNotifications(world.ctx), { removed: 3 })
  assert.deepEqual(await addresses(), kept)
  const attempts = await world.query<{ answer: string }>('select answer from notification_attempts order by answer')
  assert.deepEqual(
    attempts.map(({ answer }) => answer),
    kept,
  )
  const job = allJobs(world.ctx, []).find(({ name }) => name === 'tidy-notifications')
  assert.deepEqual(await job?.run(), { removed: 0 })
})

it('more than one batch goes in one run, and what another has under way is left to it', async () => {
  await world.query('delete from notifications')
  world.setClock('2027-01-01T08:00:00Z')
  const ids = await writeMessages(
    world,
    unitId,
    Array.from({ length: 1001 }, (_, i) => ({ address: `${i}@home.example` })),
  )
  await world.query(`update notifications set status = 'DEAD'`)
  world.setClock('2027-03-31T08:00:00Z')
  const removed = await world.ctx.transaction(async (tx) => {
    await tx.run(lockNotification, ids[7]!)
    return tidyNotifications(world.ctx)
  })
  assert.deepEqual(removed, { removed: 1000 })
  assert.deepEqual(await addresses(), ['7@home.example'])
})
